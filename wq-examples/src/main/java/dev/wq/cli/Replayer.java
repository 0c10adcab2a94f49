package dev.wq.cli;

import dev.wq.replay.Recording;
import dev.wq.replay.ReplayOptions;
import dev.wq.replay.ReplayReport;

/** What the commands need of a replay. */
@FunctionalInterface
interface Replayer {
  ReplayReport replay(Recording recording, ReplayOptions options);
}
