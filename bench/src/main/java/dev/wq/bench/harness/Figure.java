package dev.wq.bench.harness;

/** One figure of one subject. */
public record Figure(Subject subject, Reading reading) {
  double of(Round round) {
    return round.sample(subject).get(reading);
  }
}
