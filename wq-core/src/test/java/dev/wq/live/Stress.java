package dev.wq.live;

import dev.wq.BusyFlag;
import dev.wq.JoinHandle;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.SubmitResult;
import dev.wq.WorkQueue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the threads of a stress run share: 50 works, 8 queues, and the account of every answer.
 *
 * <p>Works 0-9 are kept: never cancelled or disabled, so a request answered "pending already" must
 * be served. Works 30-49 can be delayed.
 */
final class Stress {
  static final int PRODUCERS = 6;
  static final int MOST_RESIZED = 4;
  private static final int WORKS = 50;
  static final int KEPT = 10;
  private static final int FIRST_DELAYED = 30;
  private static final int MOST_FAULTS = 20;

  final Machine machine;
  final List<StressWork> works = new ArrayList<>();
  final List<StressQueue> queues = new ArrayList<>();
  final List<StressQueue> ordered = new ArrayList<>();
  final StressQueue resizable;
  final StressQueue freezable;
  final LongAdder timeouts = new LongAdder();
  final LongAdder spawned = new LongAdder();
  final LongAdder spawnedRuns = new LongAdder();
  final LongAdder spawnedTakenBack = new LongAdder();
  final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final LongAdder refusals = new LongAdder();
  private final long end;

  Stress(Machine machine, long seed, long nanos) {
    this.machine = machine;
    this.end = System.nanoTime() + nanos;
    ordered.add(open(QueueAttrs.named("ordered").ordered(), 1));
    ordered.add(open(QueueAttrs.named("ordered-reclaim").ordered().memReclaim(), 1));
    open(QueueAttrs.named("two").maxActive(2), 2);
    resizable = open(QueueAttrs.named("resized").maxActive(2), MOST_RESIZED);
    freezable = open(QueueAttrs.named("free").freezable(), QueueAttrs.DEFAULT_MAX_ACTIVE);
    open(QueueAttrs.named("high").highPriority().maxActive(3), 3);
    open(QueueAttrs.named("bh").bh(), QueueAttrs.DEFAULT_MAX_ACTIVE);
    open(QueueAttrs.named("fresh").freshThreads().maxActive(3), 3);
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < WORKS; i++) {
      works.add(new StressWork(this, i, i >= FIRST_DELAYED, seeds.nextLong()));
    }
  }

  private StressQueue open(QueueAttrs attrs, int limit) {
    StressQueue queue = new StressQueue(this, machine.queue(attrs), limit);
    queue.queue.onFailure((work, of, cause) -> checkFailure(cause));
    queues.add(queue);
    return queue;
  }

  private void checkFailure(Throwable cause) {
    if (!(cause instanceof StressWork.Deliberate) && !(cause instanceof InterruptedException)) {
      fault("a function has thrown " + trace(cause));
    }
  }

  boolean isOver() {
    return System.nanoTime() - end > 0 || !faults.isEmpty();
  }

  void fault(String what) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(what);
    }
  }

  static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  // ---- choices

  StressWork any(SplittableRandom random) {
    return works.get(random.nextInt(WORKS));
  }

  StressWork kept(SplittableRandom random) {
    return works.get(random.nextInt(KEPT));
  }

  StressWork loose(SplittableRandom random) {
    return works.get(KEPT + random.nextInt(WORKS - KEPT));
  }

  StressWork delayed(SplittableRandom random) {
    return works.get(FIRST_DELAYED + random.nextInt(WORKS - FIRST_DELAYED));
  }

  StressQueue queue(SplittableRandom random) {
    return queues.get(random.nextInt(queues.size()));
  }

  StressQueue of(WorkQueue queue) {
    for (StressQueue known : queues) {
      if (known.queue == queue) {
        return known;
      }
    }
    throw new AssertionError("unknown " + queue);
  }

  // ---- requests, with the account of their answers

  void enqueue(StressWork work, StressQueue queue) {
    enqueueAny(work, queue);
  }

  /** False if the queue was draining, so that the work may not run for this request. */
  boolean enqueueAny(StressWork work, StressQueue queue) {
    try {
      answered(work, queue.queue.enqueue(work.work));
      return true;
    } catch (RejectedExecutionException draining) {
      refused();
      return false;
    }
  }

  void submit(StressWork work, StressQueue queue) {
    SubmitResult answer = queue.queue.submit(work.work);
    answered(work, answer.isQueued());
    if (answer == SubmitResult.REJECTED_CLOSED) {
      fault(queue.queue + " answers closed");
    }
  }

  void answered(StressWork work, boolean queued) {
    if (queued) {
      work.accepted.incrementAndGet();
    } else {
      refused();
    }
  }

  void refused() {
    refusals.increment();
  }

  void counted(StressWork work, boolean cancelled) {
    if (cancelled) {
      work.takenBack.incrementAndGet();
    }
  }

  JoinHandle<Integer> spawn(StressQueue queue) {
    try {
      JoinHandle<Integer> handle = queue.queue.spawn(() -> runSpawned(queue));
      spawned.increment();
      return handle;
    } catch (RejectedExecutionException draining) {
      refused();
      return null;
    }
  }

  int runSpawned(StressQueue queue) {
    queue.enter("spawned");
    spawnedRuns.increment();
    queue.leave("spawned");
    return 42;
  }

  void checkText(String work, Set<BusyFlag> busy, String dump) {
    if (work.isEmpty() || busy == null || dump.isEmpty()) {
      fault("nothing to say");
    }
  }

  // ---- the balance, after everything has ended

  void settle() throws Exception {
    for (StressWork work : works) {
      counted(work, work.work.cancel());
      work.work.flush();
    }
    machine.awaitIdle(OnLiveMachine.LONG);
  }

  void checkBalance() {
    for (StressWork w : works) {
      long due = w.accepted.get() - w.takenBack.get();
      if (w.runs.get() != due || !w.work.busy().isEmpty() || w.work.disableDepth() != 0) {
        fault("%s ran %d times, %d were due".formatted(w.work, w.runs.get(), due));
      }
    }
    if (spawnedRuns.sum() != spawned.sum() - spawnedTakenBack.sum()) {
      fault(
          "%d spawned, %d taken back, %d ran"
              .formatted(spawned.sum(), spawnedTakenBack.sum(), spawnedRuns.sum()));
    }
    queues.forEach(StressQueue::checkStats);
    long counted =
        queues.stream()
            .mapToLong(q -> q.queue.stats().coalesced() + q.queue.stats().rejected())
            .sum();
    if (counted != refusals.sum()) {
      fault("%d refusals answered, %d counted".formatted(refusals.sum(), counted));
    }
  }

  long runs() {
    return queues.stream().mapToLong(q -> q.runs.get()).sum();
  }
}
