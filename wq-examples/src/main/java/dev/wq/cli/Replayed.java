package dev.wq.cli;

import dev.wq.replay.Because;
import dev.wq.replay.Fidelity;
import dev.wq.replay.Model;
import dev.wq.replay.Prediction;
import dev.wq.replay.Recording;
import dev.wq.replay.ReplayOptions.Mode;
import dev.wq.replay.ReplayReport;
import dev.wq.replay.WhatIfReport;
import java.util.LinkedHashMap;
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

  /**
   * Why the full model started an execution when it did. A worker that is preempted again and again
   * waits for the same things many times: equal reasons are one, in the order of the first ones.
   */
  List<Because> because(int execution) {
    return because(full(), execution);
  }

  /** The same of another prediction. */
  static List<Because> because(Prediction prediction, int execution) {
    Map<String, Because> merged = new LinkedHashMap<>();
    for (Because because : prediction.because(execution)) {
      merged.merge(because.what(), because, Replayed::sum);
    }
    return List.copyOf(merged.values());
  }

  private static Because sum(Because one, Because other) {
    return new Because(one.cause(), one.what(), one.nanos() + other.nanos());
  }

  /** {@code open}, {@code causal}; with {@code +busy} where the model knew of busy CPUs. */
  String mode() {
    return (report.mode() == Mode.OPEN ? "open" : "causal") + (report.busyCpus() ? "+busy" : "");
  }
}
