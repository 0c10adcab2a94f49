package dev.wq.poll;

import dev.wq.EventWork;
import dev.wq.WorkQueue;
import dev.wq.poll.TriggerOutcome.Cause;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The arming of a work. */
class WorkArming extends Arming {
  private final TriggeredWork work; // I

  WorkArming(TriggeredWork work, Trigger first) {
    super(first);
    this.work = work;
  }

  final TriggeredWork work() {
    return work;
  }

  @Override
  final boolean deliver() {
    stopTimeout();
    return work.deliver(this);
  }

  /** By the armer, before it registers. */
  void startTimeout(WorkQueue queue) {}

  /** Where the waiting has ended; harmless where it has not begun, or for the second time. */
  void stopTimeout() {}

  /** With a timeout. */
  static final class Timed extends WorkArming {
    private final Duration delay; // I
    private volatile EventWork.@Nullable Timeout timeout; // null -> started, by the armer

    Timed(TriggeredWork work, Trigger first, Duration delay) {
      super(work, first);
      this.delay = delay;
    }

    @Override
    void startTimeout(WorkQueue queue) {
      timeout = TriggeredWork.startTimeoutOf(queue, delay, this::elapsed);
    }

    private void elapsed() {
      if (fire(Cause.TIMEOUT) == Fired.TO_DELIVER) {
        deliverHere();
      }
    }

    @Override
    void stopTimeout() {
      EventWork.Timeout started = timeout;
      if (started != null) {
        started.cancel();
      }
    }
  }
}
