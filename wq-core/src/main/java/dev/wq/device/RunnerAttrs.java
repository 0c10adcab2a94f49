package dev.wq.device;

import dev.wq.ThreadKind;
import java.util.Objects;

/**
 * What the runners of a device are like; each verb answers a changed copy.
 *
 * @param capacity how many tasks may wait on a runner; the one that runs is not counted. Room that
 *     has become free is given back an eighth of it at a time, so a runner may be full that many
 *     tasks early
 * @param thread the kind of its thread. A virtual one is three times faster to reach from other
 *     virtual threads; a task that stays in native calls keeps a carrier from all others, and
 *     belongs on a platform thread
 * @param streams the stream of a task whose submitter has set none
 */
public record RunnerAttrs(int capacity, ThreadKind thread, StreamPolicy streams) {
  private static final int DEFAULT_CAPACITY = 1024;
  private static final int MAX_CAPACITY = 1 << 28;

  public RunnerAttrs {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "the capacity of a runner must be from 1 to " + MAX_CAPACITY + ", was " + capacity);
    }
    Objects.requireNonNull(thread, "thread");
    Objects.requireNonNull(streams, "streams");
  }

  /** Room for 1024 tasks, a virtual thread, a stream per submitting thread. */
  public static RunnerAttrs defaults() {
    return new RunnerAttrs(DEFAULT_CAPACITY, ThreadKind.VIRTUAL, StreamPolicy.PER_THREAD);
  }

  /** Room for so many tasks. */
  public RunnerAttrs capacity(int tasks) {
    return new RunnerAttrs(tasks, thread, streams);
  }

  /** For drivers in native code. */
  public RunnerAttrs onPlatformThread() {
    return new RunnerAttrs(capacity, ThreadKind.PLATFORM, streams);
  }

  /** For everything that is Java; the default. */
  public RunnerAttrs onVirtualThread() {
    return new RunnerAttrs(capacity, ThreadKind.VIRTUAL, streams);
  }

  public RunnerAttrs streams(StreamPolicy policy) {
    return new RunnerAttrs(capacity, thread, policy);
  }
}
