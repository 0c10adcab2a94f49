package dev.wq.bench.scale;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkFunction;
import dev.wq.WorkQueue;
import dev.wq.bench.queue.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A growing number of works, or threads, that block until all of this is closed. */
abstract class Blocked implements AutoCloseable {
  private final CountDownLatch release = new CountDownLatch(1);
  private int count;

  /** Has {@code body}, which blocks, run besides all the others. */
  abstract void start(WorkFunction body);

  /** Runs ticks in spite of them. */
  abstract Peer peer();

  /** Works on as many queues as their limits ask for; ticks go to the first of these queues. */
  static final class Works extends Blocked {
    private static final int EACH_QUEUE = 2000; // leaves some of the limit to the ticks

    private final List<WorkQueue> queues = new ArrayList<>();
    private int started;

    Works() {
      addQueue();
    }

    private void addQueue() {
      queues.add(
          Machine.live()
              .queue(
                  QueueAttrs.named("with-blocked-" + queues.size())
                      .maxActive(QueueAttrs.MAX_ACTIVE_LIMIT)));
    }

    @Override
    void start(WorkFunction body) {
      if (started == EACH_QUEUE) {
        addQueue();
        started = 0;
      }
      queues.getLast().enqueue(Work.of("blocked", body));
      started++;
    }

    @Override
    Peer peer() {
      return queues.getFirst()::enqueue;
    }
  }

  /** What a user would write instead: a virtual thread for each, and for each tick. */
  static final class Threads extends Blocked {
    private final Peer peer = Peer.threadPerTask();

    @Override
    void start(WorkFunction body) {
      Thread.startVirtualThread(() -> {
        try {
          body.run();
        } catch (Exception nothingFails) {
          throw new AssertionError(nothingFails);
        }
      });
    }

    @Override
    Peer peer() {
      return peer;
    }
  }

  /** Returns once so many block. */
  final void growTo(int wanted) throws InterruptedException {
    CountDownLatch started = new CountDownLatch(Math.max(0, wanted - count));
    for (; count < wanted; count++) {
      start(() -> {
        started.countDown();
        release.await();
      });
    }
    started.await();
  }

  @Override
  public final void close() {
    release.countDown();
  }
}
