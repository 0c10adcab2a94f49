package dev.wq.sim;

import java.time.Duration;
import java.util.Objects;

/**
 * What occupies a simulated CPU.
 *
 * <p>{@link #DECLARED}: only {@link dev.wq.Machine#compute}, first come, first served, to its end.
 * Everything else takes no time and no CPU. The timelines of the kernel's documentation are meant
 * so.
 *
 * <p>{@link #RUN_TO_BLOCK}: a thread needs its CPU for any step, waits for it, and keeps it until
 * it blocks, ends or offers it. Workers offer it after each work; threads of the application share
 * a CPU in time slices. A woken thread is runnable after a latency.
 *
 * @param runToBlock which of the two
 * @param wakeUpLatency from a wake-up to being runnable
 * @param timeSlice how long a thread of the application keeps its CPU while another one waits for
 *     it; looked at at ticks
 * @param workerCreation how long a manager takes to make a worker
 */
public record CpuModel(
    boolean runToBlock, Duration wakeUpLatency, Duration timeSlice, Duration workerCreation) {
  /** Only declared computing occupies a CPU; everything else takes no time. */
  public static final CpuModel DECLARED =
      new CpuModel(false, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /**
   * A thread needs its CPU for any step. The times are of the order measured on the kernel that
   * made the recordings; the slice is the kernel's default.
   */
  public static final CpuModel RUN_TO_BLOCK =
      new CpuModel(true, Duration.ofNanos(5_000), Duration.ofMillis(3), Duration.ofNanos(60_000));

  public CpuModel {
    notNegative("wakeUpLatency", wakeUpLatency);
    notNegative("timeSlice", timeSlice);
    notNegative("workerCreation", workerCreation);
  }

  private static void notNegative(String what, Duration time) {
    if (Objects.requireNonNull(time, what).isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative, was " + time);
    }
  }

  /** The same with another latency of wake-ups. */
  public CpuModel wakeUpLatency(Duration value) {
    return new CpuModel(runToBlock, value, timeSlice, workerCreation);
  }

  /** The same with another time slice. */
  public CpuModel timeSlice(Duration value) {
    return new CpuModel(runToBlock, wakeUpLatency, value, workerCreation);
  }

  /** The same with another time for making a worker. */
  public CpuModel workerCreation(Duration value) {
    return new CpuModel(runToBlock, wakeUpLatency, timeSlice, value);
  }
}
