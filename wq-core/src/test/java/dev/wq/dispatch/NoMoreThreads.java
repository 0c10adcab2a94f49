package dev.wq.dispatch;

import dev.wq.host.Edges;
import dev.wq.host.Host;
import dev.wq.host.OtherHost;
import org.jspecify.annotations.Nullable;

/** A host on which only so many workers can be started before some instant. */
final class NoMoreThreads extends OtherHost {
  private final long until;
  private int left;

  NoMoreThreads(Host host, int workers, long until) {
    super(host);
    this.until = until;
    this.left = workers;
  }

  @Override
  public Thread newThread(String name, int cpu, @Nullable Edges edges, Runnable body) {
    if (left == 0 && nanoTime() < until) {
      throw new OutOfMemoryError("unable to create thread " + name);
    }
    left -= left > 0 ? 1 : 0;
    return super.newThread(name, cpu, edges, body);
  }
}
