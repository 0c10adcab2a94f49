package dev.wq.driver.crypto;

import dev.wq.ThreadKind;
import dev.wq.host.Host;
import dev.wq.poll.Fifo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute jobs: started as jobs come, up to a limit, and ended when there are none.
 */
/*
 * No job is left lying. The pump puts a job and then looks whether there may be one engine more; an engine that finds no job
 * counts itself out and then looks again whether there is one. Both make a full fence in between, so that one of them sees
 * the other: either the pump starts an engine, or this one counts itself in again.
 *
 * A virtual engine ends as soon as it finds no job: to start another costs no more than to wake this one, and there is nothing
 * that has to be ended some day. A platform engine costs much more to start, and stays for a while; its timed waits need no
 * timer of the JVM, which those of virtual threads do (they took a third of the throughput of a provider that signs in 15 us).
 *
 * A reset abandons the whole: the accelerator gets other Engines and forgets these. Engines that compute end when they have
 * computed, and one that is wedged never comes back; whatever they find is brought to no item, because that is done by the
 * pump, which asks other jobs by then. The jobs that none has begun are not begun.
 */
final class Engines {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(Engines.class, "count", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Host host; // I
  private final String name; // I
  private final ThreadKind kind; // I
  private final int limit; // I
  private final Runnable kick; // I
  private final Fifo<Job> jobs = new Fifo<>();
  private volatile boolean abandoned; // false -> true

  // n -> n+1, n < limit   the pump starts an engine; one that was about to end stays
  // n -> n-1              an engine is about to end
  private volatile int count;

  Engines(Host host, String name, ThreadKind kind, int limit, Runnable kick) {
    this.host = host;
    this.name = name;
    this.kind = kind;
    this.limit = limit;
    this.kick = kick;
  }

  /** Has {@code job} run; called by the pump. */
  void give(Job job) {
    jobs.put(job);
    VarHandle.fullFence();
    if (countIn()) {
      start();
    }
  }

  private void start() {
    if (kind == ThreadKind.PLATFORM) {
      host.startDriver(name, this::serve);
    } else {
      host.newThread(name, Host.ANY_CPU, null, this::serve).start();
    }
  }

  private boolean countIn() {
    for (int n = count; n < limit; n = count) {
      host.point();
      if (COUNT.compareAndSet(this, n, n + 1)) {
        return true;
      }
    }
    return false;
  }

  private void serve() {
    do {
      for (Job job = next(); job != null && !abandoned; job = next()) {
        if (job.run()) {
          kick.run();
        }
      }
      host.point();
      COUNT.getAndAdd(this, -1);
    } while (!abandoned && jobs.size() > 0 && countIn());
  }

  private @Nullable Job next() {
    return kind == ThreadKind.PLATFORM ? await() : jobs.tryGet().orElse(null);
  }

  private @Nullable Job await() {
    try {
      return jobs.get(PATIENCE);
    } catch (TimeoutException | InterruptedException _) {
      return null;
    }
  }

  /** Begins no further job; called by the pump. */
  void abandon() {
    abandoned = true;
  }
}
