package dev.wq.scenario;

import java.time.Duration;
import java.util.List;

/**
 * How things stood at the end of a simulation.
 *
 * @param deadlock whether works wait for each other, and nothing can happen any more
 * @param cut whether it was ended after too many runs
 * @param at when the last thing happened
 * @param stuck who waits for what, a sentence for each work
 * @param failures what works threw, a sentence each: waits that the library refuses, because they
 *     could never end
 */
public record Ending(
    boolean deadlock, boolean cut, Duration at, List<String> stuck, List<String> failures) {
  static final Ending NONE = new Ending(false, false, Duration.ZERO, List.of(), List.of());

  public Ending {
    stuck = List.copyOf(stuck);
    failures = List.copyOf(failures);
  }
}
