package dev.wq.replay;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a replay found.
 *
 * @param mode that was used
 * @param busyCpus whether the model was told when CPUs were busy with what is no worker
 * @param hz ticks per second that were used
 * @param choices a sentence for each option that was picked from the recording, with the reason
 * @param predictions by model; the full model is always there
 * @param fidelity of each of the predictions
 * @param late indices of the executions with the longest predicted latency, longest first
 */
public record ReplayReport(
    ReplayOptions.Mode mode,
    boolean busyCpus,
    int hz,
    List<String> choices,
    Map<Model, Prediction> predictions,
    Map<Model, Fidelity> fidelity,
    List<Integer> late) {

  public ReplayReport {
    choices = List.copyOf(choices);
    predictions = Collections.unmodifiableMap(new EnumMap<>(predictions));
    fidelity = Collections.unmodifiableMap(new EnumMap<>(fidelity));
    late = List.copyOf(late);
    if (!predictions.containsKey(Model.FULL) || !fidelity.keySet().equals(predictions.keySet())) {
      throw new IllegalArgumentException(
          "predictions " + predictions.keySet() + " and fidelity " + fidelity.keySet());
    }
  }
}
