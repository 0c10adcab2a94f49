package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Taking back and disabling: linux 103-109. The waiting cancel is disable, flush, enable. */
class CancelTest {
  private final Stage s = Stage.flat();
  private final Workqueue q = s.bound("q");

  private boolean disable(String work) {
    return s.checked(s.core().disable(s.work(work)));
  }

  private boolean enable(String work) {
    return s.checked(s.core().enable(s.work(work)));
  }

  @Test
  @DisplayName("linux 1.4: cancel takes a pending work back and never waits")
  void cancel_takesAPendingWorkBack() {
    s.queue(q, "A");
    s.go();
    s.queueBy("A", q, "A");
    assertTrue(s.cancel("A"));
    assertFalse(s.cancel("A"));
    s.end("A");
    s.expect("wake 0:0", "A starts on 0:0", "A ends", "0:0 idles");
  }

  @Test
  @DisplayName("linux 103: of an armed work cancel leaves the timer to the engine")
  void cancelOfAnArmedWork_takesPendingOnly() {
    s.core().arm(s.work("A"));
    assertTrue(s.cancel("A"));
    assertThrows(IllegalStateException.class, () -> s.core().fired(q, s.work("A"), -1, 0));
  }

  @Test
  @DisplayName("linux 104: while a cancel waits, the self-requeue of the run is refused and lost")
  void selfRequeueDuringAWaitingCancel_isLost() {
    s.queue(q, "A");
    s.go();
    assertFalse(disable("A"));
    assertTrue(s.flush("A", "F"));
    assertFalse(s.queueBy("A", q, "A"));
    s.skip();
    s.end("A");
    s.expect("A ends", "F starts on 0:0", "F done", "0:0 idles");
    assertTrue(enable("A"));
    assertTrue(s.queue(q, "A"));
  }

  @Test
  @DisplayName("linux 105: of two waiting cancels at most one was the one that took it back")
  void twoWaitingCancels_oneTookItBack() {
    s.queue(q, "A");
    s.go();
    s.queueBy("A", q, "A");
    assertTrue(disable("A"));
    assertFalse(disable("A"));
    assertTrue(s.flush("A", "F1"));
    assertTrue(s.flush("A", "F2"));
    s.skip();
    s.end("A");
    s.expect("A ends", "F2 starts on 0:0", "F2 done", "F1 starts on 0:0", "F1 done", "0:0 idles");
    assertFalse(enable("A"));
    assertTrue(enable("A"));
  }

  @Test
  @DisplayName("linux 106: disable nests; enable at depth 1 answers true")
  void disable_nests() {
    disable("A");
    disable("A");
    assertFalse(enable("A"));
    assertFalse(s.queue(q, "A"));
    assertTrue(enable("A"));
    assertTrue(s.queue(q, "A"));
  }

  @Test
  @DisplayName("linux 107: a waiting cancel leaves disabled what another disabled")
  void waitingCancelOfADisabledWork_leavesItDisabled() {
    disable("A");
    disable("A");
    assertFalse(s.flush("A", "F"));
    assertFalse(enable("A"));
    assertTrue(s.work("A").isDisabled());
  }

  @Test
  @DisplayName("linux 108: a work that was never queued: cancel and flush answer false")
  void neverQueuedWork_isNothingToWaitFor() {
    assertFalse(s.cancel("A"));
    assertFalse(s.flush("A", "F"));
  }

  @Test
  @DisplayName("linux 109: the last pool is remembered, so a run is found after a cancel")
  void runAfterACancel_isStillFound() {
    s.queueOn(0, q, "A");
    s.go();
    s.queueOn(0, q, "A");
    s.cancel("A");
    disable("A");
    enable("A");
    assertTrue(s.flush("A", "F"));
    s.queueOn(1, q, "A");
    assertEquals("0", s.work("A").pool().name());
  }

  @Test
  @DisplayName("linux 1.4: enable of a pending work that was not disabled takes it off the queue")
  void enableOfAPendingWork_losesIt() {
    s.queue(q, "A");
    s.skip();
    assertTrue(enable("A"));
    s.expect("warning: workqueue: work disable count underflowed");
    assertFalse(s.work("A").isPending());
  }

  @Test
  @DisplayName("linux 1.4: the depth of disable has 16 bits")
  void disableDepth_doesNotOverflow() {
    for (int i = 0; i < 65535; i++) {
      s.core().disable(s.work("A"));
    }
    s.expect();
    s.core().disable(s.work("A"));
    s.expect("warning: workqueue: work disable count overflowed");
  }

  @Test
  @DisplayName("linux, version map: works can be disabled since 6.10")
  void disable_existsSinceSixTen() {
    Stage old = Stage.of(Topology.flat(1), KernelRules.of(6, 9), PoolSettings.kernel(Stage.HZ));
    assertThrows(UnsupportedOperationException.class, () -> old.core().disable(old.work("A")));
  }

  @Test
  @DisplayName("linux 17: a work on its runner's private list is taken back from there")
  void cancelOfACollision_takesItFromThePrivateList() {
    s.queue(q, "A");
    s.go();
    s.queueBy("A", q, "A");
    s.queue(q, "B");
    s.sleep("A");
    s.go();
    s.cancel("A");
    s.skip();
    s.backAndEnd("A");
    s.expect("A ends", "0:0 idles");
  }
}
