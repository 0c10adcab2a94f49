package dev.wq;

/** What kind of thread a part of a machine has for itself. Simulated ones are all alike. */
public enum ThreadKind {
  /** Costs next to nothing; for everything that is Java. */
  VIRTUAL,
  /**
   * A daemon of the operating system; for code that stays in native calls, where it would keep a
   * carrier from all other virtual threads.
   */
  PLATFORM
}
