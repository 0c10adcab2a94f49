package dev.wq.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One worklist and the workers that serve it (Linux: {@code struct worker_pool}). */
/*
 * Which worker runs. A managed pool keeps one worker runnable as long as there is work, and no more: nr_running counts
 * the workers that are inside a work, managed and not asleep (linux 39), and there is one question, asked at every place
 * where the answer may have changed (linux 40):
 *
 *   needs a worker  =  the worklist is not empty and nr_running is 0
 *   keeps working   =  the worklist is not empty and nr_running is at most 1, the one being the worker that asks
 *
 * The pair is complete: nr_running reaches 0 only in sleeping(), set(), the unbinding of a CPU and at the end of a
 * worker's loop. The first three ask "needs a worker" themselves; the last happens only after "keeps working" was
 * answered no, so either the list is empty or another worker is counted, and that one asks in its turn. Hence no work
 * stays on the list of a pool in which nobody is counted, unless a woken worker is on its way.
 *
 * On its way. A kick wakes the first idle worker and leaves it on the idle list, since only the worker itself knows when
 * it got a CPU. Until then each further kick wakes the same one. What the woken worker finds when it runs may be different
 * from what woke it, so it asks again (linux 43).
 *
 * Never the last one. Before a worker takes works it sees to it that another is idle: if it was the last, it becomes
 * manager and makes one first (linux 56). A worker that sleeps inside its work can therefore always hand over.
 *
 * Without management (unbound pools, a CPU that is down, BH, Concurrency.UNMANAGED) each worker has UNBOUND set, so
 * nr_running stays 0 and both questions become "the worklist is not empty": each start wakes the next worker, a chain
 * (linux 69).
 */
public final class KernelPool {
  static final int HIGH_NICE = -20;

  /** How long a round of a softirq may last (linux 78). */
  static final long BH_ROUND_NANOS = 2_000_000;

  private static final int KEEP_IDLE = 2;
  private static final int IDLE_RATIO = 4;

  private final Upcalls up;
  final int id;
  private final int cpu; // -1: unbound
  private final int nice;
  private final boolean bh;
  private final CpuMask mask;
  private final int node; // -1: spans several
  private final boolean strict;
  private final boolean unmanaged;

  final WorkList worklist = new WorkList();
  final IdleList idle = new IdleList();
  final List<KernelWorker> members = new ArrayList<>();
  private final BitSet ids = new BitSet();
  int nrRunning;
  @Nullable KernelWorker manager;
  boolean retrying; // the manager waits for RETRY
  boolean disassociated; // its CPU is down
  int refs; // pwqs of an unbound pool
  boolean dead; // refs reached 0
  boolean idleTimerArmed;
  private int lastRepatriation = -1;

  private KernelPool(
      Upcalls up,
      int id,
      int cpu,
      int nice,
      boolean bh,
      CpuMask mask,
      int node,
      boolean strict,
      boolean unmanaged) {
    this.up = up;
    this.id = id;
    this.cpu = cpu;
    this.nice = nice;
    this.bh = bh;
    this.mask = mask;
    this.node = node;
    this.strict = strict;
    this.unmanaged = unmanaged;
  }

  static KernelPool perCpu(Upcalls up, int id, int cpu, int nice, int node, Concurrency how) {
    boolean unmanaged = how == Concurrency.UNMANAGED;
    return new KernelPool(up, id, cpu, nice, false, CpuMask.of(cpu), node, true, unmanaged);
  }

  static KernelPool bh(Upcalls up, int id, int cpu, int nice, int node) {
    return new KernelPool(up, id, cpu, nice, true, CpuMask.of(cpu), node, true, true);
  }

  static KernelPool unbound(Upcalls up, int id, int nice, CpuMask mask, int node, boolean strict) {
    return new KernelPool(up, id, -1, nice, false, mask, node, strict, true);
  }

  /**
   * As the kernel numbers pools: BH, BH high, normal, high of CPU 0, then CPU 1 ... (linux 125).
   */
  public int id() {
    return id;
  }

  /** Its CPU, -1 of an unbound pool. */
  public int cpu() {
    return cpu;
  }

  /** 0, or -20 of a high-priority pool. */
  public int nice() {
    return nice;
  }

  public boolean isHigh() {
    return nice < 0;
  }

  public boolean isBound() {
    return cpu >= 0;
  }

  public boolean isUnbound() {
    return cpu < 0;
  }

  /** Served in softirq context by one pseudo worker (linux 77). */
  public boolean isBh() {
    return bh;
  }

  /** The CPUs its workers belong on: the pod of an unbound pool. */
  public CpuMask cpus() {
    return mask;
  }

  /** True if its workers may run on {@link #cpus} only. */
  public boolean isStrict() {
    return strict;
  }

  /** The node of its CPUs, -1 if they belong to several. */
  public int node() {
    return node;
  }

  /** As in the names of its workers: {@code 0}, {@code 0H}, {@code u8}. */
  public String name() {
    return isUnbound() ? "u" + id : (bh ? "bh" : "") + cpu + (isHigh() ? "H" : "");
  }

  /** Workers that are inside a work, managed and not asleep (linux 39). */
  public int nrRunning() {
    return nrRunning;
  }

  public int idleWorkers() {
    return idle.size();
  }

  /** All its workers, the manager among them, a rescuer not. */
  public int workers() {
    return members.size();
  }

  public List<KernelWorker> workerList() {
    return Collections.unmodifiableList(members);
  }

  /** True if works wait on its worklist. */
  public boolean hasWork() {
    return !worklist.isEmpty();
  }

  public @Nullable KernelWorker manager() {
    return manager;
  }

  /** True if its CPU is down: it then behaves as an unbound pool (linux 116). */
  public boolean isDisassociated() {
    return disassociated;
  }

  /** True if its workers never count in nr_running. */
  boolean isUnmanaged() {
    return unmanaged || disassociated;
  }

  boolean needsWorker() {
    return !worklist.isEmpty() && nrRunning == 0;
  }

  boolean keepsWorking() {
    return !worklist.isEmpty() && nrRunning <= 1;
  }

  boolean needsCreation() {
    return needsWorker() && idle.isEmpty();
  }

  /** Idle > 2 and (idle - 2) * 4 >= busy, the manager counted idle (linux 59). */
  boolean hasTooManyIdle() {
    int idling = idle.size() + (manager == null ? 0 : 1);
    int busy = members.size() - idling;
    return idling > KEEP_IDLE && (idling - KEEP_IDLE) * IDLE_RATIO >= busy;
  }

  /** Wakes the first idle worker if one is needed (Linux: {@code kick_pool}). */
  boolean kick() {
    KernelWorker worker = idle.first();
    if (worker == null || !needsWorker()) {
      return false;
    }
    if (!strict && !mask.contains(worker.cpu()) && worker.cpu() >= 0) {
      repatriate(worker);
    }
    up.wake(worker);
    return true;
  }

  /** A worker that strayed from the pod is woken on one of its CPUs (linux 72). */
  private void repatriate(KernelWorker worker) {
    lastRepatriation = mask.nextAround(lastRepatriation);
    worker.ranOn(lastRepatriation);
    KernelWork work = worklist.first();
    if (work != null && work.pwq != null) {
      work.pwq.stats.repatriated++;
    }
  }

  /** The smallest worker id that is free. */
  int takeId() {
    int free = ids.nextClearBit(0);
    ids.set(free);
    return free;
  }

  void freeId(int unused) {
    ids.clear(unused);
  }

  @Override
  public String toString() {
    return "pool %s nr_running=%d idle=%d/%d waiting=%d"
        .formatted(name(), nrRunning, idle.size(), members.size(), worklist.size());
  }
}
