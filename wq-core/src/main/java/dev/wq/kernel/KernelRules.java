package dev.wq.kernel;

/**
 * What differs between kernel versions; one method per difference (the version map of the project's
 * kernel reference). {@code of(6, 18)} made the recordings and is the default.
 */
public record KernelRules(int major, int minor) {
  public KernelRules {
    if (major < 5 || minor < 0) {
      throw new IllegalArgumentException("no rules for kernel " + major + "." + minor);
    }
  }

  public static KernelRules of(int major, int minor) {
    return new KernelRules(major, minor);
  }

  public static KernelRules recorded() {
    return of(6, 18);
  }

  private boolean since(int thatMajor, int thatMinor) {
    return major > thatMajor || (major == thatMajor && minor >= thatMinor);
  }

  /** A tick marks works that hog the CPU (linux 50). */
  public boolean marksHogs() {
    return since(6, 5);
  }

  /** Unbound queues have affinity scopes; before, one pool per node (linux 70). */
  public boolean hasAffinityScopes() {
    return since(6, 5);
  }

  /** An unbound queue has a pwq for each CPU; before, one for each pool. */
  public boolean unboundPwqPerCpu() {
    return since(6, 6);
  }

  /** An unbound queue of max_active 1 is ordered without being asked (linux 22). */
  public boolean singleIsOrdered() {
    return !since(6, 6);
  }

  /** max_active of an unbound queue counts over the node, not over the pwq (linux 31). */
  public boolean limitsPerNode() {
    return since(6, 9);
  }

  /** Softirq queues exist (linux 77). */
  public boolean hasBh() {
    return since(6, 9);
  }

  /** Works can be disabled (linux 106). */
  public boolean hasDisable() {
    return since(6, 10);
  }

  /**
   * A queueing refused by a draining queue leaves the work idle; before, pending for ever (linux
   * 7).
   */
  public boolean rejectionClearsPending() {
    return since(6, 18);
  }

  /** A rescuer takes one work at a time and stops when help is no longer needed (linux 66). */
  public boolean rescuesOneByOne() {
    return since(7, 0);
  }

  /** The default scope is a shard of the cache (linux 70). */
  public boolean shardsCaches() {
    return since(7, 1);
  }

  AffinityScope resolve(AffinityScope scope) {
    if (!hasAffinityScopes()) {
      return AffinityScope.NUMA;
    }
    if (scope != AffinityScope.DEFAULT) {
      return scope;
    }
    return shardsCaches() ? AffinityScope.CACHE_SHARD : AffinityScope.CACHE;
  }
}
