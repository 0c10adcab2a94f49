package dev.wq.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * To which stream of operations a task belongs. A task has the stream of the thread that submitted
 * it, wherever it runs, and passes it on to what it submits itself.
 *
 * @param value what tells streams apart; those that nobody has set are negative
 */
public record StreamId(long value) {
  private static final ScopedValue<StreamId> CURRENT = ScopedValue.newInstance();
  private static final StreamId SHARED = new StreamId(Long.MIN_VALUE);

  /**
   * The stream that {@link #run} has set for the caller; else that of the task that the caller is;
   * else one that belongs to the calling thread, always the same.
   */
  public static StreamId current() {
    if (CURRENT.isBound()) {
      return CURRENT.get();
    }
    DeviceTask task = DeviceTask.current();
    return task == null ? ofThread(Thread.currentThread()) : task.stream();
  }

  /** Runs {@code body} in stream {@code id}, on the calling thread. */
  public static void run(StreamId id, Runnable body) {
    Objects.requireNonNull(body, "body");
    ScopedValue.where(CURRENT, Objects.requireNonNull(id, "id")).run(body);
  }

  /**
   * What a task that is submitted now has to remember to know its stream: the stream, or the thread
   * whose default it is. So no id is made for tasks that never ask.
   */
  static Object capture(@Nullable DeviceTask by) {
    if (CURRENT.isBound()) {
      return CURRENT.get();
    }
    return by == null ? Thread.currentThread() : by.stream();
  }

  /** The default of {@code policy} for a task that {@code submitter} has submitted. */
  static StreamId byPolicy(StreamPolicy policy, Thread submitter, Devices devices) {
    return switch (policy) {
      case SINGLE -> SHARED;
      case PER_THREAD -> ofThread(submitter);
      case PER_TASK -> devices.freshStream();
    };
  }

  private static StreamId ofThread(Thread thread) {
    return new StreamId(-thread.threadId());
  }

  /** For people: {@code stream 7}. */
  @Override
  public String toString() {
    return "stream " + value;
  }
}
