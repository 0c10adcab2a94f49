package dev.wq.cli;

import dev.wq.replay.Fidelity;
import dev.wq.replay.Fidelity.Pair;
import dev.wq.replay.LineCount;
import dev.wq.replay.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a good prediction reaches.
 *
 * @param words for people
 * @param misses how many recordings may miss it
 * @param judge looks at one recording
 */
record Target(String words, int misses, Function<Replayed, Verdict> judge) {
  /** All, in the order of the table. */
  static final List<Target> ALL =
      List.of(
          new Target("lines accounted for, 100 %", 0, Target::lines),
          new Target("each arrival run exactly once", 0, Target::once),
          new Target("CPU time as recorded", 0, Target::cpu),
          new Target(
              "order kept >= 0.995 (btrfs .93, netns .97, inotify .97, quiet-xfs-rm .98)",
              0,
              Target::order),
          new Target("start error p50 <= 10 us", 3, Target::start),
          new Target("latency p95 0.7 to 1.4 of the recording's", 3, Target::tail),
          new Target("wake-ups within 5 %", 4, Target::wakeups),
          new Target("same worker >= 0.95", 4, Target::sameWorker),
          new Target("peak in flight +-1 in each pool", 0, Target::peak),
          new Target("better than each baseline", 0, Target::baselines));

  private static final double NOISE = 0.01; // of the recorded wake-ups
  private static final double SHARE_NOISE = 0.005;

  /**
   * One target on one recording.
   *
   * @param figure what was reached, for a table
   */
  record Verdict(boolean met, String figure) {}

  private static Verdict lines(Replayed replayed) {
    LineCount lines = replayed.recording().report().lines();
    long good = lines.total() - lines.damaged() - lines.lost();
    return new Verdict(good == lines.total(), good + " of " + lines.total());
  }

  private static Verdict once(Replayed replayed) {
    Fidelity full = replayed.fidelity();
    return new Verdict(full.missing() == 0, full.predicted() + " of " + full.counted());
  }

  private static Verdict cpu(Replayed replayed) {
    Pair<Long> cpu = replayed.fidelity().cpu();
    long difference = cpu.predicted() - cpu.recorded();
    return new Verdict(difference == 0, difference == 0 ? "equal" : difference + " ns");
  }

  private static Verdict order(Replayed replayed) {
    double order = replayed.fidelity().order();
    return new Verdict(order >= neededOrder(replayed.file()), Figures.share(order));
  }

  /** Loads on unbound pools with several workers at once are harder. */
  private static double neededOrder(String file) {
    Predicate<String> load = file::contains;
    if (load.test("btrfs")) {
      return 0.93;
    }
    if (load.test("netns") || load.test("inotify")) {
      return 0.97;
    }
    return load.test("quiet-xfs-rm") ? 0.98 : 0.995;
  }

  private static Verdict start(Replayed replayed) {
    double micros = replayed.fidelity().startError().p50() / 1e3;
    return new Verdict(micros <= 10, String.format(Locale.ROOT, "%.1f", micros));
  }

  private static Verdict tail(Replayed replayed) {
    Pair<Double> p95 = replayed.fidelity().latency().map(l -> (double) l.p95());
    double ratio = p95.predicted() / Math.max(1, p95.recorded());
    return new Verdict(ratio >= 0.7 && ratio <= 1.4, String.format(Locale.ROOT, "%.2f", ratio));
  }

  private static Verdict wakeups(Replayed replayed) {
    Pair<Long> wakeups = replayed.fidelity().wakeups();
    double off =
        (wakeups.predicted() - wakeups.recorded()) / (double) Math.max(1, wakeups.recorded());
    return new Verdict(Math.abs(off) <= 0.05, String.format(Locale.ROOT, "%+.1f %%", off * 100));
  }

  private static Verdict sameWorker(Replayed replayed) {
    double same = replayed.fidelity().sameWorker();
    return new Verdict(same >= 0.95, String.format(Locale.ROOT, "%.3f", same));
  }

  private static Verdict peak(Replayed replayed) {
    int worst =
        replayed.fidelity().pools().stream()
            .map(pool -> pool.inFlight().map(Fidelity.InFlight::peak))
            .mapToInt(peak -> peak.predicted() - peak.recorded())
            .reduce(0, (a, b) -> Math.abs(b) > Math.abs(a) ? b : a);
    return new Verdict(Math.abs(worst) <= 1, String.format(Locale.ROOT, "%+d", worst));
  }

  private static Verdict baselines(Replayed replayed) {
    List<String> lost = new ArrayList<>();
    for (Model baseline : List.of(Model.NOCM, Model.SERIAL, Model.BASE)) {
      if (!betterWakeups(replayed.fidelity(), replayed.fidelity(baseline))) {
        lost.add("wake-ups of " + baseline);
      }
      if (!betterWorkers(replayed.fidelity(), replayed.fidelity(baseline))) {
        lost.add("same worker of " + baseline);
      }
    }
    return new Verdict(lost.isEmpty(), lost.isEmpty() ? "yes" : "not " + String.join(", ", lost));
  }

  private static boolean betterWakeups(Fidelity full, Fidelity baseline) {
    long recorded = full.wakeups().recorded();
    long mine = full.wakeups().predicted();
    long other = baseline.wakeups().predicted();
    return Math.abs(mine - other) <= NOISE * recorded
        || Math.abs(mine - recorded) < Math.abs(other - recorded);
  }

  private static boolean betterWorkers(Fidelity full, Fidelity baseline) {
    double ahead = full.sameWorker() - baseline.sameWorker();
    return ahead > -SHARE_NOISE;
  }
}
