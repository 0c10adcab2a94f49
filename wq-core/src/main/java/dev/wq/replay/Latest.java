package dev.wq.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Finds the works of a recording that started latest, while it is read, with memory for those and
 * for what is pending: for recordings of any length. What was recorded, not a prediction.
 */
public final class Latest implements TraceSink {
  private static final Comparator<Start> BY_LATENCY =
      Comparator.comparingLong(Start::latency)
          .thenComparing(Start::line, Comparator.reverseOrder());

  /** Is told of each start whose queueing was seen. */
  public interface Starts {
    void started(String queue, long latency);
  }

  /**
   * A start.
   *
   * @param line in which it stands
   * @param queuedAt nanoseconds since the first event
   * @param startedAt nanoseconds since the first event
   */
  public record Start(long line, String queue, String function, long queuedAt, long startedAt) {
    public long latency() {
      return startedAt - queuedAt;
    }
  }

  private record Work(long pointer, String function) {}

  private record Pending(String queue, long at) {}

  private final int count;
  private final Starts starts;
  private final PriorityQueue<Start> latest = new PriorityQueue<>(BY_LATENCY);
  private final Map<Work, Pending> pending =
      new HashMap<>(); // a later queueing replaces an earlier

  /**
   * @param count how many to find
   * @param starts told of all
   */
  public Latest(int count, Starts starts) {
    this.count = count;
    this.starts = starts;
  }

  /** The latest ones, latest first. */
  public List<Start> found() {
    List<Start> found = new ArrayList<>(latest);
    found.sort(BY_LATENCY.reversed());
    return found;
  }

  @Override
  public void queueWork(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      long work,
      String function,
      String queue,
      int requiredCpu,
      int poolCpu) {
    pending.put(new Work(work, function), new Pending(queue, nanos));
  }

  @Override
  public void executeStart(
      long line, long nanos, int cpu, int pid, Context context, long work, String function) {
    Pending queued = pending.remove(new Work(work, function));
    if (queued != null) {
      starts.started(queued.queue, nanos - queued.at);
      offer(new Start(line, queued.queue, function, queued.at, nanos));
    }
  }

  private void offer(Start start) {
    latest.add(start);
    if (latest.size() > count) {
      latest.remove();
    }
  }
}
