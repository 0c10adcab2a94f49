package dev.wq.cli;

import dev.wq.replay.Baselines;
import dev.wq.replay.Fidelity;
import dev.wq.replay.Model;
import dev.wq.replay.Prediction;
import dev.wq.replay.Recording;
import dev.wq.replay.ReplayOptions;
import dev.wq.replay.ReplayReport;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Until the engine is there. */
final class Stopgap {
  private Stopgap() {}

  static ReplayReport run(Recording recording, ReplayOptions options) {
    Prediction base = Baselines.base(recording);
    Fidelity fidelity = Fidelity.of(recording, base);
    Map<Model, Prediction> predictions = new EnumMap<>(Model.class);
    Map<Model, Fidelity> fidelities = new EnumMap<>(Model.class);
    for (Model model : Model.values()) {
      predictions.put(model, base);
      fidelities.put(model, fidelity);
    }
    return new ReplayReport(
        ReplayOptions.Mode.OPEN,
        false,
        250,
        List.of("stopgap"),
        predictions,
        fidelities,
        List.of(1, 2));
  }
}
