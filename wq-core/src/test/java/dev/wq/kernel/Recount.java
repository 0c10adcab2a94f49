package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Counts again what the core keeps in counters, and checks the lists. */
final class Recount {
  /** What a pwq should say. */
  private static final class Counts {
    int active;
    final int[] inFlight = new int[FlushColors.COLORS];

    void add(int color, boolean counts) {
      inFlight[color]++;
      active += counts ? 1 : 0;
    }
  }

  private final Map<Pwq, Counts> counts = new HashMap<>();
  private final Set<KernelWork> seen = new LinkedHashSet<>();

  static void check(PoolCore core, Collection<KernelWorker> workers, Set<KernelWorker> runnable) {
    Recount recount = new Recount();
    Set<KernelPool> pools = new LinkedHashSet<>(core.pools());
    workers.forEach(worker -> pools.add(worker.pool()));
    for (KernelPool pool : pools) {
      recount.pool(pool);
      checkWorkers(pool, runnable, core.queues().stream().anyMatch(wq -> isRescued(wq, pool)));
    }
    for (Workqueue wq : core.queues()) {
      recount.rescuer(wq);
      wq.pwqs().forEach(pwq -> recount.list(pwq.inactive, null));
    }
    core.queues().forEach(recount::queue);
  }

  private void pool(KernelPool pool) {
    list(pool.worklist, pool);
    pool.members.forEach(this::worker);
  }

  private void rescuer(Workqueue wq) {
    if (wq.rescuer != null) {
      worker(wq.rescuer);
    }
  }

  private void worker(KernelWorker worker) {
    list(worker.scheduled, null);
    if (worker.currentPwq != null) {
      counts(worker.currentPwq).add(worker.currentColor, worker.currentCounts);
    }
  }

  private void list(WorkList list, KernelPool pool) {
    boolean linked = false;
    for (KernelWork work = list.first(); work != null; work = list.after(work)) {
      assertTrue(seen.add(work), () -> "twice on a list");
      assertSame(work, work.next.prev);
      assertTrue(work.isPending());
      assertTrue(!linked || work instanceof Barrier, "a barrier is linked behind its work");
      if (pool != null) {
        assertSame(pool, work.pwq.pool);
      }
      counts(work.pwq).add(work.color, !work.is(KernelWork.INACTIVE));
      linked = work.is(KernelWork.LINKED);
    }
    assertTrue(!linked, "the end of a list links to nothing");
  }

  private Counts counts(Pwq pwq) {
    return counts.computeIfAbsent(pwq, _ -> new Counts());
  }

  private static boolean isRescued(Workqueue wq, KernelPool pool) {
    return wq.rescuer != null && wq.rescuer.attached == pool;
  }

  private static void checkWorkers(KernelPool pool, Set<KernelWorker> runnable, boolean rescued) {
    int counted = 0;
    int idle = 0;
    boolean served = rescued || pool.manager != null;
    for (KernelWorker worker : pool.members) {
      counted += worker.isCounted() ? 1 : 0;
      idle += worker.isIdle() ? 1 : 0;
      served |= !worker.isPreparing() || runnable.contains(worker);
    }
    boolean stalled = pool.needsWorker() && !served;
    if (counted != pool.nrRunning || idle != pool.idle.size() || stalled) {
      fail(pool + ", but running are " + counted + ", idle " + idle + (stalled ? ", stalled" : ""));
    }
  }

  private void queue(Workqueue wq) {
    for (Pwq pwq : wq.pwqs()) {
      Counts its = counts(pwq);
      assertEquals(its.active, pwq.nrActive, pwq::toString);
      int inFlight = 0;
      for (int color = 0; color < FlushColors.COLORS; color++) {
        assertEquals(its.inFlight[color], pwq.inFlight[color], pwq::toString);
        inFlight += pwq.inFlight[color];
      }
      assertEquals(refs(wq, pwq) + inFlight, pwq.refs, pwq::toString);
    }
    if (wq.nodeLimits != null) {
      checkNodes(wq);
    }
  }

  private static int refs(Workqueue wq, Pwq pwq) {
    boolean used = pwq == wq.defaultPwq;
    for (Pwq each : wq.cpuPwq) {
      used |= each == pwq;
    }
    boolean rescued = wq.rescuer != null && wq.rescuer.rescuing == pwq;
    return (used ? 1 : 0) + (pwq.inMayday ? 1 : 0) + (rescued ? 1 : 0);
  }

  private static void checkNodes(Workqueue wq) {
    for (int i = 0; i < wq.nodeLimits.length; i++) {
      NodeLimit limit = wq.nodeLimits[i];
      int active = 0;
      for (Pwq pwq : wq.pwqs()) {
        if (wq.limitOf(pwq.pool.node()) == limit) {
          active += pwq.nrActive;
          assertEquals(limit.pending.contains(pwq), pwq.waitsForNode);
          boolean waits = !pwq.inactive.isEmpty() && !pwq.plugged;
          assertTrue(!waits || pwq.waitsForNode, () -> "not in line: " + pwq);
        }
      }
      assertEquals(active, limit.nr);
    }
  }
}
