package dev.wq.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * A measure and what all rounds together say about it.
 *
 * @param ours our figure, the median over the rounds
 * @param peer the peer's; NaN for an absolute figure
 * @param compared what the goal compares, round by round
 * @param drift how far the control strayed from its median beside these samples
 */
record Row(
    Measure measure,
    double ours,
    double peer,
    Spread compared,
    Spread oursCpu,
    double peerCpu,
    double oursBytes,
    double peerBytes,
    double drift) {

  /** From here on the control says that the machine was not quiet. */
  static final double DRIFT_LIMIT = 0.15;

  static Row of(Measure measure, List<Round> rounds) {
    Subject ours = measure.ours();
    Subject peer = measure.peer();
    Reading reading = measure.reading();
    return new Row(
        measure,
        median(rounds, ours, reading::of),
        median(rounds, peer, reading::of),
        Spread.of(rounds.stream().mapToDouble(round -> compared(measure, round)).toArray()),
        Spread.of(values(rounds, ours, Sample::cpuNs).toArray()),
        median(rounds, peer, Sample::cpuNs),
        median(rounds, ours, Sample::bytes),
        median(rounds, peer, Sample::bytes),
        drift(measure, rounds));
  }

  private static double compared(Measure measure, Round round) {
    Subject peer = measure.peer();
    Reading reading = measure.reading();
    double theirs = peer == null ? Double.NaN : reading.of(round.sample(peer));
    return measure.goal().compared(reading.of(round.sample(measure.ours())), theirs);
  }

  private static double median(
      List<Round> rounds, @Nullable Subject subject, ToDoubleFunction<Sample> figure) {
    return subject == null ? Double.NaN : Stats.median(values(rounds, subject, figure).toArray());
  }

  private static DoubleStream values(
      List<Round> rounds, Subject subject, ToDoubleFunction<Sample> figure) {
    return rounds.stream().mapToDouble(round -> figure.applyAsDouble(round.sample(subject)));
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
