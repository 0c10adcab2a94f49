package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which pool gets a queueing: linux 10-19. */
class PlacementTest {
  private final Stage s = Stage.flat();
  private final Workqueue q = s.bound("q");

  private String poolOf(String work) {
    return s.work(work).pool().name();
  }

  @Test
  @DisplayName("linux 10: a per-CPU queue uses the caller's CPU")
  void boundQueue_usesTheCallersCpu() {
    s.queueFrom(1, q, "A");
    s.queueFrom(0, q, "B");
    s.expect("wake 1:0", "wake 0:0");
  }

  @Test
  @DisplayName("linux 11: an unbound queue uses the local CPU if the unbound mask has it")
  void unboundQueue_outsideTheMask_goesRoundRobin() {
    Stage wide = Stage.of(Topology.flat(4), KernelRules.recorded(), PoolSettings.kernel(Stage.HZ));
    Workqueue u = wide.create(QueueSpec.unbound("u").withScope(AffinityScope.CPU));
    wide.core().setUnboundCpus(CpuMask.of(1, 2));
    wide.queueFrom(1, u, "A");
    wide.queueFrom(3, u, "B");
    wide.queueFrom(3, u, "C");
    wide.queueFrom(3, u, "D");
    assertEquals("1", wide.work("A").pool().cpus().toString());
    assertEquals("1", wide.work("B").pool().cpus().toString());
    assertEquals("2", wide.work("C").pool().cpus().toString());
    assertEquals("1", wide.work("D").pool().cpus().toString());
  }

  @Test
  @DisplayName("linux 12: an explicit CPU selects its pool, of an unbound queue its pod")
  void explicitCpu_selectsPoolOrPod() {
    Topology caches = Topology.tree(1, 2, 2, 1);
    Stage two = Stage.of(caches, KernelRules.recorded(), PoolSettings.kernel(Stage.HZ));
    Workqueue b = two.bound("b");
    Workqueue u = two.unbound("u");
    two.queueOn(3, b, "A");
    two.queueOn(3, u, "B");
    assertEquals("3", two.work("A").pool().name());
    assertEquals("2-3", two.work("B").pool().cpus().toString());
  }

  @Test
  @DisplayName("linux 13: a CPU has a normal and a high pool, shared by all per-CPU queues")
  void poolsOfACpu_areSharedByQueues() {
    Workqueue other = s.bound("other");
    Workqueue high = s.create(QueueSpec.bound("high").withHighPriority());
    assertSame(q.pwq(0).pool(), other.pwq(0).pool());
    assertNotSame(q.pwq(0).pool(), high.pwq(0).pool());
    assertEquals("0H", high.pwq(0).pool().name());
    assertEquals(-20, high.pwq(0).pool().nice());
    assertEquals(0, q.pwq(0).pool().nice());
    assertNotSame(s.core().bhPool(0, false), s.core().bhPool(0, true));
  }

  @Test
  @DisplayName("linux 14: unbound pools are shared by equal attributes and die with the last pwq")
  void unboundPools_areSharedAndDie() {
    int before = s.core().pools().size();
    Workqueue a = s.create(QueueSpec.unbound("a"));
    Workqueue b = s.create(QueueSpec.unbound("b"));
    Workqueue strict = s.create(QueueSpec.unbound("c").withStrict(true));
    assertSame(a.pwq(0).pool(), b.pwq(1).pool());
    assertNotSame(a.pwq(0).pool(), strict.pwq(0).pool());
    s.core().destroy(a);
    s.core().destroy(b);
    s.core().destroy(strict);
    assertEquals(before, s.core().pools().size());
    s.go();
    s.expect("wake u8:0", "wake u9:0", "u8:0 dies", "u9:0 dies");
  }

  @Test
  @DisplayName("linux 14: queues of different pool groups never share a pool")
  void poolGroups_keepUnboundQueuesApart() {
    Workqueue a = s.create(QueueSpec.unbound("a").withPoolGroup(8));
    Workqueue b = s.create(QueueSpec.unbound("b").withPoolGroup(9));
    assertNotSame(a.pwq(0).pool(), b.pwq(0).pool());
  }

  @Test
  @DisplayName("linux 15: what still runs in another pool for the same queue is queued there")
  void requeueOnAnotherCpuDuringTheRun_isRedirected() {
    s.queueOn(0, q, "A");
    s.go();
    assertTrue(s.queueOn(1, q, "A"));
    assertEquals("0", poolOf("A"));
    s.sleep("A");
    s.finishAll();
    s.expect(
        "wake 0:0",
        "A starts on 0:0",
        "wake 0:1",
        "0:1 idles",
        "A ends",
        "A starts on 0:0",
        "A ends",
        "0:0 idles");
  }

  @Test
  @DisplayName("linux 15: an ordered queue is never redirected")
  void requeueOnAnOrderedQueue_goesToItsNewestPwq() {
    Workqueue o = s.create(QueueSpec.ordered("o"));
    s.queue(o, "A");
    s.go();
    KernelPool old = s.work("A").pool();
    s.core().applyAttrs(o, s.core().attributes(o).withNice(-20));
    s.queue(o, "A");
    assertNotSame(old, s.work("A").pool());
  }

  @Test
  @DisplayName("linux 16: through a second queue the item may run beside itself")
  void sameWorkOnTwoQueues_mayOverlap() {
    Workqueue other = s.bound("other");
    s.queueOn(0, q, "A");
    s.go();
    s.queueOn(1, other, "A");
    s.go();
    s.expect("wake 0:0", "A starts on 0:0", "wake 1:0", "A starts on 1:0");
  }

  @Test
  @DisplayName("linux 16: a re-initialised item may run beside itself")
  void reinitialisedWork_mayOverlap() {
    s.queueOn(0, q, "A");
    s.go();
    s.work("A").init("another function");
    s.queueOn(0, q, "A");
    s.sleep("A");
    s.go();
    s.expect("wake 0:0", "A starts on 0:0", "wake 0:1", "A starts on 0:1");
  }

  @Test
  @DisplayName("linux 17: a worker hands an item that runs to its runner, with its barriers")
  void collision_isRunByTheRunnerNext() {
    s.queue(q, "A");
    s.go();
    s.queueBy("A", q, "A");
    s.flush("A", "F");
    s.queue(q, "B");
    s.queue(q, "C");
    s.sleep("A");
    s.go();
    s.expect("wake 0:0", "A starts on 0:0", "wake 0:1", "B starts on 0:1");
    s.back("A");
    s.end("A");
    s.end("A");
    s.end("B");
    s.expect(
        "A ends",
        "A starts on 0:0",
        "A ends",
        "F starts on 0:0",
        "F done",
        "0:0 idles",
        "B ends",
        "C starts on 0:1");
  }

  @Test
  @DisplayName("linux 18: another function makes another item")
  void recycledWork_doesNotCollide() {
    s.queue(q, "A");
    s.go();
    s.sleep("A");
    s.work("A").init("recycled");
    s.queue(q, "A");
    s.go();
    s.expect("wake 0:0", "A starts on 0:0", "wake 0:1", "A starts on 0:1");
  }

  @Test
  @DisplayName("linux 17, extended: never beside itself, whatever the pool and the queue")
  void neverBesideItself_waitsForTheRunnerOfAnotherPool() {
    Stage strict =
        Stage.of(
            Topology.flat(2),
            KernelRules.recorded(),
            PoolSettings.kernel(Stage.HZ).neverBesideThemselves());
    Workqueue one = strict.bound("one");
    Workqueue other = strict.create(QueueSpec.bound("other").withMaxActive(1));
    strict.queueOn(0, one, "A");
    strict.go();
    strict.queueOn(1, other, "A");
    strict.queueOn(1, other, "B");
    strict.go();
    strict.expect("wake 0:0", "A starts on 0:0", "wake 1:0", "1:0 idles");
    strict.end("A");
    assertEquals(other, strict.runs("A").currentQueue());
    assertFalse(strict.isRunnable("1:0"));
    strict.end("A");
    strict.go();
    strict.expect(
        "A ends",
        "A starts on 0:0",
        "A ends",
        "B activated",
        "wake 1:0",
        "0:0 idles",
        "B starts on 1:0");
  }

  @Test
  @DisplayName("linux 17, extended: taking such a queueing back lets the next one of its queue go")
  void neverBesideItself_cancelWakesTheOtherPool() {
    Stage strict =
        Stage.of(
            Topology.flat(2),
            KernelRules.recorded(),
            PoolSettings.kernel(Stage.HZ).neverBesideThemselves());
    Workqueue one = strict.bound("one");
    Workqueue other = strict.create(QueueSpec.bound("other").withMaxActive(1));
    strict.queueOn(0, one, "A");
    strict.go();
    strict.queueOn(1, other, "A");
    strict.queueOn(1, other, "B");
    strict.go();
    strict.skip();
    assertTrue(strict.cancel("A"));
    strict.go();
    strict.expect("B activated", "wake 1:0", "B starts on 1:0");
  }
}
