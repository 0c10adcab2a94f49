package dev.wq;

import dev.wq.dispatch.Turn;

/**
 * What the function of a task can do about its turn, see {@link WorkQueue#spawnTask}. It sleeps
 * with {@link Machine#sleep}.
 */
public final class Task {
  private Task() {}

  /**
   * Gives the turn to whatever is queued on the task's queue by now and goes on behind it; also if
   * that is a single work. Returns at once if nothing is queued and the queue lets it. An interrupt
   * does not end the wait; the flag stays set.
   *
   * <p>Zephyr: {@code yield_now} of the removed kio layer, which did not yield to a single other.
   *
   * @throws IllegalStateException if the caller is no task, or is one that lost its turns
   * @throws java.util.concurrent.CancellationException if the task gets no further turn, see {@link
   *     WorkQueue#spawnTask}
   */
  public static void yieldNow() {
    Turn turn = Turn.current();
    if (turn == null) {
      throw new IllegalStateException(
          "thread '" + Thread.currentThread().getName() + "' is no task with a turn to give away");
    }
    turn.yieldNow();
  }
}
