package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When a queueing counts: linux 1-9. */
class PendingTest {
  private final Stage s = Stage.flat();
  private final Workqueue q = s.bound("q");

  @Test
  @DisplayName("linux 1: only the call that sets PENDING inserts")
  void queueingsBeforeTheRun_makeOneRun() {
    assertTrue(s.queue(q, "A"));
    assertFalse(s.queue(q, "A"));
    assertFalse(s.queue(q, "A"));
    s.finishAll();
    s.expect("wake 0:0", "A starts on 0:0", "A ends", "0:0 idles");
  }

  @Test
  @DisplayName("linux 2: PENDING is cleared before the function is called")
  void queueingDuringTheRun_runsOnceMore() {
    s.queue(q, "A");
    s.go();
    assertFalse(s.work("A").isPending());
    assertTrue(s.queueBy("A", q, "A"));
    assertFalse(s.queueBy("A", q, "A"));
    s.end("A");
    s.end("A");
    s.expect("wake 0:0", "A starts on 0:0", "A ends", "A starts on 0:0", "A ends", "0:0 idles");
  }

  @Test
  @DisplayName("linux 4: a pending item keeps its place")
  void queueingElsewhereWhilePending_changesNothing() {
    Workqueue other = s.bound("other");
    s.queue(q, "A");
    s.queue(q, "B");
    assertFalse(s.queueOn(1, other, "A"));
    assertEquals(q, s.work("A").queue());
    s.finishAll();
    s.expect("wake 0:0", "A starts on 0:0", "A ends", "B starts on 0:0", "B ends", "0:0 idles");
  }

  @Test
  @DisplayName("linux 5: a disabled item is not queued and not pending")
  void queueingOfADisabledWork_isLost() {
    s.core().disable(s.work("A"));
    assertFalse(s.queue(q, "A"));
    assertFalse(s.work("A").isPending());
    assertTrue(s.core().enable(s.work("A")));
    s.finishAll();
    s.expect();
  }

  @Test
  @DisplayName("linux 6: queueing never blocks: it is one call that ends, whoever is busy")
  void queueingOnABusyPool_returnsAtOnce() {
    s.queue(q, "A");
    s.go();
    s.skip();
    assertTrue(s.queue(q, "B"));
    s.expect();
  }

  @Test
  @DisplayName("linux 7: a queueing on a draining queue is dropped and answers true")
  void queueingOnADrainingQueue_isDropped() {
    s.core().beginDrain(q);
    assertTrue(s.queue(q, "A"));
    assertTrue(s.queue(q, "A"));
    assertFalse(s.work("A").isPending());
    s.expect("warning: workqueue: cannot queue a work on draining q", "A dropped", "A dropped");
    s.core().endDrain(q);
    s.queue(q, "A");
    s.expect("wake 0:0");
  }

  @Test
  @DisplayName("linux 7: before 6.18 the dropped item stays pending for ever")
  void droppedWorkOfAnOldKernel_isStuck() {
    Stage old = Stage.of(Topology.flat(1), KernelRules.of(6, 12), PoolSettings.kernel(Stage.HZ));
    Workqueue wq = old.bound("q");
    old.core().beginDrain(wq);
    assertTrue(old.queue(wq, "A"));
    old.core().endDrain(wq);
    assertTrue(old.work("A").isPending());
    assertFalse(old.queue(wq, "A"));
  }

  @Test
  @DisplayName("linux 8: a running item of the draining queue may queue on it")
  void chainedQueueingDuringDrain_isAccepted() {
    s.queue(q, "A");
    s.go();
    s.core().beginDrain(q);
    assertTrue(s.queueBy("A", q, "B"));
    assertFalse(s.core().isEmpty(q));
    s.finishAll();
    assertTrue(s.core().isEmpty(q));
    s.expect("wake 0:0", "A starts on 0:0", "A ends", "B starts on 0:0", "B ends", "0:0 idles");
  }

  @Test
  @DisplayName("linux 8: an item of another queue is not chained")
  void queueingFromAnotherQueueDuringDrain_isDropped() {
    Workqueue other = s.bound("other");
    s.queue(other, "A");
    s.go();
    s.core().beginDrain(q);
    s.skip();
    s.queueBy("A", q, "B");
    s.expect("warning: workqueue: cannot queue a work on draining q", "B dropped");
  }

  @Test
  @DisplayName("linux 9: a timer is never chained")
  void timerThatFiresDuringDrain_isDropped() {
    s.queue(q, "A");
    s.go();
    assertTrue(s.core().arm(s.work("B")));
    s.core().beginDrain(q);
    s.skip();
    s.core().fired(q, s.work("B"), -1, 0);
    s.expect("warning: workqueue: cannot queue a work on draining q", "B dropped");
    assertFalse(s.work("B").isPending());
  }
}
