package dev.wq.cli;

import dev.wq.replay.Model;
import dev.wq.replay.Recording;
import dev.wq.replay.ReplayOptions;
import dev.wq.replay.ReplayReport;
import java.util.function.Consumer;

/** What the commands need of a replay. */
@FunctionalInterface
interface Replayer {
  /**
   * Replays a recording by all models.
   *
   * @param progress told each model once it is done
   */
  ReplayReport replay(Recording recording, ReplayOptions options, Consumer<Model> progress);
}
