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
import dev.wq.replay.WhatIfReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A recording and what its replay found.
 *
 * @param file as it was named on the command line
 * @param whatIf null: nothing was asked
 * @param inFact queues of a recording that was made with the changes, by name
 */
record Replayed(
    String file,
    Recording recording,
    ReplayReport report,
    @Nullable WhatIfReport whatIf,
    Map<String, Fidelity.QueueRow> inFact) {
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
    return because(full(), execution);
  }

  /** The same of another prediction. */
  static List<Because> because(Prediction prediction, int execution) {
    return new Column("predicted", prediction).because(execution);
  }

  /** With a what-if: its prediction, and the one that it is compared with. */
  Picture picture() {
    List<Column> columns = new ArrayList<>();
    if (whatIf == null) {
      columns.add(new Column("predicted", full()));
    } else {
      columns.add(new Column("predicted", whatIf.before()));
      columns.add(new Column("what if " + whatIf.whatIf(), whatIf.after()));
    }
    return Picture.of(file, recording, columns);
  }

  /** {@code open}, {@code causal}; with {@code +busy} where the model knew of busy CPUs. */
  String mode() {
    return (report.mode() == Mode.OPEN ? "open" : "causal") + (report.busyCpus() ? "+busy" : "");
  }
}
