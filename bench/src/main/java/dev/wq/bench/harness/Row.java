package dev.wq.bench.harness;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A measure and what was found.
 *
 * @param ours medians of the rounds
 * @param peer medians of the rounds; null for an absolute figure
 * @param compared what the goal compares, round by round
 * @param drift how far the control strayed from its usual time beside these samples
 */
record Row(Measure measure, Sample ours, @Nullable Sample peer, Spread compared, double drift) {
  /** Follows the verdict where it is not to be trusted. */
  static final String NOISY = ", noisy";

  /** {@code usual}: the median of the control. */
  static Row of(Measure measure, List<Round> rounds, double usual) {
    Figure peer = measure.peer();
    return new Row(
        measure,
        medians(measure.ours(), rounds),
        peer == null ? null : medians(peer, rounds),
        Spread.of(rounds.stream().mapToDouble(round -> compared(measure, round)).toArray()),
        drift(measure, rounds, usual));
  }

  private static Sample medians(Figure figure, List<Round> rounds) {
    return Sample.median(rounds.stream().map(round -> round.sample(figure.subject())).toList());
  }

  private static double compared(Measure measure, Round round) {
    Figure peer = measure.peer();
    double theirs = peer == null ? Double.NaN : peer.of(round);
    return measure.goal().compared(measure.ours().of(round), theirs);
  }

  private static double drift(Measure measure, List<Round> rounds, double usual) {
    return rounds.stream()
        .flatMapToDouble(round -> measure.subjects().mapToDouble(round::control))
        .map(control -> Math.abs(control / usual - 1))
        .max()
        .orElse(0);
  }

  /** The control says that the machine was not quiet. */
  boolean isNoisy() {
    return drift > Control.DRIFT_LIMIT;
  }

  /** The rounds do not agree on the verdict. */
  boolean isUndecided() {
    Goal goal = measure.goal();
    return !goal.verdict(compared.min()).equals(goal.verdict(compared.max()));
  }

  /** Whether the goal is reached, and whether to believe it. */
  String verdict() {
    String verdict = measure.goal().verdict(compared.median());
    if (isNoisy()) {
      return verdict + NOISY + " (control %.0f %%)".formatted(drift * 100);
    }
    return isUndecided() ? verdict + NOISY + " (rounds differ)" : verdict;
  }
}
