package dev.wq.replay;

import dev.wq.replay.ReplayOptions.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Replays a recording: gives its workload to the kernel's policy on modelled CPUs and compares what
 * comes out with what the kernel did.
 */
public final class Replay {
  private final Recording recording;
  private final Workload load;
  private final ReplayOptions options;
  private final Consumer<Model> progress;
  private final List<String> choices = new ArrayList<>();

  private Replay(Recording recording, ReplayOptions options, Consumer<Model> progress) {
    this.recording = recording;
    this.load = WorkloadBuilder.of(recording);
    this.options = options;
    this.progress = progress;
  }

  /**
   * Replays {@code recording} by the full model and by the baselines. What {@code options} leave
   * open is picked from the recording, without looking at when executions started.
   */
  public static ReplayReport run(Recording recording, ReplayOptions options) {
    return run(recording, options, _ -> {});
  }

  /** The same; {@code progress} is told each model once it is done, in their order. */
  public static ReplayReport run(
      Recording recording, ReplayOptions options, Consumer<Model> progress) {
    return new Replay(recording, options, progress).run();
  }

  /**
   * Predicts what would have been different.
   *
   * @param options the same as of the replay that it is compared with
   * @throws NoSuchQueueException if {@code whatIf} names a queue that is not in the recording
   */
  public static WhatIfReport whatIf(Recording recording, ReplayOptions options, WhatIf whatIf) {
    return new Replay(recording, options, _ -> {}).whatIf(whatIf);
  }

  private ReplayReport run() {
    Setup setup = setup();
    Map<Model, Prediction> predictions = new EnumMap<>(Model.class);
    Map<Model, Fidelity> fidelity = new EnumMap<>(Model.class);
    for (Model model : Model.values()) {
      Prediction prediction = predict(setup.with(model));
      predictions.put(model, prediction);
      fidelity.put(model, Fidelity.of(recording, prediction));
      progress.accept(model);
    }
    Prediction full = predictions.get(Model.FULL);
    assert full != null;
    Mode mode = setup.causal() ? Mode.CAUSAL : Mode.OPEN;
    int hz = setup.ticks().hz();
    return new ReplayReport(mode, setup.busy(), hz, choices, predictions, fidelity, latest(full));
  }

  private Prediction predict(Setup setup) {
    return setup.model() == Model.BASE
        ? Baselines.base(recording)
        : new ReplayEngine(load, setup, StopDelays.RECORDED).run();
  }

  private WhatIfReport whatIf(WhatIf wanted) {
    Setup recorded = setup();
    Workload changed = WorkloadBuilder.of(recording, wanted);
    Setup other = Counterfactual.of(recorded, load, changed, wanted);
    StopDelays stops = StopDelays.noted();
    Prediction before = new ReplayEngine(load, recorded.withRivals(other.rivals()), stops).run();
    Prediction after = new ReplayEngine(changed, other, stops.repeated()).run();
    return WhatIfComparison.of(recording, wanted, other.rivals(), before, after);
  }

  private Setup setup() {
    boolean causal = mode() == Mode.CAUSAL;
    boolean busy = busyCpus();
    Ticks ticks = ticks();
    return new Setup(
        Model.FULL,
        causal,
        busy,
        false,
        ticks,
        ticks.period(),
        load.cpus(),
        Counterfactual.recordedRules(recording),
        Counterfactual.recordedThreshold(recording));
  }

  private Mode mode() {
    @Nullable Mode asked = options.mode();
    if (asked != null) {
      return asked;
    }
    long caused = load.arrivals().stream().filter(a -> a.cause != null).count();
    choices.add(
        caused > 0
            ? "causal: %d of %d works were queued by other works"
                .formatted(caused, load.arrivals().size())
            : "open: no work was queued by another one");
    return caused > 0 ? Mode.CAUSAL : Mode.OPEN;
  }

  private boolean busyCpus() {
    @Nullable Boolean asked = options.busyCpus();
    if (asked != null) {
      return asked;
    }
    boolean known = !recording.wakeUps().isEmpty();
    choices.add(
        known
            ? "with the CPU time that was not to be had: switches and wake-ups are recorded"
            : "without CPU time that was not to be had: no wake-ups are recorded");
    return known;
  }

  private Ticks ticks() {
    int told = SimulatedMachine.hz(recording.report().header());
    int wanted = options.hz() == 0 ? told : options.hz();
    Ticks ticks = load.trail().ticks().at(wanted);
    if (wanted == 0) {
      choices.add(
          "%d ticks per second: %s"
              .formatted(
                  ticks.hz(),
                  ticks.isGuessed() ? "timers expire so" : "too few timers to tell, the usual"));
    }
    return ticks;
  }

  private List<Integer> latest(Prediction full) {
    return IntStream.range(0, full.size())
        .filter(i -> full.latency(i) != Prediction.NONE)
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> full.latency(i)).reversed())
        .limit(options.late())
        .toList();
  }
}
