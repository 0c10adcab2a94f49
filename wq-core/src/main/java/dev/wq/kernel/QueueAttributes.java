package dev.wq.kernel;

/**
 * What can be changed of an unbound queue while it lives (Linux: {@code struct workqueue_attrs}).
 *
 * @param nice 0 or -20 of its workers
 * @param scope CPUs that share a pool; DEFAULT is resolved by the kernel's version
 * @param strict workers may not leave the CPUs of their pool
 * @param cpus where it wants to run; cut down to the machine's unbound CPUs
 */
public record QueueAttributes(int nice, AffinityScope scope, boolean strict, CpuMask cpus) {
  static QueueAttributes of(QueueSpec spec, CpuMask all) {
    int nice = spec.highPriority() ? KernelPool.HIGH_NICE : 0;
    return new QueueAttributes(nice, spec.scope(), spec.strict(), all);
  }

  public QueueAttributes withScope(AffinityScope other, boolean nowStrict) {
    return new QueueAttributes(nice, other, nowStrict, cpus);
  }

  public QueueAttributes withCpus(CpuMask other) {
    return new QueueAttributes(nice, scope, strict, other);
  }

  public QueueAttributes withNice(int other) {
    return new QueueAttributes(other, scope, strict, cpus);
  }

  /** The mask in use: what is left of the wish, or all unbound CPUs if nothing is (linux 73). */
  CpuMask effective(CpuMask unbound) {
    CpuMask both = cpus.and(unbound);
    return both.isEmpty() ? unbound : both;
  }
}
