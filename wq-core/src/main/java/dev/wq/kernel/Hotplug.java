package dev.wq.kernel;

/** Which CPUs are there, and what a pool does when its CPU goes or comes back (linux 116). */
/*
 * A CPU that goes leaves its pools with works and workers that may no longer be tied to it. All workers get UNBOUND and
 * nr_running is set to 0: without management the pool cannot stall on a worker that sleeps, whichever state each worker
 * was in; one kick starts the chain for what is already on the list. A worker that was asleep when its pool was zeroed
 * must not count up when it wakes: it has UNBOUND then, and running() looks at the flags, not at what sleeping() did.
 *
 * When the CPU is back, UNBOUND becomes REBOUND, which also keeps a worker out of nr_running. It goes when the worker
 * next takes works after a wake-up, so management resumes worker by worker and no count ever has to be guessed.
 */
final class Hotplug {
  private final PoolRegistry registry;
  private CpuMask online;
  private CpuMask unboundCpus;
  private final int[] lastRoundRobin; // by CPU: where its last stray unbound queueing went

  Hotplug(Topology topology, PoolRegistry registry) {
    this.registry = registry;
    this.online = topology.all();
    this.unboundCpus = topology.all();
    this.lastRoundRobin = new int[topology.cpus()];
  }

  CpuMask online() {
    return online;
  }

  CpuMask unboundCpus() {
    return unboundCpus;
  }

  void setUnboundCpus(CpuMask mask) {
    unboundCpus = mask;
  }

  /** The caller's CPU if unbound works may use it, else the next that they may (linux 11). */
  int unboundCpu(int localCpu) {
    if (unboundCpus.contains(localCpu)) {
      return localCpu;
    }
    int next = unboundCpus.and(online).nextAround(lastRoundRobin[localCpu]);
    if (next < 0) {
      return localCpu;
    }
    lastRoundRobin[localCpu] = next;
    return next;
  }

  void down(int cpu) {
    online = online.minus(CpuMask.of(cpu));
    unbind(registry.bound(cpu, false));
    unbind(registry.bound(cpu, true));
  }

  private static void unbind(KernelPool pool) {
    for (KernelWorker worker : pool.members) {
      worker.unbind();
    }
    pool.disassociated = true;
    pool.nrRunning = 0;
    pool.kick();
  }

  void up(int cpu) {
    online = online.with(cpu);
    rebind(registry.bound(cpu, false));
    rebind(registry.bound(cpu, true));
  }

  private static void rebind(KernelPool pool) {
    pool.disassociated = false;
    if (pool.isUnmanaged()) {
      return;
    }
    for (KernelWorker worker : pool.members) {
      worker.rebind();
    }
  }
}
