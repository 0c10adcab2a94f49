package dev.wq.cli;

import dev.wq.picture.Column;
import dev.wq.picture.Picture;
import dev.wq.replay.Because;
import dev.wq.replay.Fidelity;
import dev.wq.replay.Model;
import dev.wq.replay.Prediction;
import dev.wq.replay.Recording;
import dev.wq.replay.ReplayOptions.Mode;
import dev.wq.replay.ReplayReport;
import java.util.List;
import java.util.Objects;

/**
 * A recording and what its replay found.
 *
 * @param file as it was named on the command line
 */
record Replayed(String file, Recording recording, ReplayReport report) {
  Prediction full() {
    return Objects.requireNonNull(report.predictions().get(Model.FULL));
  }

  Fidelity fidelity() {
    return fidelity(Model.FULL);
  }

  Fidelity fidelity(Model model) {
    return Objects.requireNonNull(report.fidelity().get(model), model::toString);
  }

  /** Why the full model started an execution when it did, equal reasons as one. */
  List<Because> because(int execution) {
    return predicted().because(execution);
  }

  private Column predicted() {
    return new Column("predicted", full());
  }

  Picture picture() {
    return Picture.of(file, recording, List.of(predicted()));
  }

  /** {@code open}, {@code causal}; with {@code +busy} where the model knew of busy CPUs. */
  String mode() {
    return (report.mode() == Mode.OPEN ? "open" : "causal") + (report.busyCpus() ? "+busy" : "");
  }
}
