package dev.wq.replay;

/** What ran when an event was recorded: a task, or an interrupt on top of it. */
public enum Context {
  TASK,
  SOFTIRQ,
  /** A hard interrupt or an NMI. */
  HARDIRQ;

  /**
   * The context by the third of ftrace's flag characters. Linux: trace_print_lat_fmt writes {@code
   * s} for a softirq, {@code h} or {@code H} for a hard interrupt, {@code z} or {@code Z} for an
   * NMI.
   */
  static Context ofFlag(byte flag) {
    return switch (flag) {
      case 's' -> SOFTIRQ;
      case 'h', 'H', 'z', 'Z' -> HARDIRQ;
      default -> TASK;
    };
  }
}
