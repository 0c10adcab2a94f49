package dev.wq.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queueing and running a work that exists allocates nothing. */
class AllocationTest extends OnLiveMachine {
  private static final int ITEMS = 100_000;
  private static final int BURST = 1_000;
  private static final int WARM_UPS = 10;
  private static final double LEAST = 1.0; // bytes an item

  private final ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Work[] works = new Work[BURST];
  private long runs; // by an ordered queue's functions, or not looked at

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void enqueueAndRun_allocateNothing(boolean ordered) throws Exception {
    QueueAttrs attrs = QueueAttrs.named("steady");
    WorkQueue queue = machine.queue(ordered ? attrs.ordered() : attrs);
    for (int i = 0; i < BURST; i++) {
      works[i] = Work.of("work", () -> runs++);
    }
    for (int i = 0; i < WARM_UPS; i++) {
      bytesPerItem(queue);
    }
    double most = Double.MAX_VALUE;
    double mostInAll = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = bean.getTotalThreadAllocatedBytes();
      most = Math.min(most, bytesPerItem(queue));
      long all = bean.getTotalThreadAllocatedBytes() - before;
      mostInAll = Math.min(mostInAll, (double) all / ITEMS);
    }
    System.out.printf(
        "allocation: ordered=%b, producer %.3f, whole process %.3f bytes an item%n",
        ordered, most, mostInAll);
    assertTrue(most < LEAST, most + " bytes an item by the producer");
    assertTrue(mostInAll < LEAST, mostInAll + " bytes an item in all");
  }

  /** What this thread allocates for one item, apart from the waits between the bursts. */
  private double bytesPerItem(WorkQueue queue) throws InterruptedException {
    long bytes = 0;
    for (int n = 0; n < ITEMS; n += BURST) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (Work work : works) {
        queue.enqueue(work);
      }
      bytes += bean.getCurrentThreadAllocatedBytes() - before;
      queue.flush();
    }
    return (double) bytes / ITEMS;
  }
}
