package dev.wq.cli;

import dev.wq.replay.Baselines;
import dev.wq.replay.Fidelity;
import dev.wq.replay.Model;
import dev.wq.replay.Prediction;
import dev.wq.replay.Recording;
import dev.wq.replay.ReplayOptions;
import dev.wq.replay.ReplayReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs the program in this JVM, as a shell would. Predictions are the cheap baseline's, whatever
 * the model: what is tested here is the program around them.
 */
final class Session {
  private byte[] input = {};
  private boolean colour;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private OutputStream sink = out;
  private Replayer replayer = Session::base;

  /** What a run left. */
  record Result(int code, String out, String err) {}

  Session input(byte[] bytes) {
    input = bytes;
    return this;
  }

  Session colour() {
    colour = true;
    return this;
  }

  Session output(OutputStream instead) {
    sink = instead;
    return this;
  }

  Session replayer(Replayer instead) {
    replayer = instead;
    return this;
  }

  static Result wq(String... args) {
    return new Session().run(args);
  }

  Result run(String... args) {
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    Console console =
        new Console(new ByteArrayInputStream(input), new Output(sink), errors, colour, false);
    int code = Wq.commandLine(console, replayer).execute(args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static ReplayReport base(Recording recording, ReplayOptions options, Consumer<Model> progress) {
    Prediction base = Baselines.base(recording);
    Fidelity figures = Fidelity.of(recording, base);
    Map<Model, Prediction> predictions = new EnumMap<>(Model.class);
    Map<Model, Fidelity> fidelity = new EnumMap<>(Model.class);
    for (Model model : Model.values()) {
      predictions.put(model, base);
      fidelity.put(model, figures);
      progress.accept(model);
    }
    ReplayOptions.Mode mode = options.mode() == null ? ReplayOptions.Mode.CAUSAL : options.mode();
    List<Integer> late =
        recording.executions().stream()
            .map(execution -> execution.index())
            .filter(base::isPredicted)
            .limit(options.late())
            .toList();
    return new ReplayReport(
        mode, true, 250, List.of("causal: because"), predictions, fidelity, late);
  }
}
