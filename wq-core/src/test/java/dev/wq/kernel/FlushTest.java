package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Waiting for a work and for a queue: linux 90-99. */
class FlushTest {
  private final Stage s = Stage.flat();
  private final Workqueue q = s.bound("q");

  @Test
  @DisplayName("linux 90: the barrier of a pending work is right behind it")
  void flushOfAPendingWork_endsAfterItsRun() {
    s.queue(q, "A");
    s.queue(q, "B");
    assertTrue(s.flush("A", "F1"));
    assertTrue(s.flush("A", "F2"));
    s.finishAll();
    s.expect(
        "wake 0:0",
        "A starts on 0:0",
        "A ends",
        "F2 starts on 0:0",
        "F2 done",
        "F1 starts on 0:0",
        "F1 done",
        "B starts on 0:0",
        "B ends",
        "0:0 idles");
  }

  @Test
  @DisplayName("linux 90: the barrier of an inactive work moves with it")
  void flushOfAnInactiveWork_movesWithIt() {
    Workqueue narrow = s.create(QueueSpec.bound("n").withMaxActive(1));
    s.queue(narrow, "A");
    s.queue(narrow, "B");
    s.flush("B", "F");
    s.queue(narrow, "C");
    s.finishAll();
    s.expect(
        "wake 0:0",
        "A starts on 0:0",
        "A ends",
        "B activated",
        "B starts on 0:0",
        "B ends",
        "C activated",
        "F starts on 0:0",
        "F done",
        "C starts on 0:0",
        "C ends",
        "0:0 idles");
  }

  @Test
  @DisplayName("linux 90: several barriers of an inactive work all move with it")
  void flushesOfAnInactiveWork_moveTogether() {
    Workqueue narrow = s.create(QueueSpec.bound("n").withMaxActive(1));
    s.queue(narrow, "A");
    s.queue(narrow, "B");
    s.flush("B", "F1");
    s.flush("B", "F2");
    s.queue(narrow, "C");
    s.go();
    s.skip();
    s.end("A");
    s.end("B");
    s.expect(
        "A ends",
        "B activated",
        "B starts on 0:0",
        "B ends",
        "C activated",
        "F2 starts on 0:0",
        "F2 done",
        "F1 starts on 0:0",
        "F1 done",
        "C starts on 0:0");
  }

  @Test
  @DisplayName("linux 91: the barrier of a running work is first on the worker's private list")
  void flushOfARunningWork_endsRightAfterIt() {
    s.queue(q, "A");
    s.queue(q, "B");
    s.go();
    s.flush("A", "F");
    s.skip();
    s.end("A");
    s.expect("A ends", "F starts on 0:0", "F done", "B starts on 0:0");
  }

  @Test
  @DisplayName(
      "linux 92: a work that is pending and running is waited for to the pending run's end")
  void flushOfARunningAndPendingWork_waitsForBoth() {
    s.queue(q, "A");
    s.go();
    s.queueBy("A", q, "A");
    s.flush("A", "F");
    s.skip();
    s.end("A");
    s.expect("A ends", "A starts on 0:0");
    s.end("A");
    s.expect("A ends", "F starts on 0:0", "F done", "0:0 idles");
  }

  @Test
  @DisplayName("linux 93: flush of a self-requeuing work ends after one instance")
  void flushOfASelfRequeuer_endsThoughItIsPendingAgain() {
    s.queue(q, "A");
    s.flush("A", "F");
    s.go();
    s.queueBy("A", q, "A");
    s.skip();
    s.end("A");
    s.expect("A ends", "F starts on 0:0", "F done", "A starts on 0:0");
  }

  @Test
  @DisplayName("linux 94: a barrier needs no slot, and counts in flight by colour")
  void barrier_needsNoSlotButIsInFlight() {
    Workqueue narrow = s.create(QueueSpec.bound("n").withMaxActive(1));
    s.queue(narrow, "A");
    s.flush("A", "F");
    assertEquals(1, narrow.pwq(0).nrActive());
    s.flush(narrow, "Q");
    s.go();
    s.skip();
    s.end("A");
    s.expect("A ends", "F starts on 0:0", "F done", "Q flushed", "0:0 idles");
  }

  @Test
  @DisplayName("linux 95: a barrier cannot be cancelled, nor used twice")
  void barrier_cannotBeCancelled() {
    Barrier barrier = new Barrier();
    s.queue(q, "A");
    assertTrue(s.core().flush(s.work("A"), barrier));
    assertThrows(IllegalArgumentException.class, () -> s.core().cancel(barrier));
    assertThrows(IllegalArgumentException.class, () -> s.core().flush(s.work("A"), barrier));
  }

  @Test
  @DisplayName("linux 96: a queue's flush waits for what was queued before it, on all CPUs")
  void flushOfAQueue_waitsForEarlierWorksOnly() {
    s.queueFrom(0, q, "A");
    s.queueFrom(1, q, "B");
    assertTrue(s.flush(q, "Q"));
    s.queueFrom(0, q, "C");
    s.go();
    s.skip();
    s.end("A");
    s.end("B");
    s.expect("A ends", "C starts on 0:0", "B ends", "Q flushed", "1:0 idles");
  }

  @Test
  @DisplayName("linux 96: nothing queued is nothing to wait for")
  void flushOfAnEmptyQueue_isNoWait() {
    assertFalse(s.flush(q, "Q"));
    for (int i = 0; i < 40; i++) {
      assertFalse(s.flush(q, "Q"));
    }
    s.queue(q, "A");
    assertTrue(s.flush(q, "Q"));
  }

  @Test
  @DisplayName("linux 97: without a free colour flushers overflow and share the next one")
  void flushersWithoutAColour_shareTheNextOne() {
    for (int i = 0; i < 15; i++) {
      s.queueOn(0, q, "W" + i);
      s.flush(q, "Q" + i);
    }
    s.queueOn(0, q, "X");
    s.flush(q, "over1");
    s.queueOn(0, q, "Y");
    s.flush(q, "over2");
    s.go();
    s.skip();
    s.end("W0");
    s.expect("W0 ends", "Q0 flushed", "W1 starts on 0:0");
    s.queueOn(0, q, "Z");
    for (int i = 1; i < 15; i++) {
      s.end("W" + i);
    }
    s.skip();
    s.end("X");
    s.expect("X ends", "Y starts on 0:0");
    s.end("Y");
    s.expect("Y ends", "over1 flushed", "over2 flushed", "Z starts on 0:0");
  }

  @Test
  @DisplayName("linux 98: flushers complete in colour order, the first cascades the rest")
  void flushers_completeInTheOrderOfTheirColours() {
    s.queueOn(0, q, "A");
    s.flush(q, "Q1");
    s.queueOn(1, q, "B");
    s.flush(q, "Q2");
    s.flush(q, "Q3");
    s.go();
    s.skip();
    s.end("B");
    s.expect("B ends", "1:0 idles");
    s.end("A");
    s.expect("A ends", "Q1 flushed", "Q2 flushed", "Q3 flushed", "0:0 idles");
  }

  @Test
  @DisplayName("linux 99: works queued by those that are flushed are not waited for")
  void chainedWorks_areNotWaitedFor() {
    s.queue(q, "A");
    s.flush(q, "Q");
    s.go();
    s.queueBy("A", q, "B");
    s.queueBy("A", q, "A");
    s.skip();
    s.end("A");
    s.expect("A ends", "Q flushed", "B starts on 0:0");
  }

  @Test
  @DisplayName("linux 96: a cancelled work is not waited for any more")
  void cancelOfTheLastWork_endsTheFlush() {
    s.queue(q, "A");
    s.flush(q, "Q");
    s.skip();
    s.cancel("A");
    s.expect("Q flushed");
  }

  @Test
  @DisplayName("drain: flushing until nothing is queued ends with the chain")
  void drain_flushesUntilTheChainEnds() {
    s.queue(q, "A");
    s.go();
    s.core().beginDrain(q);
    s.flush(q, "Q1");
    s.queueBy("A", q, "B");
    s.end("A");
    assertFalse(s.core().isEmpty(q));
    s.flush(q, "Q2");
    s.end("B");
    assertTrue(s.core().isEmpty(q));
    s.core().endDrain(q);
    assertThrows(IllegalStateException.class, () -> s.core().endDrain(q));
    s.core().destroy(q);
  }

  @Test
  @DisplayName("destroy: refused while busy; the queue stays closed")
  void destroyOfABusyQueue_isRefused() {
    s.queue(q, "A");
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> s.core().destroy(q));
    assertEquals("q active=1 inactive=0 is still busy", refused.getMessage());
    s.skip();
    s.queue(q, "B");
    s.expect("warning: workqueue: cannot queue a work on draining q", "B dropped");
  }
}
