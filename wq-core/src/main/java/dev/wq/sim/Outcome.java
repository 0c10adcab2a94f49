package dev.wq.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run went.
 *
 * @param failure what ended it early, null if nothing did
 * @param hash of everything that happened
 * @param schedule of the interleaving alone
 * @param leftBehind threads that did not end when the run was over
 */
record Outcome(
    Plan plan,
    @Nullable Throwable failure,
    long hash,
    long schedule,
    long steps,
    long elapsedNanos,
    List<String> log,
    List<String> leftBehind) {

  Outcome(SimLoop loop, List<String> leftBehind) {
    this(
        loop.plan,
        loop.failure(),
        loop.schedule.hash(),
        loop.schedule.order(),
        loop.steps(),
        loop.now(),
        loop.log == null ? List.of() : loop.log.lines(),
        leftBehind);
  }
}
