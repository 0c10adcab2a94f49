package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which works have a slot: linux 26-38. */
class MaxActiveTest {
  private static final Topology TWO_NODES = Topology.tree(2, 1, 2, 1);

  private final Stage s = Stage.flat();

  private static Stage nodes() {
    return Stage.of(TWO_NODES, KernelRules.recorded(), PoolSettings.kernel(Stage.HZ));
  }

  private Workqueue narrow(int max) {
    return s.create(QueueSpec.bound("q").withMaxActive(max));
  }

  @Test
  @DisplayName("linux 26: a per-CPU queue has max_active slots per CPU")
  void boundQueue_hasItsLimitOnEachCpu() {
    Workqueue q = narrow(1);
    s.queueFrom(0, q, "A");
    s.queueFrom(1, q, "B");
    s.queueFrom(0, q, "C");
    assertFalse(s.work("A").isInactive());
    assertFalse(s.work("B").isInactive());
    assertTrue(s.work("C").isInactive());
  }

  @Test
  @DisplayName("linux 26: a BH queue has no limit")
  void bhQueue_hasNoLimit() {
    Workqueue bh = s.create(QueueSpec.bh("bh"));
    for (int i = 0; i < 3000; i++) {
      s.core().queue(bh, new KernelWork(), -1, 0, null);
    }
    assertEquals(3000, bh.pwq(0).nrActive());
  }

  @Test
  @DisplayName("linux 27: a work that sleeps in its function holds its slot, a barrier has none")
  void sleepingWork_holdsItsSlot() {
    Workqueue q = narrow(1);
    s.queue(q, "A");
    s.go();
    s.sleep("A");
    assertTrue(s.flush("A", "F"));
    s.queue(q, "B");
    assertEquals(1, q.pwq(0).nrActive());
    assertTrue(s.work("B").isInactive());
    assertTrue(q.pwq(0).isCongested());
  }

  @Test
  @DisplayName("linux 28: behind an inactive work all are inactive, even if a slot is free")
  void workBehindAnInactiveOne_isInactive() {
    Stage two = nodes();
    Workqueue u = two.create(QueueSpec.unbound("u").withMaxActive(1));
    two.core().setMinActive(u, 0);
    two.queueFrom(0, u, "A");
    two.queueFrom(1, u, "B");
    assertTrue(two.work("B").isInactive());
    two.core().freeze(u);
    two.cancel("A");
    assertEquals(0, u.pwq(1).nrActive());
    two.queueFrom(1, u, "C");
    assertTrue(two.work("C").isInactive());
    two.core().thaw(u);
    assertFalse(two.work("B").isInactive());
    assertTrue(two.work("C").isInactive());
  }

  @Test
  @DisplayName("linux 29: an end, or a cancel of an active one, activates the first inactive")
  void slotGivenBack_goesToTheFirstInactive() {
    Workqueue q = narrow(2);
    for (String work : "A B C D E".split(" ")) {
      s.queue(q, work);
    }
    s.go();
    s.skip();
    s.cancel("B");
    s.expect("C activated");
    s.end("A");
    s.expect("A ends", "D activated", "C starts on 0:0");
  }

  @Test
  @DisplayName("linux 30: a cancelled inactive work frees no slot; its barriers move on")
  void cancelOfAnInactiveWork_letsItsWaitersEnd() {
    Workqueue q = narrow(1);
    s.queue(q, "A");
    s.queue(q, "B");
    s.queue(q, "C");
    s.flush("B", "F");
    s.go();
    s.skip();
    s.cancel("B");
    assertEquals(1, q.pwq(0).nrActive());
    s.expect();
    s.end("A");
    s.expect("A ends", "C activated", "F starts on 0:0", "F done", "C starts on 0:0");
  }

  @Test
  @DisplayName("linux 30: the barriers of a cancelled inactive work run though nobody is busy")
  void cancelOfAFrozenWork_wakesAWorkerForItsBarriers() {
    Workqueue q = s.create(QueueSpec.bound("q").withFreezable());
    s.core().freeze();
    s.queue(q, "A");
    s.flush("A", "F");
    s.cancel("A");
    s.go();
    s.expect("wake 0:0", "F starts on 0:0", "F done", "0:0 idles");
  }

  @Test
  @DisplayName("linux 31: an unbound queue has its slots by node, in proportion to the CPUs")
  void unboundQueue_hasItsLimitPerNode() {
    Topology uneven =
        new Topology(
            java.util.List.of(0, 0, 0, 1),
            java.util.List.of(0, 0, 0, 1),
            java.util.List.of(0, 1, 2, 3));
    Stage two = Stage.of(uneven, KernelRules.recorded(), PoolSettings.kernel(Stage.HZ));
    Workqueue u = two.create(QueueSpec.unbound("u").withMaxActive(10));
    two.core().setMinActive(u, 1);
    assertEquals(8, u.nodeLimit(0));
    assertEquals(3, u.nodeLimit(1));
    two.core().setMinActive(u, 5);
    assertEquals(8, u.nodeLimit(0));
    assertEquals(5, u.nodeLimit(1));
  }

  @Test
  @DisplayName("linux 31: before 6.9 each pwq of an unbound queue had the whole limit")
  void oldUnboundQueue_hasItsLimitPerCpu() {
    Stage old = Stage.of(Topology.flat(2), KernelRules.of(6, 8), PoolSettings.kernel(Stage.HZ));
    Workqueue u = old.create(QueueSpec.unbound("u").withMaxActive(1));
    old.queueFrom(0, u, "A");
    old.queueFrom(1, u, "B");
    old.queueFrom(0, u, "C");
    assertFalse(old.work("B").isInactive());
    assertTrue(old.work("C").isInactive());
  }

  @Test
  @DisplayName("linux 32: a pool that spans nodes uses the limit of no node")
  void poolOverNodes_hasTheWholeLimit() {
    Stage two = nodes();
    Workqueue u =
        two.create(QueueSpec.unbound("u").withScope(AffinityScope.SYSTEM).withMaxActive(10));
    two.core().setMinActive(u, 0);
    assertEquals(-1, u.pwq(0).pool().node());
    assertEquals(5, u.nodeLimit(0));
    assertEquals(10, u.nodeLimit(-1));
    for (int i = 0; i < 12; i++) {
      two.queueFrom(i % 4, u, "W" + i);
    }
    assertEquals(10, u.pwqs().stream().mapToInt(Pwq::nrActive).sum());
  }

  @Test
  @DisplayName("linux 33: with all its CPUs offline a node has min_active slots")
  void queueWithoutOnlineCpus_hasMinActive() {
    Stage two = nodes();
    Workqueue u = two.create(QueueSpec.unbound("u").withMaxActive(100));
    two.core().setMinActive(u, 3);
    two.core().applyAttrs(u, two.core().attributes(u).withCpus(CpuMask.of(2, 3)));
    two.core().cpuDown(2);
    assertEquals(100, u.nodeLimit(1));
    two.core().cpuDown(3);
    assertEquals(3, u.nodeLimit(1));
    assertEquals(3, u.nodeLimit(0));
  }

  @Test
  @DisplayName("linux 34: pwqs over the node's limit take turns, one work each")
  void slotsOfANode_goRoundRobinOverPwqs() {
    Workqueue u = s.create(QueueSpec.unbound("u").withMaxActive(1));
    s.queueFrom(0, u, "A1");
    s.queueFrom(0, u, "A2");
    s.queueFrom(0, u, "A3");
    s.queueFrom(1, u, "B1");
    s.queueFrom(1, u, "B2");
    s.go();
    s.skip();
    for (String work : "A1 A2 B1 A3".split(" ")) {
      s.end(work);
    }
    s.expect(
        "A1 ends",
        "A2 activated",
        "A2 starts on u8:0",
        "A2 ends",
        "B1 activated",
        "B1 starts on u8:0",
        "B1 ends",
        "A3 activated",
        "A3 starts on u8:0",
        "A3 ends",
        "B2 activated",
        "B2 starts on u8:0");
  }

  @Test
  @DisplayName("linux 34: a pwq that waits does not jump the line when a slot is free")
  void waitingPwq_doesNotJumpTheLine() {
    Workqueue u = s.create(QueueSpec.unbound("u").withMaxActive(1));
    s.queueFrom(0, u, "A1");
    s.queueFrom(1, u, "B1");
    s.queueFrom(0, u, "A2");
    s.go();
    s.end("A1");
    s.queueFrom(0, u, "A3");
    s.end("B1");
    s.expect(
        "wake u8:0",
        "u8:0 creates",
        "wake u8:1",
        "A1 starts on u8:0",
        "u8:1 idles",
        "A1 ends",
        "B1 activated",
        "B1 starts on u8:0",
        "B1 ends",
        "A2 activated",
        "A2 starts on u8:0");
  }

  @Test
  @DisplayName("linux 35: activation in another pool wakes a worker there, in the own pool nobody")
  void activationElsewhere_wakesAWorker() {
    Workqueue u = s.create(QueueSpec.unbound("u").withScope(AffinityScope.CPU).withMaxActive(1));
    s.queueFrom(0, u, "A");
    s.queueFrom(1, u, "B");
    s.step(s.woken().getFirst());
    s.skip();
    s.end("A");
    s.expect("A ends", "B activated", "wake u10:0", "u9:0 idles");
    Workqueue q = narrow(1);
    s.queue(q, "C");
    s.queue(q, "D");
    s.step("0:0");
    s.skip();
    s.end("C");
    s.expect("C ends", "D activated", "D starts on 0:0");
  }

  @Test
  @DisplayName("linux 36: a higher max_active is filled round robin over the pwqs")
  void raisedLimit_isFilledRoundRobin() {
    Workqueue q = narrow(1);
    for (String work : "A1 A2 A3".split(" ")) {
      s.queueFrom(0, q, work);
    }
    for (String work : "B1 B2 B3".split(" ")) {
      s.queueFrom(1, q, work);
    }
    s.skip();
    s.core().setMaxActive(q, 3);
    s.expect("A2 activated", "B2 activated", "A3 activated", "B3 activated");
  }

  @Test
  @DisplayName("linux 36: a lower max_active never stops what is active")
  void loweredLimit_leavesActiveWorks() {
    Workqueue q = narrow(3);
    for (String work : "A B C D".split(" ")) {
      s.queue(q, work);
    }
    s.core().setMaxActive(q, 1);
    assertEquals(3, q.pwq(0).nrActive());
    s.go();
    s.end("A");
    s.end("B");
    assertTrue(s.work("D").isInactive());
    s.end("C");
    assertTrue(s.work("D").isRunning());
  }

  @Test
  @DisplayName("linux 37: min_active is min(max_active, 8) by default")
  void minActive_isEightByDefault() {
    assertEquals(8, s.create(QueueSpec.unbound("u")).minActive());
    Workqueue small = s.create(QueueSpec.unbound("u").withMaxActive(5));
    assertEquals(5, small.minActive());
    s.core().setMaxActive(small, 3);
    assertEquals(3, small.minActive());
    s.core().setMinActive(small, 7);
    assertEquals(3, small.minActive());
  }

  @Test
  @DisplayName("linux 38: the effective max_active is 0 only while frozen")
  void maxActive_isZeroWhileFrozen() {
    Workqueue q = s.create(QueueSpec.bound("q").withMaxActive(4).withFreezable());
    s.core().setMaxActive(q, 0);
    assertEquals(1024, q.maxActive());
    s.core().freeze();
    assertEquals(0, q.maxActive());
    s.core().thaw();
    assertEquals(1024, q.maxActive());
  }

  @Test
  @DisplayName("linux 1.1: max_active is clamped; of ordered and BH queues it cannot be set")
  void maxActive_isClampedAndRefused() {
    Workqueue q = narrow(5000);
    assertEquals(2048, q.maxActive());
    Workqueue o = s.create(QueueSpec.ordered("o"));
    s.core().setMaxActive(o, 5);
    assertEquals(1, o.maxActive());
    s.core().setMinActive(q, 5);
    s.expect(
        "warning: workqueue: max_active of o cannot be changed",
        "warning: workqueue: min_active is of unbound queues, not of q");
  }
}
