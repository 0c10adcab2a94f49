package dev.wq.bench.sim;

import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.kernel.KernelRules;
import dev.wq.kernel.KernelWorker;
import dev.wq.kernel.PoolSettings;
import dev.wq.kernel.QueueSpec;
import dev.wq.kernel.SegmentEngine;
import dev.wq.kernel.SegmentWork;
import dev.wq.kernel.Topology;
import dev.wq.kernel.Workqueue;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.Simulation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The simulated kernel itself: how fast its event engine is, and what its workers weigh. */
final class SimulatedKernel {
  private static final int CPUS = 4;
  private static final int ITEMS = 200_000;
  private static final int WARM_UP = 5;
  private static final long INTERVAL = 6_000; // between two arrivals: the CPUs are busy to 80 %
  private static final int EACH_QUEUE = 2_000;
  private static final double MB = 1_000_000;

  /** Nanoseconds: above 0 on a CPU, below 0 asleep. */
  private static final List<long[]> PATTERNS =
      List.of(
          new long[] {20_000},
          new long[] {10_000, -100_000},
          new long[] {10_000, -50_000, 10_000},
          new long[] {5_000},
          new long[] {10_000, -200_000, 10_000},
          new long[] {40_000});

  private SimulatedKernel() {}

  /** Nobody looks. */
  private static final class NoTrace implements SegmentEngine.Trace {
    private int ended;

    @Override
    public void starts(SegmentWork work, KernelWorker worker, long now) {}

    @Override
    public void ends(SegmentWork work, KernelWorker worker, long now) {
      ended++;
    }
  }

  /** A work is an item, from its queueing to its end. */
  static Sample events(Settings settings) {
    for (int i = 0; i < WARM_UP; i++) {
      events();
    }
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 2 * settings.makespans() + 1; i++) {
      samples.add(events());
    }
    return Sample.median(samples);
  }

  private static Sample events() {
    NoTrace trace = new NoTrace();
    SegmentEngine engine =
        new SegmentEngine(
            Topology.flat(CPUS), KernelRules.recorded(), PoolSettings.kernel(250), trace);
    Workqueue queue = engine.core().create(QueueSpec.bound("q"));
    for (int i = 0; i < ITEMS; i++) {
      SegmentWork work = new SegmentWork(i, queue, PATTERNS.get(i % PATTERNS.size()));
      engine.arrive(i * INTERVAL, work, i % CPUS);
    }
    Meter start = Meter.now();
    engine.run();
    Sample each = Meter.now().since(start).each(ITEMS);
    if (trace.ended != ITEMS) {
      throw new IllegalStateException(trace.ended + " works of " + ITEMS + " have run");
    }
    return each;
  }

  /** Works that block, each on a worker of its own; once more when the code is compiled. */
  static Sample blocked(int count) {
    double grown = 0;
    for (int i = 0; i < WARM_UP; i++) {
      grown = grownBy(count);
    }
    return Sample.of(Reading.HEAP, grown);
  }

  private static double grownBy(int count) {
    Work[] works = new Work[count];
    Arrays.setAll(works, i -> Work.of("blocked", LockSupport::park));
    double[] grown = new double[1];
    Simulation.kernel(KernelVersion.DEFAULT)
        .logLines(0)
        .run(machine -> {
          double before = usedHeap();
          for (int i = 0; i < count; i += EACH_QUEUE) {
            enqueue(machine.queue(attrs()), works, i, Math.min(count, i + EACH_QUEUE));
          }
          machine.runUntilIdle();
          grown[0] = usedHeap() - before;
        });
    return grown[0];
  }

  private static void enqueue(WorkQueue queue, Work[] works, int from, int to) {
    for (int i = from; i < to; i++) {
      queue.enqueue(works[i]);
    }
  }

  private static QueueAttrs attrs() {
    return QueueAttrs.named("blocked").maxActive(QueueAttrs.MAX_ACTIVE_LIMIT);
  }

  private static double usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MB;
  }
}
