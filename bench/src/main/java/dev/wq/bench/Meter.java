package dev.wq.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the process has used up to one moment: wall time, CPU time, bytes allocated. */
record Meter(long nanos, long cpuNanos, long bytes) {
  private static final OperatingSystemMXBean OS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Virtual threads allocate on the account of their carriers, which are counted. */
  static Meter now() {
    return new Meter(
        System.nanoTime(), OS.getProcessCpuTime(), THREADS.getTotalThreadAllocatedBytes());
  }

  Meter since(Meter start) {
    return new Meter(nanos - start.nanos, cpuNanos - start.cpuNanos, bytes - start.bytes);
  }

  /** The share of each of {@code items}. */
  Sample each(long items) {
    return new Sample((double) nanos / items, (double) cpuNanos / items, (double) bytes / items);
  }
}
