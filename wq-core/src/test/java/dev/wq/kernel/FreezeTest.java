package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Freezing and thawing: linux 110-115. */
class FreezeTest {
  private final Stage s = Stage.flat();
  private final Workqueue q = s.create(QueueSpec.bound("q").withFreezable());

  @Test
  @DisplayName("linux 110: what is activated runs to its end, on the worklist too")
  void freeze_letsActivatedWorksRun() {
    s.queue(q, "A");
    s.queue(q, "B");
    s.go();
    s.core().freeze();
    assertEquals(0, q.maxActive());
    assertEquals(0, q.minActive());
    s.skip();
    s.end("A");
    s.end("B");
    s.expect("A ends", "B starts on 0:0", "B ends", "0:0 idles");
  }

  @Test
  @DisplayName("linux 111: new works, fired timers and self-requeues go inactive")
  void queueingWhileFrozen_isInactive() {
    s.queue(q, "A");
    s.go();
    s.core().freeze();
    assertTrue(s.queue(q, "B"));
    s.core().arm(s.work("C"));
    s.core().fired(q, s.work("C"), -1, 0);
    s.queueBy("A", q, "A");
    assertTrue(s.work("A").isInactive());
    assertTrue(s.work("B").isInactive());
    assertTrue(s.work("C").isInactive());
  }

  @Test
  @DisplayName("linux 111: a queue that is not freezable goes on")
  void otherQueues_goOn() {
    Workqueue other = s.bound("other");
    s.core().freeze();
    s.queue(other, "A");
    s.expect("wake 0:0");
  }

  @Test
  @DisplayName("linux 112: busy while a freezable pwq has active works")
  void busy_isTrueUntilActiveWorksEnded() {
    s.queue(q, "A");
    s.go();
    s.core().freeze();
    s.queue(q, "B");
    assertTrue(s.core().isFreezeBusy());
    s.end("A");
    assertFalse(s.core().isFreezeBusy());
  }

  @Test
  @DisplayName("linux 113: thaw activates round robin, the order within a pwq is kept")
  void thaw_activatesRoundRobin() {
    s.core().freeze();
    s.queueFrom(0, q, "A1");
    s.queueFrom(0, q, "A2");
    s.queueFrom(1, q, "B1");
    s.core().thaw();
    s.expect("A1 activated", "wake 0:0", "B1 activated", "wake 1:0", "A2 activated");
    s.core().thaw();
    s.expect();
  }

  @Test
  @DisplayName("linux 113: an unbound queue gets its slots of the node back")
  void thawOfAnUnboundQueue_restoresItsNodes() {
    Workqueue u = s.withSpares(QueueSpec.unbound("u").withMaxActive(1).withFreezable());
    s.core().freeze();
    assertEquals(0, u.nodeLimit(0));
    s.queueFrom(0, u, "A");
    s.queueFrom(1, u, "B");
    s.core().thaw();
    s.go();
    s.end("A");
    s.expect(
        "A activated",
        "wake u8:0",
        "A starts on u8:0",
        "A ends",
        "B activated",
        "B starts on u8:0");
  }

  @Test
  @DisplayName("linux 113: what was taken back during the freeze holds nothing up afterwards")
  void workTakenBackWhileFrozen_leavesTheLine() {
    Workqueue u = s.withSpares(QueueSpec.unbound("u").withFreezable());
    s.core().freeze();
    s.queue(u, "A");
    s.cancel("A");
    s.core().thaw();
    s.queue(u, "B");
    s.expect("wake u8:0");
  }

  @Test
  @DisplayName("linux 114: a flush waits for an inactive work until thaw, a cancel does not")
  void flushOfAFrozenQueue_waitsForTheThaw() {
    s.core().freeze();
    s.queue(q, "A");
    s.queue(q, "B");
    s.flush(q, "Q");
    s.go();
    s.expect();
    assertFalse(s.core().isEmpty(q));
    assertTrue(s.cancel("B"));
    s.core().thaw();
    s.go();
    s.end("A");
    s.expect("A activated", "wake 0:0", "A starts on 0:0", "A ends", "Q flushed", "0:0 idles");
  }

  @Test
  @DisplayName("linux 115: begin twice and busy without begin are warned of")
  void wrongOrder_isWarnedOf() {
    s.core().isFreezeBusy();
    s.core().freeze();
    s.core().freeze();
    s.expect("warning: workqueue: not freezing", "warning: workqueue: already freezing");
  }

  @Test
  @DisplayName("linux 115: max_active set while frozen takes effect at thaw")
  void limitSetWhileFrozen_isSaved() {
    s.core().freeze();
    s.core().setMaxActive(q, 7);
    assertEquals(0, q.maxActive());
    s.core().thaw();
    assertEquals(7, q.maxActive());
  }

  @Test
  @DisplayName("linux 1.1: a freezable queue made during a freeze starts frozen")
  void queueMadeDuringAFreeze_startsFrozen() {
    s.core().freeze();
    Workqueue late = s.create(QueueSpec.bound("late").withFreezable());
    s.queue(late, "A");
    assertTrue(s.work("A").isInactive());
    s.core().thaw();
    s.expect("A activated", "wake 0:0");
  }

  @Test
  @DisplayName("one queue alone can be frozen, freezable or not")
  void oneQueue_isFrozenAlone() {
    Workqueue other = s.bound("other");
    s.core().freeze(other);
    s.queue(other, "A");
    s.queue(q, "B");
    assertTrue(s.work("A").isInactive());
    assertFalse(s.work("B").isInactive());
    s.core().thaw(other);
    assertFalse(s.work("A").isInactive());
  }
}
