package dev.wq.driver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Posters, cancellers, suspenders and closers on real threads; the counts must agree. */
class DriverStressTest {
  private static final int SIDES = 4;
  private static final int EACH = 5_000;
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong cancelled = new AtomicLong();
  private final AtomicLong done = new AtomicLong(); // by the driver
  private Machine machine;
  private DriverQueue<Integer> queue;

  @BeforeEach
  void open() {
    machine = Machine.create("stress");
    queue = DriverQueue.open(machine, DriverAttrs.named("stress").capacity(64).depth(4));
  }

  @AfterEach
  void close() {
    machine.close();
  }

  /** Some items at the posting, some at the second poll. */
  private final class Device implements Driver<Integer> {
    @Override
    public DriverPoll post(Integer item) {
      return item % 3 == 0 ? finished() : DriverPoll.PENDING_POLL_AGAIN;
    }

    @Override
    public DriverPoll poll(Integer item) {
      return finished();
    }

    private DriverPoll finished() {
      done.incrementAndGet();
      return DriverPoll.COMPLETED;
    }
  }

  private interface Step {
    void run(int round) throws Exception;
  }

  private void side(int rounds, Step step) {
    running.incrementAndGet();
    Thread.ofVirtual()
        .start(() -> {
          try {
            for (int round = 0; round < rounds; round++) {
              step.run(round);
            }
          } catch (Exception | AssertionError e) {
            failures.add(e);
          } finally {
            running.decrementAndGet();
          }
        });
  }

  private void awaitSides() {
    await().atMost(BOUND).until(() -> running.get() == 0);
    assertEquals(List.of(), List.copyOf(failures));
  }

  private void book(Submission<Integer> submission) throws InterruptedException {
    (submission.await().isCompleted() ? completed : cancelled).incrementAndGet();
  }

  private void assertBalanced() {
    DriverStats s = queue.stats();
    assertEquals(s.posted(), completed.get() + cancelled.get(), s::toString);
    assertEquals(s.completed(), completed.get(), s::toString);
    assertEquals(s.cancelledQueued() + s.cancelledRunning(), cancelled.get(), s::toString);
    assertEquals(done.get(), s.completed(), s::toString);
    assertEquals(0, s.queued() + s.inProgress(), s::toString);
  }

  @Test
  void postersAndCancellersUnderSuspensions_loseNothing() {
    queue.attach(new Device());
    for (int i = 0; i < SIDES; i++) {
      side(EACH, round -> book(queue.post(round)));
      side(
          EACH,
          round -> {
            Submission<Integer> submission = queue.post(round);
            submission.cancel();
            book(submission);
          });
    }
    side(
        200,
        _ -> {
          try (Suspension suspension = queue.suspend()) {
            suspension.await();
          }
        });
    awaitSides();
    assertEquals(2L * SIDES * EACH, queue.stats().posted());
    assertBalanced();
  }

  @Test
  void driversThatComeAndGo_loseNothing() {
    for (int i = 0; i < SIDES; i++) {
      side(EACH, round -> book(queue.post(round)));
    }
    side(
        200,
        _ -> {
          try (Attachment attachment = queue.attach(new Device())) {
            assertTrue(attachment.isAttached());
          }
        });
    await().atMost(BOUND).until(() -> running.get() <= SIDES);
    queue.attach(new Device());
    awaitSides();
    assertEquals((long) SIDES * EACH, completed.get());
    assertBalanced();
  }

  @Test
  void closeUnderPosters_endsWhatWasAccepted() {
    queue.attach(new Device());
    for (int i = 0; i < SIDES; i++) {
      side(
          1,
          _ -> {
            try {
              for (int round = 0; ; round++) {
                book(queue.post(round));
              }
            } catch (RejectedExecutionException closed) {
              assertTrue(queue.isClosed());
            }
          });
    }
    await().atMost(BOUND).until(() -> completed.get() > EACH);
    queue.close();
    awaitSides();
    assertEquals(0, cancelled.get());
    assertBalanced();
  }
}
