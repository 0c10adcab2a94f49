package dev.wq;

/**
 * An object with one work in it: the work is a field, {@link #run} is its function.
 *
 * <pre>{@code
 * final class Disk implements WorkItem {
 *   private final Work work = new Work("Disk::writeback");
 *   @Override public Work work() { return work; }
 *   @Override public void run() throws IOException { writeDirtyPages(); }
 * }
 * }</pre>
 *
 * <p>An object with several works in it uses {@link HasWork}; a work that needs no object is made
 * by {@link Work#of}.
 */
public interface WorkItem {
  /**
   * The work of this object: always the same one, and no other object's. Asked at each queueing and
   * before each run; an answer that has changed since the queueing is a failure of the run, which
   * does not take place.
   */
  Work work();

  /**
   * The function. Runs on a worker thread, never beside itself for one work. It may block, queue
   * its own work again, and throw: the queue's {@link FailureHandler} is told and the work is idle
   * again.
   */
  void run() throws Exception;
}
