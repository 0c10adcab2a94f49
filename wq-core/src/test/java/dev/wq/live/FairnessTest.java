package dev.wq.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkFunction;
import dev.wq.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * While four queues requeue themselves for ever with items that do nothing, everybody else starts
 * before the load has executed twenty million further items. Counts, no clock.
 */
class FairnessTest extends OnLiveMachine {
  private static final int QUEUES = 4;
  private static final int ROUNDS = 10;
  private static final long MOST = 20_000_000;
  private static final long WARM = 100_000;

  /** What the four queues are. */
  enum Load {
    UNORDERED(4),
    ORDERED(2),
    HIGH_PRIORITY(2),
    BH(4),
    FRESH_THREADS(2);

    final int works; // per queue

    Load(int works) {
      this.works = works;
    }

    QueueAttrs attrs(String name) {
      QueueAttrs plain = QueueAttrs.named(name);
      return switch (this) {
        case UNORDERED -> plain;
        case ORDERED -> plain.ordered();
        case HIGH_PRIORITY -> plain.highPriority();
        case BH -> plain.bh();
        case FRESH_THREADS -> plain.freshThreads();
      };
    }
  }

  private final List<AtomicLong> counts =
      new ArrayList<>(); // one for each work, written by it only
  private volatile boolean stopped;

  @AfterEach
  void stopLoad() {
    stopped = true;
  }

  @ParameterizedTest
  @EnumSource
  void everybodyStarts_whileFourQueuesRequeueThemselves(Load load) {
    start(load);
    WorkQueue high = machine.queue(QueueAttrs.named("high").highPriority());
    rounds(load, "a fresh virtual thread", Thread::startVirtualThread);
    rounds(load, "a highpri item", high::trySpawn);
    rounds(load, "a fresh queue's item", this::onFreshQueue);
    stopped = true;
  }

  /** Notes what the load had executed when it ran. */
  private final class Noted implements Runnable, WorkFunction {
    private volatile long at = -1;

    @Override
    public void run() {
      at = executed();
    }
  }

  private void rounds(Load load, String what, Consumer<Noted> probe) {
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Noted noted = new Noted();
      long before = executed();
      probe.accept(noted);
      eventually(what + " starts", () -> noted.at >= 0);
      seen.add(noted.at - before);
    }
    System.out.println("fairness: " + load + ", " + what + " started after " + seen);
    assertTrue(seen.stream().allMatch(n -> n < MOST), () -> what + " started after " + seen);
  }

  private void onFreshQueue(Noted noted) {
    machine.queue(QueueAttrs.named("fresh")).trySpawn(noted);
  }

  private void start(Load load) {
    for (int q = 0; q < QUEUES; q++) {
      WorkQueue queue = machine.queue(load.attrs("load-" + q));
      for (int w = 0; w < load.works; w++) {
        AtomicLong count = new AtomicLong();
        counts.add(count);
        queue.enqueue(new Spinner(queue, count).work);
      }
    }
    eventually("the load runs", () -> executed() > WARM);
  }

  private final class Spinner {
    final Work work = Work.of("spinner", this::run);
    private final WorkQueue queue;
    private final AtomicLong count;

    Spinner(WorkQueue queue, AtomicLong count) {
      this.queue = queue;
      this.count = count;
    }

    private void run() {
      count.setRelease(count.getPlain() + 1);
      if (!stopped) {
        queue.enqueue(work);
      }
    }
  }

  private long executed() {
    long sum = 0;
    for (AtomicLong count : counts) {
      sum += count.getAcquire();
    }
    return sum;
  }
}
