package dev.wq.bench.harness;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What the process has used up to one moment: wall time, CPU time, bytes allocated. */
public record Meter(long nanos, long cpuNanos, long bytes) {
  private static final OperatingSystemMXBean OS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Virtual threads allocate on the account of their carriers, which are counted. */
  public static Meter now() {
    return new Meter(
        System.nanoTime(), OS.getProcessCpuTime(), THREADS.getTotalThreadAllocatedBytes());
  }

  public Meter since(Meter start) {
    return new Meter(nanos - start.nanos, cpuNanos - start.cpuNanos, bytes - start.bytes);
  }

  /** The share of each of {@code items}. */
  public Sample each(long items) {
    return costs(items).with(Reading.NANOS, (double) nanos / items);
  }

  /** CPU time and bytes of each of {@code items}, without the wall time. */
  public Sample costs(long items) {
    return Sample.of(Reading.CPU_NANOS, (double) cpuNanos / items)
        .with(Reading.BYTES, (double) bytes / items);
  }

  public double millis() {
    return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
  }
}
