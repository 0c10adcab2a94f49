package dev.wq.examples;

import dev.wq.QueueStats;
import dev.wq.WorkQueue;
import java.io.PrintStream;

/** Prints what a queue has counted, once everything queued so far has run. */
final class Counts {
  private Counts() {}

  static void print(WorkQueue queue, PrintStream out) throws InterruptedException {
    queue.flush();
    QueueStats stats = queue.stats();
    long lost = stats.queued() - stats.completed() - stats.cancelled();
    out.printf(
        "   queue '%s': %d queued, %d coalesced, %d run, %d failed, %d lost%n",
        queue.name(), stats.queued(), stats.coalesced(), stats.completed(), stats.failed(), lost);
  }
}
