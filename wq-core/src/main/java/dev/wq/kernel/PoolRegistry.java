package dev.wq.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All pools: those of the CPUs, and the unbound ones by what queues ask of them (linux 13, 14). */
final class PoolRegistry {
  /** Queues whose keys are equal share a pool. */
  private record Key(int nice, boolean strict, CpuMask pod, CpuMask cpus, int group) {}

  private final Topology topology;
  private final PoolSettings settings;
  private final Upcalls up;
  private final List<KernelPool> pools = new ArrayList<>();
  private final List<KernelPool> perCpu = new ArrayList<>(); // normal, high of each CPU
  private final List<KernelPool> bh = new ArrayList<>(); // normal, high of each CPU
  private final Map<Key, KernelPool> unbound = new HashMap<>();
  private int nextId;

  PoolRegistry(Topology topology, KernelRules rules, PoolSettings settings, Upcalls up) {
    this.topology = topology;
    this.settings = settings;
    this.up = up;
    for (int cpu = 0; cpu < topology.cpus(); cpu++) {
      if (rules.hasBh()) {
        bh.add(newBhPool(cpu, 0));
        bh.add(newBhPool(cpu, KernelPool.HIGH_NICE));
      }
      perCpu.add(newPerCpuPool(cpu, 0));
      perCpu.add(newPerCpuPool(cpu, KernelPool.HIGH_NICE));
    }
  }

  private KernelPool newBhPool(int cpu, int nice) {
    return added(KernelPool.bh(up, nextId++, cpu, nice, topology.nodes().get(cpu)));
  }

  private KernelPool newPerCpuPool(int cpu, int nice) {
    return added(
        KernelPool.perCpu(
            up, nextId++, cpu, nice, topology.nodes().get(cpu), settings.concurrency()));
  }

  private KernelPool added(KernelPool pool) {
    pools.add(pool);
    addFirstWorker(pool);
    return pool;
  }

  /** Every pool starts with one worker (linux 55). */
  private void addFirstWorker(KernelPool pool) {
    addMember(pool, pool.takeId());
  }

  /** An idle worker at the oldest end of the idle list. */
  void addMember(KernelPool pool, int id) {
    KernelWorker worker = up.newWorker(pool, id);
    pool.members.add(worker);
    worker.lastActive = up.jiffies();
    pool.idle.addLast(worker);
  }

  List<KernelPool> all() {
    return Collections.unmodifiableList(pools);
  }

  KernelPool bound(int cpu, boolean high) {
    return perCpu.get(2 * cpu + (high ? 1 : 0));
  }

  KernelPool bh(int cpu, boolean high) {
    return bh.get(2 * cpu + (high ? 1 : 0));
  }

  /** The pool for these attributes; made if there is none. */
  KernelPool unbound(QueueAttributes attributes, CpuMask effective, CpuMask pod, int group) {
    CpuMask cpus = attributes.strict() ? topology.all() : effective;
    Key key = new Key(attributes.nice(), attributes.strict(), pod, cpus, group);
    KernelPool known = unbound.get(key);
    if (known == null) {
      known =
          added(
              KernelPool.unbound(
                  up, nextId++, attributes.nice(), pod, topology.nodeOf(pod), attributes.strict()));
      unbound.put(key, known);
    }
    return known;
  }

  /** A pwq of the pool is gone; an unbound pool dies with the last. */
  void put(KernelPool pool) {
    if (--pool.refs > 0 || !pool.isUnbound()) {
      return;
    }
    unbound.values().remove(pool);
    pools.remove(pool);
    pool.dead = true;
    up.disarm(pool, PoolTimer.IDLE);
    for (@Nullable KernelWorker w = pool.idle.first(); w != null; w = pool.idle.first()) {
      pool.idle.remove(w);
      w.dying = true;
      up.wake(w);
    }
  }
}
