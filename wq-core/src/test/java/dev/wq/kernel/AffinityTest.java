package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Unbound pools and which CPUs share them: linux 69-76, and the ids of pools, 125. */
class AffinityTest {
  /** Two nodes of two caches of two cores of two threads. */
  private static final Topology TREE = Topology.tree(2, 2, 2, 2);

  private final Stage s = Stage.fresh(TREE, KernelRules.recorded(), PoolSettings.kernel(Stage.HZ));

  private static String pod(AffinityScope scope, int cpu) {
    return TREE.pod(scope, cpu).toString();
  }

  private String poolCpus(Workqueue wq, int cpu) {
    return wq.pwq(cpu).pool().cpus().toString();
  }

  @Test
  @DisplayName("linux 69: each start kicks one further worker: a chain, not a broadcast")
  void unboundPool_growsByAChainOfWakeups() {
    Stage flat = Stage.flat();
    Workqueue u = flat.unbound("u");
    flat.queue(u, "A");
    flat.queue(u, "B");
    flat.queue(u, "C");
    flat.expect("wake u8:0");
    flat.step("u8:0");
    flat.expect("wake u8:1", "A starts on u8:0");
    flat.step("u8:1");
    flat.expect("wake u8:2", "B starts on u8:1");
    assertEquals(0, u.pwq(0).pool().nrRunning());
  }

  @Test
  @DisplayName("linux 70: cpu, smt, cache, numa and system")
  void scopes_groupCpus() {
    assertEquals("5", pod(AffinityScope.CPU, 5));
    assertEquals("4-5", pod(AffinityScope.SMT, 5));
    assertEquals("4-7", pod(AffinityScope.CACHE, 5));
    assertEquals("0-7", pod(AffinityScope.NUMA, 5));
    assertEquals("0-15", pod(AffinityScope.SYSTEM, 5));
  }

  @Test
  @DisplayName("linux 70: the default is cache until 7.0, cache_shard from 7.1, numa before 6.5")
  void defaultScope_dependsOnTheVersion() {
    assertEquals(AffinityScope.CACHE, KernelRules.of(7, 0).resolve(AffinityScope.DEFAULT));
    assertEquals(AffinityScope.CACHE_SHARD, KernelRules.of(7, 1).resolve(AffinityScope.DEFAULT));
    assertEquals(AffinityScope.NUMA, KernelRules.of(6, 4).resolve(AffinityScope.CPU));
    assertEquals("4-7", poolCpus(s.create(QueueSpec.unbound("u")), 5));
  }

  @Test
  @DisplayName("linux 71: shards of about 8 cores, bigger ones first, never half a core")
  void cacheShards_areOfAboutEightCores() {
    assertEquals(List.of("0-10"), shards(11, 1));
    assertEquals(List.of("0-5", "6-11"), shards(12, 1));
    assertEquals(List.of("0-9", "10-18"), shards(19, 1));
    assertEquals(List.of("0-6", "7-13", "14-19"), shards(20, 1));
    assertEquals(List.of("0-13", "14-25"), shards(13, 2));
  }

  private static List<String> shards(int cores, int threads) {
    Topology one = Topology.tree(1, 1, cores, threads);
    List<String> shards = new ArrayList<>();
    for (int cpu = 0; cpu < one.cpus(); cpu++) {
      String shard = one.pod(AffinityScope.CACHE_SHARD, cpu).toString();
      if (!shards.contains(shard)) {
        shards.add(shard);
      }
    }
    return shards;
  }

  @Test
  @DisplayName("linux 72: a worker that strayed from the pod is woken on one of its CPUs")
  void strayedWorker_isRepatriated() {
    Workqueue u = s.create(QueueSpec.unbound("u"));
    KernelPool pool = u.pwq(5).pool();
    KernelWorker worker = pool.workerList().getFirst();
    worker.ranOn(12);
    s.queueFrom(5, u, "A");
    assertEquals(4, worker.cpu());
    assertEquals(1, u.pwq(5).stats().repatriated());
  }

  @Test
  @DisplayName("linux 72: one inside the pod, or of a strict pool, is left where it was")
  void otherWorkers_stayWhereTheyWere() {
    Workqueue u = s.create(QueueSpec.unbound("u"));
    Workqueue strict = s.create(QueueSpec.unbound("s").withStrict(true));
    KernelWorker inside = u.pwq(5).pool().workerList().getFirst();
    inside.ranOn(7);
    s.queueFrom(5, u, "A");
    assertEquals(7, inside.cpu());
    assertTrue(strict.pwq(5).pool().isStrict());
    assertEquals(0, u.pwq(5).stats().repatriated());
  }

  @Test
  @DisplayName("linux 73: the mask is cut to the unbound CPUs, or is those if nothing is left")
  void effectiveMask_isCutToTheUnboundCpus() {
    Workqueue u = s.create(QueueSpec.unbound("u").withScope(AffinityScope.SYSTEM));
    s.core().setUnboundCpus(CpuMask.of(0, 1, 2, 3));
    assertEquals("0-3", poolCpus(u, 0));
    s.core().applyAttrs(u, s.core().attributes(u).withCpus(CpuMask.of(3, 4, 5)));
    assertEquals("3", poolCpus(u, 0));
    s.core().applyAttrs(u, s.core().attributes(u).withCpus(CpuMask.of(8, 9)));
    assertEquals("0-3", poolCpus(u, 0));
    assertThrows(IllegalArgumentException.class, () -> s.core().setUnboundCpus(CpuMask.of()));
  }

  @Test
  @DisplayName("linux 73: a pod without online CPUs falls back to the whole mask")
  void deadPod_fallsBackToTheWholeMask() {
    Workqueue u = s.create(QueueSpec.unbound("u").withScope(AffinityScope.SMT));
    s.core().cpuDown(4);
    assertEquals("4-5", poolCpus(u, 5));
    s.core().cpuDown(5);
    assertEquals("0-15", poolCpus(u, 5));
    s.core().cpuUp(5);
    assertEquals("4-5", poolCpus(u, 5));
  }

  @Test
  @DisplayName("linux 74: after new attributes queued and running works finish on the old pwqs")
  void newAttributes_leaveOldWorksWhereTheyAre() {
    Workqueue u = s.create(QueueSpec.unbound("u"));
    s.queueFrom(0, u, "A");
    s.queueFrom(0, u, "B");
    s.go();
    KernelPool old = s.work("A").pool();
    s.core().applyAttrs(u, s.core().attributes(u).withScope(AffinityScope.CPU, false));
    assertNotSame(old, u.pwq(0).pool());
    assertSame(old, s.work("B").pool());
    s.queueFrom(0, u, "C");
    assertSame(u.pwq(0).pool(), s.work("C").pool());
    s.queueBy("A", u, "A");
    assertSame(old, s.work("A").pool());
    assertTrue(s.core().pools().contains(old));
    s.finishAll();
    assertFalse(s.core().pools().contains(old));
    assertEquals(17, u.pwqs().size());
  }

  @Test
  @DisplayName("linux 74: only unbound queues have attributes to change")
  void attributesOfABoundQueue_cannotBeChanged() {
    Workqueue q = s.bound("q");
    assertThrows(
        IllegalArgumentException.class, () -> s.core().applyAttrs(q, s.core().attributes(q)));
  }

  @Test
  @DisplayName("linux 75: a high-priority unbound queue has pools of nice -20")
  void highPriorityUnboundQueue_hasItsOwnPools() {
    Workqueue u = s.create(QueueSpec.unbound("u"));
    Workqueue high = s.create(QueueSpec.unbound("h").withHighPriority());
    assertNotSame(u.pwq(0).pool(), high.pwq(0).pool());
    assertEquals(-20, high.pwq(0).pool().nice());
  }

  @Test
  @DisplayName("linux 76: power-efficient is per-CPU unless the parameter is on")
  void powerEfficientQueue_followsTheParameter() {
    assertFalse(QueueSpec.powerEfficient("p", false).unbound());
    assertTrue(QueueSpec.powerEfficient("p", true).unbound());
  }

  @Test
  @DisplayName("linux 125: BH, BH high, normal, high of each CPU, then the unbound pools")
  void poolIds_areNumberedAsInTheKernel() {
    Stage flat = Stage.fresh();
    assertEquals(0, flat.core().bhPool(0, false).id());
    assertEquals(1, flat.core().bhPool(0, true).id());
    assertEquals(2, flat.core().boundPool(0, false).id());
    assertEquals(3, flat.core().boundPool(0, true).id());
    assertEquals(6, flat.core().boundPool(1, false).id());
    assertEquals("1", flat.core().boundPool(1, false).name());
    assertEquals("1H", flat.core().boundPool(1, true).name());
    assertEquals("u8", flat.create(QueueSpec.unbound("u")).pwq(0).pool().name());
    assertEquals("u9", flat.create(QueueSpec.unbound("h").withHighPriority()).pwq(0).pool().name());
  }

  @Test
  @DisplayName("topologies are checked")
  void topology_isChecked() {
    List<Integer> one = List.of(0);
    assertThrows(IllegalArgumentException.class, () -> new Topology(one, one, List.of(0, 1)));
    assertThrows(IllegalArgumentException.class, () -> Topology.flat(0));
  }
}
