package dev.wq.bench.harness;

/**
 * One of the figures of a sample.
 *
 * @param key its name in the raw figures
 */
public record Reading(String key, String unit) {
  private static final char POINT = '@';

  /** Wall time of an item or an operation. */
  public static final Reading NANOS = new Reading("ns", "ns");

  /** A makespan. */
  public static final Reading MILLIS = new Reading("ms", "ms");

  /** CPU time of the whole process, an item or an operation. */
  public static final Reading CPU_NANOS = new Reading("cpuNs", "ns CPU");

  /** Allocated by all threads, an item or an operation. */
  public static final Reading BYTES = new Reading("bytes", "B");

  /** Growth of the heap's peak. */
  public static final Reading HEAP = new Reading("heapMb", "MB");

  /** Growth of the process's resident memory. */
  public static final Reading RESIDENT = new Reading("residentMb", "MB");

  /** Percent of a CPU. */
  public static final Reading CPU_PERCENT = new Reading("cpuPercent", "% CPU");

  /** A median of latencies. */
  public static final Reading P50 = new Reading("p50", "ns");

  /** The 99th percentile of latencies. */
  public static final Reading P99 = new Reading("p99", "ns");

  /** The same figure at point {@code x} of a curve. */
  public Reading at(long x) {
    return new Reading(key + POINT + x, unit);
  }

  /** The same figure at the point of {@code other}, if that is a figure at one. */
  Reading besides(Reading other) {
    int point = other.key.indexOf(POINT);
    return point < 0 ? this : new Reading(key + other.key.substring(point), unit);
  }

  /** {@code key} without the point of a curve. */
  static String plainKey(String key) {
    int point = key.indexOf(POINT);
    return point < 0 ? key : key.substring(0, point);
  }
}
