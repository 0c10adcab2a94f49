package dev.wq.bench.queue;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import io.kubernetes.client.extended.workqueue.DefaultWorkQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What queueing costs the producer. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnqueueBenchmark {
  private static final int BURST = 20_000;

  /** A work that waits on a frozen queue: every further request coalesces. */
  @State(Scope.Benchmark)
  public static class Pending {
    private final WorkQueue queue = Machine.live().queue(QueueAttrs.named("frozen"));
    private final Tick tick = new Tick();

    @Setup
    public void freezeAndQueue() throws InterruptedException {
      queue.freeze();
      queue.enqueue(tick);
    }
  }

  /** A key that waits in the queue of the Kubernetes client, which nobody works off. */
  @State(Scope.Benchmark)
  public static class QueuedKey {
    private final DefaultWorkQueue<Tick> queue = new DefaultWorkQueue<>();
    private final Tick tick = new Tick();

    @Setup
    public void add() {
      queue.add(tick);
    }
  }

  /** Idle works, and somebody to run them. */
  @State(Scope.Benchmark)
  public static class Idle {
    /** Who runs them. */
    @Param({"ordered", "common-pool"})
    public String runner = "";

    private final Burst burst = new Burst(BURST);
    private Peer peer = tick -> {};

    @Setup
    public void choose() {
      peer = runner.equals("ordered") ? Peer.ordered() : Peer.commonPool();
    }

    @Setup(Level.Invocation)
    public void untilIdle() {
      burst.await();
    }
  }

  @Benchmark
  public boolean refused(Pending pending) {
    return pending.queue.enqueue(pending.tick);
  }

  @Benchmark
  public void refusedKey(QueuedKey key) {
    key.queue.add(key.tick);
  }

  @Benchmark
  @OperationsPerInvocation(BURST)
  public void accepted(Idle idle) {
    idle.burst.put(idle.peer);
  }
}
