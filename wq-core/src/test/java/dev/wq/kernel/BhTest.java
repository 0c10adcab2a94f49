package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Softirq queues: linux 77, 78. */
class BhTest {
  private final Stage s = Stage.fresh();
  private final Workqueue bh = s.create(QueueSpec.bh("bh"));

  private void queueMany(int count) {
    for (int i = 0; i < count; i++) {
      s.queue(bh, "W" + i);
    }
  }

  @Test
  @DisplayName("linux 77: one pseudo worker, first in first out, on the CPU asked for")
  void bhWorks_runOneAfterTheOther() {
    s.queueOn(1, bh, "A");
    s.queueOn(1, bh, "B");
    s.go();
    s.end("A");
    s.end("B");
    s.expect("wake 1:0", "A starts on 1:0", "A ends", "B starts on 1:0", "B ends", "1:0 idles");
    assertEquals(1, s.core().bhPool(1, false).workers());
    assertEquals(0, s.core().bhPool(1, false).nrRunning());
  }

  @Test
  @DisplayName("linux 78: a round ends after 10 batches and raises itself again")
  void bhRound_endsAfterTenBatches() {
    queueMany(12);
    s.flush("W3", "F");
    s.go();
    for (int i = 0; i < 9; i++) {
      s.end("W" + i);
    }
    s.skip();
    s.end("W9");
    s.expect("W9 ends", "wake 0:0", "0:0 idles");
    s.go();
    s.end("W10");
    s.end("W11");
    s.expect("W10 starts on 0:0", "W10 ends", "W11 starts on 0:0", "W11 ends", "0:0 idles");
  }

  @Test
  @DisplayName("linux 78: or after 2 ms")
  void bhRound_endsWhenItsTimeIsUp() {
    queueMany(3);
    s.go();
    s.core().bhTimeUp(s.runs("W0"));
    s.skip();
    s.end("W0");
    s.expect("W0 ends", "wake 0:0", "0:0 idles");
    s.go();
    s.end("W1");
    s.expect("W1 starts on 0:0", "W1 ends", "W2 starts on 0:0");
  }

  @Test
  @DisplayName("linux 1.6: a BH queue may only be of high priority, and exists since 6.9")
  void bhQueue_isChecked() {
    assertThrows(IllegalArgumentException.class, () -> QueueSpec.bh("b").withMaxActive(3));
    assertThrows(IllegalArgumentException.class, () -> QueueSpec.bh("b").withMemReclaim());
    assertEquals("bh0H", s.create(QueueSpec.bh("b").withHighPriority()).pwq(0).pool().name());
    Stage old = Stage.fresh(Topology.flat(1), KernelRules.of(6, 8), PoolSettings.kernel(Stage.HZ));
    assertThrows(IllegalArgumentException.class, () -> old.create(QueueSpec.bh("b")));
  }
}
