package dev.wq.replay;

import dev.wq.replay.Workload.Arrival;
import dev.wq.replay.Workload.Effect;
import dev.wq.replay.Workload.QueueUse;
import dev.wq.replay.Workload.Wake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a recording into the workload that it shows. */
final class WorkloadBuilder {
  private record Key(String queue, boolean unbound, boolean high, int group) {}

  private final Recording recording;
  private final WhatIf whatIf;
  private final Trail trail;
  private final PoolGroups groups;
  private final Map<Key, QueueUse> queues = new LinkedHashMap<>();
  private final Map<String, QueueUse> byName = new HashMap<>();
  private final Map<QueueUse, List<Execution>> executions = new LinkedHashMap<>();
  private final Set<QueueUse> heldBack = new HashSet<>();
  private final Map<TracedWork, Integer> works = new HashMap<>();
  private final Map<Execution, Arrival> byExecution = new LinkedHashMap<>();
  private final List<Arrival> arrivals = new ArrayList<>();

  private final Map<QueueUse, Shape> shapes = new HashMap<>();
  private boolean servedOtherwise;

  private WorkloadBuilder(Recording recording, WhatIf whatIf) {
    this.recording = recording;
    this.whatIf = whatIf;
    this.trail = recording.trail();
    this.groups = PoolGroups.of(recording);
  }

  static Workload of(Recording recording) {
    return of(recording, WhatIf.nothing());
  }

  /**
   * @throws NoSuchQueueException if {@code whatIf} names a queue that is not there
   */
  static Workload of(Recording recording, WhatIf whatIf) {
    return new WorkloadBuilder(recording, whatIf).build();
  }

  private Workload build() {
    whatIf.check(
        recording.executions().stream()
            .filter(WorkloadBuilder::isReplayed)
            .map(Execution::queue)
            .collect(Collectors.toSet()));
    recording.executions().forEach(this::addExecution);
    recording.executions().forEach(this::addBarrier);
    byExecution.forEach(this::addCause);
    addWakes();
    recording.takenBack().forEach(this::addTakenBack);
    arrivals.sort(Comparator.comparingLong(Arrival::line));
    arrivals.forEach(a ->
        a.effects.sort(Comparator.comparingLong(Effect::offset).thenComparingLong(Effect::line)));
    executions.forEach(this::limit);
    return new Workload(
        recording.cpus(),
        recording.executions().size(),
        List.copyOf(arrivals),
        List.copyOf(queues.values()),
        works.size(),
        servedOtherwise,
        idleAtStart(),
        trail,
        SimulatedMachine.isIn(recording.report().header()));
  }

  /** Barriers have no queueing; rescuers and softirqs are no pools of workers. */
  static boolean isReplayed(Execution e) {
    PoolName.Kind kind = e.pool().kind();
    return e.queueing() != null && (kind == PoolName.Kind.BOUND || kind == PoolName.Kind.UNBOUND);
  }

  private void addExecution(Execution e) {
    Queueing queueing = e.queueing();
    Course course = trail.course(e.startLine());
    if (queueing == null || !isReplayed(e) || course == null || !course.isComplete()) {
      return;
    }
    QueueUse queue = queue(queueing.queue(), e.pool(), trail.isHigh(e.worker()));
    byName.put(queueing.queue() + queueing.poolCpu(), queue);
    executions.computeIfAbsent(queue, _ -> new ArrayList<>()).add(e);
    String pool = e.pool().toString();
    Arrival arrival =
        new Arrival(queueing, e.index(), queue, workOf(queueing.work()), pool, course);
    byExecution.put(e, arrival);
    arrivals.add(arrival);
  }

  private int workOf(TracedWork work) {
    return works.computeIfAbsent(work, _ -> works.size());
  }

  private QueueUse queue(String name, PoolName pool, boolean high) {
    boolean unbound = pool.kind() == PoolName.Kind.UNBOUND;
    Key key = new Key(name, unbound, unbound ? high : pool.highpri(), unbound ? pool.id() : -1);
    return queues.computeIfAbsent(key, this::newQueue);
  }

  private QueueUse newQueue(Key key) {
    Shape recorded =
        Shape.recorded(
            key.unbound,
            key.high,
            SimulatedMachine.isCpuIntensive(recording.report().header(), key.queue));
    Shape shape = whatIf.apply(key.queue, recorded);
    boolean otherPools = shape.isServedUnlike(recorded);
    int group =
        shape.unbound() != key.unbound || shape.high() != key.high
            ? groups.usual(shape.high())
            : key.group;
    QueueUse use = new QueueUse(queues.size(), shape.spec(key.queue, group), shape.cpus());
    shapes.put(use, shape);
    servedOtherwise |= otherPools;
    return use;
  }

  private void limit(QueueUse queue, List<Execution> its) {
    Limits.learn(queue, its, heldBack.contains(queue));
    Shape shape = Objects.requireNonNull(shapes.get(queue));
    int wanted = shape.ordered() ? 0 : shape.maxActive();
    if (wanted > 0 || shape.ordered()) {
      queue.maxActive = wanted;
    }
  }

  /** A barrier that ran right after a work, by the same worker, waited for that work. */
  private void addBarrier(Execution e) {
    Execution before = e.isBarrier() ? e.previous() : null;
    Arrival target = before == null ? null : byExecution.get(before);
    if (target != null && target.barrier == null) {
      target.barrier = trail.course(e.startLine());
    }
  }

  private void addCause(Execution e, Arrival arrival) {
    Execution cause = arrival.queueing.cause();
    Arrival parent = cause == null ? null : byExecution.get(cause);
    if (parent != null) {
      arrival.cause = parent;
      parent.effects.add(arrival);
    }
  }

  private void addWakes() {
    Map<Long, Arrival> byStart = new HashMap<>();
    byExecution.forEach((e, arrival) -> byStart.put(e.startLine(), arrival));
    for (Arrival sleeper : byExecution.values()) {
      Course course = sleeper.course;
      for (int i = 0; course != null && i < course.stretches(); i++) {
        Arrival waker = byStart.get(course.waker(i));
        if (waker != null) {
          Wake wake = new Wake(waker, sleeper, i, course.wakerOffset(i));
          sleeper.wakes.put(i, wake);
          waker.effects.add(wake);
        }
      }
    }
  }

  private void addTakenBack(Queueing queueing) {
    QueueUse queue = byName.get(queueing.queue() + queueing.poolCpu());
    if (queue == null || queueing.takenBackAt() < 0) {
      return;
    }
    if (Limits.waited(queueing)) {
      heldBack.add(queue);
    }
    arrivals.add(
        new Arrival(
            queueing, Arrival.TAKEN_BACK, queue, workOf(queueing.work()), "", (Course) null));
  }

  /**
   * A pool's idle workers form a stack, so the order in which they are first used is the order in
   * which they lay there.
   */
  private Map<String, List<Integer>> idleAtStart() {
    Map<Integer, Integer> cpuOf = new LinkedHashMap<>();
    firstSeen().values().forEach(seen -> cpuOf.putIfAbsent(seen.pid, seen.cpu));
    Map<Integer, String> poolOf = new HashMap<>();
    for (TraceWorker worker : recording.workers()) {
      if (worker.atStart()) {
        poolOf.put(worker.pid(), worker.pool().toString());
        cpuOf.putIfAbsent(worker.pid(), 0);
      }
    }
    Map<String, List<Integer>> idle = new TreeMap<>();
    cpuOf.forEach((pid, cpu) -> {
      @Nullable String pool = poolOf.get(pid);
      if (pool != null) {
        idle.computeIfAbsent(pool, _ -> new ArrayList<>()).add(cpu);
      }
    });
    return idle;
  }

  private record Seen(int pid, int cpu) {}

  private Map<Long, Seen> firstSeen() {
    Map<Long, Seen> byLine = new TreeMap<>();
    for (WakeUp wake : recording.wakeUps()) {
      byLine.put(wake.line(), new Seen(wake.pid(), wake.targetCpu()));
    }
    for (Execution e : recording.executions()) {
      byLine.put(e.startLine(), new Seen(e.worker(), e.startCpu()));
    }
    return byLine;
  }
}
