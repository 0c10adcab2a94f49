package dev.wq.kernel;

/**
 * The end of a {@link PoolCore#flush(KernelWork, Barrier)}: runs behind its target as a work of no
 * length (Linux: {@code struct wq_barrier}). Used once.
 */
public class Barrier extends KernelWork {
  public Barrier() {
    super(BARRIER);
  }
}
