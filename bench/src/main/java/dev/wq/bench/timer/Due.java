package dev.wq.bench.timer;

import dev.wq.DelayedWork;
import dev.wq.DelayedWorkItem;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import java.util.concurrent.CountDownLatch;

/**
 * Something that stores by how much it runs late: a delayed work for our queues, and the very same
 * object as a task for the others.
 */
public final class Due implements DelayedWorkItem, Runnable, TimerTask {
  private static final long NOT_RUN = Long.MIN_VALUE;

  private final DelayedWork work = new DelayedWork("Due::run");
  private CountDownLatch done = new CountDownLatch(0);
  private long deadline;
  private long late = NOT_RUN;

  /** To be run at {@code deadline} of the clock of {@link System#nanoTime}. */
  void prepare(long deadline, CountDownLatch done) {
    this.deadline = deadline;
    this.done = done;
    late = NOT_RUN;
  }

  long deadline() {
    return deadline;
  }

  /** To be asked after the latch has opened. */
  long late() {
    return late;
  }

  /** To be asked after the latch has opened. */
  boolean hasRun() {
    return late != NOT_RUN;
  }

  @Override
  public DelayedWork work() {
    return work;
  }

  @Override
  public void run() {
    late = System.nanoTime() - deadline;
    done.countDown();
  }

  @Override
  public void run(Timeout timeout) {
    run();
  }
}
