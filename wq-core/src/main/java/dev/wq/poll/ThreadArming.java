package dev.wq.poll;

import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import dev.wq.poll.TriggerOutcome.Cause;

/** The waiting of the current thread. */
final class ThreadArming extends Arming {
  private final Waiter thread = new Waiter(); // I

  ThreadArming(Trigger first) {
    super(first);
  }

  @Override
  boolean deliver() {
    thread.wake();
    return true;
  }

  /** Returns once fired, by a timeout where nothing else came first. */
  void await(long timeoutNanos) throws InterruptedException {
    Host host = trigger.source.host;
    boolean ended = false;
    try {
      if (!thread.await(host, Waiter.deadline(host, timeoutNanos))) {
        fire(Cause.TIMEOUT);
      }
      ended = true;
    } finally {
      if (!ended) {
        giveUp();
      }
    }
  }

  /** The thread goes away: what it was told of is for the next. */
  void giveUp() {
    if (!cancel()) {
      outcome();
      passOn();
    }
  }
}
