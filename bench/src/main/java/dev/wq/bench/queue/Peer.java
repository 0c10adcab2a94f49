package dev.wq.bench.queue;

import com.google.common.util.concurrent.MoreExecutors;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

/**
 * Something that runs ticks: one of our queues, or what a user would pick instead. Each measuring
 * JVM uses a single one, so that calls of {@link #put} are bound as they would be in a program.
 */
@FunctionalInterface
public interface Peer {
  /** Has {@code item} run once, by some other thread. */
  void put(Tick item);

  static Peer queue(QueueAttrs attrs) {
    WorkQueue queue = Machine.live().queue(attrs);
    return queue::enqueue;
  }

  static Peer ordered() {
    return queue(QueueAttrs.named("ordered").ordered());
  }

  static Peer unordered() {
    return queue(QueueAttrs.named("unordered"));
  }

  /** So many ordered queues in turn. */
  static Peer inTurn(int count) {
    WorkQueue[] queues = new WorkQueue[count];
    for (int i = 0; i < count; i++) {
      queues[i] = Machine.live().queue(QueueAttrs.named("ordered-" + i).ordered());
    }
    return new Peer() {
      private int next;

      @Override
      public void put(Tick item) {
        queues[next].enqueue(item);
        next = next + 1 == queues.length ? 0 : next + 1;
      }
    };
  }

  static Peer executor(Executor executor) {
    return executor::execute;
  }

  static Peer threadPerTask() {
    return executor(Executors.newVirtualThreadPerTaskExecutor());
  }

  static Peer commonPool() {
    return executor(ForkJoinPool.commonPool());
  }

  static Peer guavaSequential() {
    return executor(MoreExecutors.newSequentialExecutor(ForkJoinPool.commonPool()));
  }

  /** Two threads that share a {@link java.util.concurrent.LinkedBlockingQueue}. */
  static Peer fixedPool() {
    return executor(Executors.newFixedThreadPool(2, daemon().factory()));
  }

  /** One event loop of Netty. */
  static Peer netty() {
    return executor(new DefaultEventExecutor(daemon().factory()));
  }

  /** Two event loops of Netty in turn. */
  static Peer nettyGroup() {
    return executor(new DefaultEventExecutorGroup(2, daemon().factory()));
  }

  /** What libraries write by hand, on the common pool. */
  static Peer drainStatus() {
    return executor(new DrainStatusExecutor(ForkJoinPool.commonPool()));
  }

  /** Threads that keep no JVM alive. */
  static Thread.Builder.OfPlatform daemon() {
    return Thread.ofPlatform().daemon().name("peer-", 0);
  }
}
