package dev.wq.sim;

import java.time.Duration;
import java.util.List;

/**
 * What a run was.
 *
 * @param hash of everything that happened: who ran when, for how long, what was logged
 * @param schedule of the interleaving alone
 * @param steps how often a thread was given the carrier
 * @param elapsed virtual time
 * @param log a line per event, the last ones if there were many
 * @param leftBehind threads that did not end when the run was over, because they ignore interrupts
 */
public record RunReport(
    long seed,
    long hash,
    long schedule,
    long steps,
    Duration elapsed,
    List<String> log,
    List<String> leftBehind) {

  RunReport(Outcome outcome) {
    this(
        outcome.plan().seed(),
        outcome.hash(),
        outcome.schedule(),
        outcome.steps(),
        Duration.ofNanos(outcome.elapsedNanos()),
        outcome.log(),
        outcome.leftBehind());
  }
}
