package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.DelayedWork;
import dev.wq.QueueAttrs;
import dev.wq.WorkContext;
import dev.wq.WorkQueue;
import dev.wq.kernel.RandomWorkload.Arrival;
import dev.wq.kernel.RandomWorkload.Job;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.SimMachine;
import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same workload on simulated threads through the public API, and as segments without threads:
 * each start and end of a work at the same instant, on the same worker, in the same order.
 */
class TwoEnginesTest {
  private static final int SEEDS = Integer.getInteger("wq.engines.seeds", 1_000);

  @Test
  void threadsAndSegments_giveIdenticalTraces() {
    int runs = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      RandomWorkload workload = RandomWorkload.of(seed);
      List<String> threads = new Threads(workload).run();
      List<String> segments = new Segments(workload).run();
      assertSame(seed, threads, segments);
      runs += segments.size() / 2;
    }
    assertTrue(runs > 20 * SEEDS, "only " + runs + " runs of works");
  }

  private static void assertSame(long seed, List<String> threads, List<String> segments) {
    int same = 0;
    while (same < Math.min(threads.size(), segments.size())
        && threads.get(same).equals(segments.get(same))) {
      same++;
    }
    if (same < Math.max(threads.size(), segments.size())) {
      int from = Math.max(0, same - 5);
      assertEquals(
          excerpt(threads, from), excerpt(segments, from), "seed " + seed + " from line " + from);
    }
  }

  private static String excerpt(List<String> lines, int from) {
    return String.join("\n", lines.subList(from, Math.min(lines.size(), from + 12)));
  }

  private static String line(long now, int work, String what, String worker) {
    return now + " " + work + " " + what + " " + worker;
  }

  /** The workload as blocking Java functions. */
  private static final class Threads {
    private final RandomWorkload workload;
    private final List<String> trace = new ArrayList<>();

    Threads(RandomWorkload workload) {
      this.workload = workload;
    }

    List<String> run() {
      Simulation.kernel(KernelVersion.DEFAULT)
          .cpus(workload.cpus())
          .hz(workload.hz())
          .logLines(0)
          .run(this::play);
      return trace;
    }

    private void play(SimMachine machine) throws InterruptedException {
      List<WorkQueue> queues = new ArrayList<>();
      workload.queues().forEach(attrs -> queues.add(machine.queue(attrs)));
      List<DelayedWork> works = new ArrayList<>();
      for (Job job : workload.jobs()) {
        works.add(work(machine, queues.get(job.queue()), works.size(), job));
      }
      for (Arrival arrival : workload.arrivals()) {
        machine.sleep(Duration.ofNanos(arrival.time()).minus(machine.now()));
        WorkQueue queue = queues.get(workload.jobs().get(arrival.job()).queue());
        enqueue(queue, works.get(arrival.job()), arrival.cpu());
      }
      machine.runUntilIdle();
    }

    private static void enqueue(WorkQueue queue, DelayedWork work, int cpu) {
      if (cpu < 0) {
        queue.enqueue(work);
      } else {
        queue.enqueueOn(cpu, work);
      }
    }

    private DelayedWork work(SimMachine machine, WorkQueue queue, int id, Job job) {
      DelayedWork[] self = new DelayedWork[1];
      int[] left = {job.againTimes()};
      self[0] =
          DelayedWork.of(
              "w" + id,
              () -> {
                say(machine, id, "starts");
                spend(machine, job.segments());
                say(machine, id, "ends");
                if (left[0]-- > 0) {
                  queue.enqueueDelayed(self[0], Duration.ofNanos(job.againDelay()));
                }
              });
      return self[0];
    }

    private static void spend(SimMachine machine, long[] segments) throws InterruptedException {
      for (long nanos : segments) {
        if (nanos > 0) {
          machine.compute(Duration.ofNanos(nanos));
        } else {
          machine.sleep(Duration.ofNanos(-nanos));
        }
      }
    }

    private void say(SimMachine machine, int id, String what) {
      String worker = WorkContext.current().orElseThrow().worker();
      trace.add(line(machine.now().toNanos(), id, what, worker));
    }
  }

  /** The workload as segments. */
  private static final class Segments implements SegmentEngine.Trace {
    private final RandomWorkload workload;
    private final List<String> trace = new ArrayList<>();

    Segments(RandomWorkload workload) {
      this.workload = workload;
    }

    List<String> run() {
      SegmentEngine engine =
          new SegmentEngine(
              Topology.flat(workload.cpus()),
              KernelRules.recorded(),
              PoolSettings.kernel(workload.hz()).neverBesideThemselves(),
              this);
      List<Workqueue> queues = new ArrayList<>();
      workload.queues().forEach(attrs -> queues.add(engine.core().create(spec(attrs))));
      List<SegmentWork> works = new ArrayList<>();
      for (Job job : workload.jobs()) {
        works.add(
            new SegmentWork(works.size(), queues.get(job.queue()), job.segments())
                .again(job.againTimes(), job.againDelay()));
      }
      for (Arrival arrival : workload.arrivals()) {
        engine.arrive(arrival.time(), works.get(arrival.job()), arrival.cpu());
      }
      engine.run();
      return trace;
    }

    private static QueueSpec spec(QueueAttrs attrs) {
      return new QueueSpec(
          attrs.name(),
          attrs.isUnbound(),
          attrs.isHighPriority(),
          attrs.isOrdered(),
          attrs.isBh() ? 0 : attrs.maxActive(),
          attrs.isMemReclaim(),
          attrs.isCpuIntensive(),
          attrs.isBh(),
          false,
          AffinityScope.DEFAULT,
          false,
          -1);
    }

    @Override
    public void starts(SegmentWork work, KernelWorker worker, long now) {
      trace.add(line(now, work.id(), "starts", worker.name()));
    }

    @Override
    public void ends(SegmentWork work, KernelWorker worker, long now) {
      trace.add(line(now, work.id(), "ends", worker.name()));
    }
  }
}
