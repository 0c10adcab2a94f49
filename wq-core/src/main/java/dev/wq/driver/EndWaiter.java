package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is to be told once: a thread, or what {@link #wake} is overridden to do. In one
 * stack at a time, which is only ever taken whole.
 */
class EndWaiter extends Waiter {
  @Nullable EndWaiter below; // of whoever pushes it, or has taken the stack
}
