package dev.wq.kernel;

/** How many workers of a per-CPU pool may run. */
public enum Concurrency {
  /** The kernel's way: as few as keep the CPU busy (linux 39-54). */
  MANAGED,
  /** Per-CPU pools behave as unbound ones: each insertion wakes a worker. */
  UNMANAGED,
  /** Each pool has one worker, which runs its works one after the other; none is ever created. */
  SERIAL
}
