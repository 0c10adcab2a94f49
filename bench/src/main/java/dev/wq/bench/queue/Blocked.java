package dev.wq.bench.queue;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A number of works that block until released, on as many queues as their limits ask for; ticks go
 * to the first of these queues.
 */
final class Blocked implements AutoCloseable {
  private static final int EACH_QUEUE = 2000;

  private final CountDownLatch release = new CountDownLatch(1);
  private final List<WorkQueue> queues = new ArrayList<>();

  /** Returns once all of them block. */
  Blocked(int count) throws InterruptedException {
    CountDownLatch started = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      if (i % EACH_QUEUE == 0) {
        queues.add(Machine.live().queue(attrs()));
      }
      queues.getLast().enqueue(Work.of("blocked", () -> block(started)));
    }
    started.await();
  }

  private static QueueAttrs attrs() {
    return QueueAttrs.named("with-blocked").maxActive(QueueAttrs.MAX_ACTIVE_LIMIT);
  }

  private void block(CountDownLatch started) throws InterruptedException {
    started.countDown();
    release.await();
  }

  Sample measure(int burst, Settings settings) {
    return new Burst(burst).measure(queues.getFirst()::enqueue, settings);
  }

  @Override
  public void close() {
    release.countDown();
  }
}
