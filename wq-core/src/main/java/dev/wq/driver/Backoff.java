package dev.wq.driver;

import dev.wq.dispatch.Waiter;

/** When to try again what nobody will announce: some times at once, then later and later. */
final class Backoff {
  private static final long SHORTEST = 20_000;
  private static final long LONGEST = 1_000_000;

  private final int quick; // I: so many tries come at once
  private int tries; // P
  private long due = Waiter.NEVER; // P: host time, NEVER: nothing to be tried

  Backoff(int quick) {
    this.quick = quick;
  }

  /** Another try has come to nothing. */
  void again(long now) {
    int slow = Math.max(0, tries - quick);
    due = tries < quick ? now : now + Math.min(LONGEST, SHORTEST << Math.min(slow, 10));
    tries++;
  }

  /** There is nothing to be tried. */
  void clear() {
    tries = 0;
    due = Waiter.NEVER;
  }

  /** The next try comes at once, and the count begins anew. */
  void hurry(long now) {
    if (isSet()) {
      tries = 0;
      due = now;
    }
  }

  boolean isSet() {
    return due != Waiter.NEVER;
  }

  boolean isDue(long now) {
    return isSet() && due - now <= 0;
  }

  long due() {
    return due;
  }
}
