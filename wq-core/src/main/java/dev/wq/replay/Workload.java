package dev.wq.replay;

import dev.wq.kernel.QueueSpec;
import dev.wq.kernel.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a recording gives to a model: arrivals, what each work did with its CPU time, and the
 * attributes of the queues. When works started is not in it.
 */
final class Workload {
  /** What an execution does to others, after so much of its CPU time. */
  sealed interface Effect permits Arrival, Wake {
    long offset();

    long line();
  }

  /** A sleep of one execution that is ended by another one. */
  static final class Wake implements Effect {
    final Arrival sleeper;
    final int stretch;
    private final long offset;
    private final long line;
    boolean done;

    Wake(Arrival sleeper, int stretch, long offset, long line) {
      this.sleeper = sleeper;
      this.stretch = stretch;
      this.offset = offset;
      this.line = line;
    }

    @Override
    public long offset() {
      return offset;
    }

    @Override
    public long line() {
      return line;
    }
  }

  /** One queueing. */
  static final class Arrival implements Effect {
    @Override
    public long offset() {
      return offset;
    }

    @Override
    public long line() {
      return line;
    }

    final long line;
    final int execution; // index in the recording, -1: taken back before it ran
    final long at;
    final int cpu; // where it was queued
    final int requiredCpu; // bound: the pool's CPU; unbound: -1
    final QueueUse queue;
    final String pool;
    final WorkUse work;
    final @Nullable Course course;
    final long takenBackAt; // -1: not
    @Nullable Arrival cause;
    long offset; // of the cause's CPU time
    final List<Effect> effects = new ArrayList<>(0); // by offset
    final Map<Integer, Wake> wakes = new HashMap<>(0); // of its own sleeps, by stretch

    Arrival(
        long line,
        int execution,
        long at,
        int cpu,
        int requiredCpu,
        QueueUse queue,
        String pool,
        WorkUse work,
        @Nullable Course course,
        long takenBackAt) {
      this.line = line;
      this.execution = execution;
      this.at = at;
      this.cpu = cpu;
      this.requiredCpu = requiredCpu;
      this.queue = queue;
      this.pool = pool;
      this.work = work;
      this.course = course;
      this.takenBackAt = takenBackAt;
    }
  }

  /** A queue of the recording, as one pool kind serves it. */
  static final class QueueUse {
    final int number;
    final QueueSpec spec;
    final List<long[]> limits = new ArrayList<>(); // time, max_active

    QueueUse(int number, QueueSpec spec) {
      this.number = number;
      this.spec = spec;
    }
  }

  /** A work, known by its pointer and function. */
  record WorkUse(int number, String function) {}

  final int cpus;
  final List<Arrival> arrivals;
  final List<QueueUse> queues;
  final int works;
  final Map<String, List<Integer>> workersBefore;
  final BusyCpus busy;
  final Costs costs;
  final Placements placements;

  Workload(
      int cpus,
      List<Arrival> arrivals,
      List<QueueUse> queues,
      int works,
      Map<String, List<Integer>> workersBefore,
      BusyCpus busy,
      Costs costs,
      Placements placements) {
    this.cpus = cpus;
    this.arrivals = arrivals;
    this.queues = queues;
    this.works = works;
    this.workersBefore = workersBefore;
    this.busy = busy;
    this.costs = costs;
    this.placements = placements;
  }
}
