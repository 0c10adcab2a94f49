package dev.wq.kernel;

/** Which CPUs share a pool of an unbound queue (linux 70). */
public enum AffinityScope {
  /** The kernel's default: CACHE until 7.0, CACHE_SHARD from 7.1. */
  DEFAULT,
  CPU,
  SMT,
  CACHE,
  CACHE_SHARD,
  NUMA,
  SYSTEM
}
