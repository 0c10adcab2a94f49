package dev.wq.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A measure and what all rounds together say about it.
 *
 * @param ours the medians of our samples
 * @param peer the medians of the peer's; null for an absolute figure
 * @param compared what the goal compares, round by round
 * @param drift how far the control strayed from its median beside these samples
 */
record Row(Measure measure, Sample ours, @Nullable Sample peer, Spread compared, double drift) {

  /** From here on the control says that the machine was not quiet. */
  static final double DRIFT_LIMIT = 0.15;

  static Row of(Measure measure, List<Round> rounds) {
    Subject peer = measure.peer();
    return new Row(
        measure,
        medians(measure.ours(), rounds),
        peer == null ? null : medians(peer, rounds),
        Spread.of(rounds.stream().mapToDouble(round -> compared(measure, round)).toArray()),
        drift(measure, rounds));
  }

  private static Sample medians(Subject subject, List<Round> rounds) {
    return Sample.median(rounds.stream().map(round -> round.sample(subject)).toList());
  }

  private static double compared(Measure measure, Round round) {
    Subject peer = measure.peer();
    Reading reading = measure.reading();
    double theirs = peer == null ? Double.NaN : reading.of(round.sample(peer));
    return measure.goal().compared(reading.of(round.sample(measure.ours())), theirs);
  }

  private static double drift(Measure measure, List<Round> rounds) {
    return Stats.drift(
        rounds.stream()
            .flatMapToDouble(round -> measure.subjects().mapToDouble(round::control))
            .toArray());
  }

  boolean isNoisy() {
    return drift > DRIFT_LIMIT;
  }

  /** For the table: whether the goal is reached, and whether to believe it. */
  String verdict() {
    String verdict = measure.goal().verdict(compared.median());
    return isNoisy() ? verdict + ", noisy (%.0f %%)".formatted(drift * 100) : verdict;
  }
}
