package dev.wq.poll;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads. */
class TriggeredWorkStressTest {
  private static final int ARMINGS = 20_000;

  private final AtomicInteger armings = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();
  private volatile boolean over;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  @DisplayName("zephyr I6: two raisers against one armer, exactly one run for each arming")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void twoRaisersAgainstOneArmer_runOncePerArming(int round) throws InterruptedException {
    PollSignal a = new PollSignal();
    PollSignal b = new PollSignal();
    TriggeredWork work = TriggeredWork.of("w" + round, _ -> runs.incrementAndGet());
    try (Machine machine = Machine.create("armer")) {
      WorkQueue queue = machine.queue(QueueAttrs.named("q"));
      Thread one = raiser(a);
      Thread other = raiser(b);
      for (int i = 0; i < ARMINGS; i++) {
        arm(work, queue, a, b);
      }
      over = true;
      one.join();
      other.join();
      a.raise(0);
      await().atMost(Duration.ofSeconds(30)).until(() -> work.busy().isEmpty());
      await().atMost(Duration.ofSeconds(30)).until(() -> runs.get() == armings.get());
    }
    assertEquals(ARMINGS, runs.get());
    assertFalse(a.raised().isWatched() || b.raised().isWatched() || work.isArmed());
  }

  /**
   * A platform thread, as one that yields all the time would keep the workers from the carriers.
   * Raises whenever an arming has begun that has not run.
   */
  private Thread raiser(PollSignal signal) {
    return Thread.ofPlatform()
        .start(() -> {
          while (!over) {
            if (armings.get() > runs.get()) {
              signal.raise(1);
            }
            Thread.yield();
          }
        });
  }

  /** The armer takes the signals down and arms; busy until the work has run. */
  private void arm(TriggeredWork work, WorkQueue queue, PollSignal a, PollSignal b) {
    while (armings.get() > runs.get()) {
      Thread.yield();
    }
    a.reset();
    b.reset();
    armings.incrementAndGet();
    while (!work.arm(queue, a.raised(), b.raised()).isAccepted()) {
      Thread.yield();
    }
  }
}
