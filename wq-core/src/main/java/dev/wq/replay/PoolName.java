package dev.wq.replay;

import java.util.Comparator;

/**
 * Which pool a worker belongs to, as its name tells. Printed as the workers' names have it: {@code
 * 0}, {@code 0H}, {@code u8}, {@code u9H}, {@code R-name}; {@code bh0} for works that a softirq
 * runs. Linux: format_worker_id.
 *
 * @param kind what kind of pool
 * @param id the CPU of a bound or BH pool, the number of an unbound pool, else 0
 * @param highpri whether its workers run at nice -20
 * @param rescuer the rescuer's name, empty for other kinds
 */
public record PoolName(Kind kind, int id, boolean highpri, String rescuer)
    implements Comparable<PoolName> {
  /** The kinds of pools. */
  public enum Kind {
    BOUND,
    UNBOUND,
    /** Not a pool but the worker that helps out one queue. */
    RESCUER,
    /** Runs its works in softirq context. */
    BH,
    /** The worker's name is not in the recording. */
    UNKNOWN
  }

  private static final String WORKER = "kworker/";
  private static final String RESCUER = "kworker/R-";
  private static final int LONGEST_NUMBER = 8;

  private static final Comparator<PoolName> ORDER =
      Comparator.comparing(PoolName::kind)
          .thenComparingInt(PoolName::id)
          .thenComparing(PoolName::highpri)
          .thenComparing(PoolName::rescuer);

  static PoolName unknown() {
    return new PoolName(Kind.UNKNOWN, 0, false, "");
  }

  static PoolName softirq(int cpu) {
    return new PoolName(Kind.BH, cpu, false, "");
  }

  /** The pool of a task in whose own code a work was run. */
  static PoolName ofTask(String name) {
    if (name.startsWith(RESCUER)) {
      return rescuer(name.substring(RESCUER.length()));
    }
    return isWorker(name) ? ofWorker(name.substring(WORKER.length())) : rescuer(name);
  }

  /** Whether a task's name is that of a worker. Older kernels give rescuers the queue's name. */
  static boolean isWorker(String task) {
    return task.startsWith(WORKER);
  }

  private static PoolName rescuer(String name) {
    return new PoolName(Kind.RESCUER, 0, false, name);
  }

  /** Reads {@code 0:12H-queue} or {@code u8:3+queue}. */
  private static PoolName ofWorker(String rest) {
    boolean unbound = rest.startsWith("u");
    int colon = rest.indexOf(':');
    int id = colon < 0 ? -1 : number(rest, unbound ? 1 : 0, colon);
    if (id < 0) {
      return unknown();
    }
    int end = colon + 1;
    while (end < rest.length() && isDigit(rest.charAt(end))) {
      end++;
    }
    boolean highpri = end < rest.length() && rest.charAt(end) == 'H';
    return new PoolName(unbound ? Kind.UNBOUND : Kind.BOUND, id, highpri, "");
  }

  /** Reads what {@link #toString} prints of a bound or unbound pool. */
  static PoolName parse(String printed) {
    boolean highpri = printed.endsWith("H");
    return ofWorker(
        printed.substring(0, printed.length() - (highpri ? 1 : 0)) + ":0" + (highpri ? "H" : ""));
  }

  private static int number(String text, int from, int to) {
    boolean good = to > from && to - from <= LONGEST_NUMBER;
    for (int i = from; i < to; i++) {
      good &= isDigit(text.charAt(i));
    }
    return good ? Integer.parseInt(text, from, to, 10) : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public int compareTo(PoolName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String suffix = id + (highpri ? "H" : "");
    return switch (kind) {
      case BOUND -> suffix;
      case UNBOUND -> "u" + suffix;
      case RESCUER -> "R-" + rescuer;
      case BH -> "bh" + suffix;
      case UNKNOWN -> "?";
    };
  }
}
