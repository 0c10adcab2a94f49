package dev.wq.sim;

/**
 * A kernel whose work queues are simulated; what differs between them is in the version map of the
 * project's kernel reference.
 */
public enum KernelVersion {
  /** Limits of unbound queues are per CPU. */
  V6_6(6, 6),
  /** Limits of unbound queues are per node; bh queues. */
  V6_9(6, 9),
  /** Works can be disabled. */
  V6_10(6, 10),
  /** The one that made the recordings. */
  V6_18(6, 18),
  /** A rescuer takes one work at a time. */
  V7_0(7, 0),
  /** Unbound queues share a pool within a shard of the cache. */
  V7_1(7, 1);

  /** The one that is simulated unless told. */
  public static final KernelVersion DEFAULT = V6_18;

  private final int major;
  private final int minor;

  KernelVersion(int major, int minor) {
    this.major = major;
    this.minor = minor;
  }

  public int major() {
    return major;
  }

  public int minor() {
    return minor;
  }

  /** As people write it: {@code 6.18}. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
