package dev.wq.replay;

import dev.wq.kernel.QueueSpec;
import dev.wq.replay.Workload.Arrival;
import dev.wq.replay.Workload.QueueUse;
import dev.wq.replay.Workload.WorkUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns a recording into the workload that it shows. */
final class WorkloadBuilder {
  private record Key(String queue, boolean unbound, boolean high, int group) {}

  private final Recording recording;
  private final CpuTrail trail;
  private final Map<Key, QueueUse> queues = new LinkedHashMap<>();
  private final Map<QueueUse, List<Execution>> byQueue = new HashMap<>();
  private final Map<TracedWork, WorkUse> works = new HashMap<>();
  private final Set<QueueUse> heldBack = new HashSet<>();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final Map<String, QueueUse> queueOfName = new HashMap<>();

  private WorkloadBuilder(Recording recording, CpuTrail trail) {
    this.recording = recording;
    this.trail = trail;
  }

  static Workload of(Recording recording, CpuTrail trail) {
    return new WorkloadBuilder(recording, trail).build();
  }

  private Workload build() {
    Map<Execution, Arrival> byExecution = new HashMap<>();
    for (Execution e : recording.executions()) {
      Queueing q = e.queueing();
      if (q == null || !isReplayed(e)) {
        continue;
      }
      QueueUse queue = queue(q.queue(), e.pool(), trail.isHigh(e.worker()));
      queueOfName.put(q.queue() + q.poolCpu(), queue);
      byQueue.computeIfAbsent(queue, _ -> new ArrayList<>()).add(e);
      Arrival arrival = arrival(q, e.index(), queue, e.pool().toString(), course(e), -1);
      byExecution.put(e, arrival);
      arrivals.add(arrival);
    }
    for (Execution e : byExecution.keySet()) {
      Queueing q = e.queueing();
      Arrival cause = q == null || q.cause() == null ? null : byExecution.get(q.cause());
      if (q != null && cause != null) {
        Arrival arrival = byExecution.get(e);
        arrival.cause = cause;
        arrival.offset = q.causeOffset();
        cause.effects.add(arrival);
      }
    }
    Map<Long, Arrival> byStart = new HashMap<>();
    byExecution.forEach((e, a) -> byStart.put(e.startLine(), a));
    for (Arrival a : byExecution.values()) {
      Course course = a.course;
      for (int i = 0; course != null && i < course.stretches(); i++) {
        Arrival waker = course.waker(i) < 0 ? null : byStart.get(course.waker(i));
        if (waker != null) {
          Workload.Wake wake =
              new Workload.Wake(a, i, course.wakerOffset(i), Long.MAX_VALUE / 2 + i);
          a.wakes.put(i, wake);
          waker.effects.add(wake);
        }
      }
    }
    for (Queueing q : recording.takenBack()) {
      QueueUse queue = queueOfName.get(q.queue() + q.poolCpu());
      if (queue != null && (q.activatedAt() < 0 || q.activatedAt() - q.at() > 5_000)) {
        heldBack.add(queue);
      }
      if (queue != null && q.takenBackAt() >= 0) {
        arrivals.add(arrival(q, -1, queue, "", null, q.takenBackAt()));
      }
    }
    arrivals.sort(Comparator.comparingLong(a -> a.line));
    for (Arrival a : arrivals) {
      a.effects.sort(
          Comparator.comparingLong(Workload.Effect::offset)
              .thenComparingLong(Workload.Effect::line));
    }
    byQueue.forEach((queue, list) -> Limits.learn(queue, list, heldBack.contains(queue)));
    Map<String, List<Integer>> before = idleAtStart();
    return new Workload(
        recording.cpus(),
        List.copyOf(arrivals),
        List.copyOf(queues.values()),
        works.size(),
        before,
        trail.busy(),
        trail.costs(),
        trail.placements());
  }

  /** CPUs of the workers that were there, the one that was used first (the last to idle) first. */
  private Map<String, List<Integer>> idleAtStart() {
    Map<Integer, Integer> cpus = new LinkedHashMap<>();
    Map<Integer, PoolName> pools = new HashMap<>();
    java.util.TreeMap<Long, int[]> first = new java.util.TreeMap<>();
    for (WakeUp w : recording.wakeUps()) {
      first.put(w.line(), new int[] {w.pid(), w.targetCpu()});
    }
    for (Execution e : recording.executions()) {
      first.put(e.startLine(), new int[] {e.worker(), e.startCpu()});
    }
    first.values().forEach(x -> cpus.putIfAbsent(x[0], x[1]));
    for (TraceWorker w : recording.workers()) {
      if (w.atStart()) {
        pools.put(w.pid(), w.pool());
        cpus.putIfAbsent(w.pid(), 0);
      }
    }
    Map<String, List<Integer>> result = new TreeMap<>();
    cpus.forEach(
        (pid, cpu) -> {
          PoolName pool = pools.get(pid);
          if (pool != null) {
            result.computeIfAbsent(pool.toString(), _ -> new ArrayList<>()).add(cpu);
          }
        });
    return result;
  }

  static boolean isReplayed(Execution e) {
    PoolName.Kind kind = e.pool().kind();
    return e.queueing() != null && (kind == PoolName.Kind.BOUND || kind == PoolName.Kind.UNBOUND);
  }

  private Course course(Execution e) {
    Course course = trail.courses().get(e.startLine());
    if (course == null || !course.isComplete()) {
      throw new IllegalStateException("no course for " + e);
    }
    return course;
  }

  private Arrival arrival(
      Queueing q, int execution, QueueUse queue, String pool, @Nullable Course course, long takenBackAt) {
    WorkUse work =
        works.computeIfAbsent(q.work(), w -> new WorkUse(works.size(), w.function()));
    return new Arrival(
        q.line(), execution, q.at(), q.cpu(), q.poolCpu(), queue, pool, work, course, takenBackAt);
  }

  private QueueUse queue(String name, PoolName pool, boolean high) {
    boolean unbound = pool.kind() == PoolName.Kind.UNBOUND;
    Key key = new Key(name, unbound, unbound ? high : pool.highpri(), unbound ? pool.id() : -1);
    return queues.computeIfAbsent(
        key,
        k -> {
          QueueSpec spec =
              k.unbound
                  ? QueueSpec.unbound(name).withMaxActive(2048).withPoolGroup(k.group)
                  : QueueSpec.bound(name).withMaxActive(2048);
          return new QueueUse(queues.size(), k.high ? spec.withHighPriority() : spec);
        });
  }
}
