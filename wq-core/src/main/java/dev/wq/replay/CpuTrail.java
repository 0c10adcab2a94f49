package dev.wq.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the workers of a recording on and off the CPUs: the {@link Course} of each execution, the
 * stretches in which a CPU was {@link BusyCpus busy} with something that is no worker, and the
 * {@link Costs} of the steps in between.
 */
/*
 * A worker is ON a CPU, READY (woken, or put off the CPU while it could have gone on), or neither. A CPU was not to be had
 * while a worker was ready for it and no worker was on it. Who had it does not matter: a user task, a softirq, an interrupt,
 * or the CPU itself on its way out of an idle state.
 *
 * When a worker is ready. A woken one from its wake-up. But the wake-up is written some microseconds after the work was put
 * on the list, and on the CPU that will run it, which for another CPU is after an interrupt's delay; so for a work that is
 * activated while no worker of its pool is on the CPU the stretch begins with the activation.
 *
 * The switch from the idle task to a worker is often not recorded. Any later event of the worker shows that it runs; it is
 * taken to have run since SHORTLY after its wake-up, which is what is seen where both are recorded.
 *
 * Between two works. A worker that ends a work and starts the next one without leaving the CPU takes about a microsecond
 * for that. Where it took much longer, interrupts and softirqs had the CPU in between, and the worker was ready: a busy
 * stretch as well. Inside of an execution such time can't be told from running (see the traces' README), and stays in it.
 */
final class CpuTrail implements TraceSink {
  private static final long SHORTLY = 3_000;
  private static final long EXT = Long.getLong("ext", 50_000);

  private static final class Task {
    final int pid;
    boolean worker;
    boolean unbound;
    String pool = "";
    boolean placed;
    boolean high;
    boolean on;
    boolean ready;
    int cpu = -1;
    long onSince;
    long wokenAt = -1;
    long offSince;
    @Nullable TaskState off;
    @Nullable Course course;
    long run; // since the last stop
    long progress; // of the execution
    long endedAt = -1; // of its last work, while it has not left the CPU since
    long cameOn = -1; // switched in, recorded, nothing happened since
    long courseLine;
    long wakerLine = -1;
    long wakerOffset;
    int foreignStop = -1;
    boolean between; // put off after a work, and course is that of the work before
    @Nullable Course last;

    Task(int pid) {
      this.pid = pid;
    }
  }

  private static final class Cpu {
    @Nullable Task on;
    int ready;
    long cameAt; // a worker last came on it
    long leftAt; // a worker last left it
    long busyFrom = -1;
    long otherAt; // last shown with something else than a worker
    long activatedAt = -1; // a bound work got on the list while no worker was on the CPU
    final List<Task> foreign = new ArrayList<>(); // put off by something that still has the CPU
  }

  private final Map<Integer, Task> tasks = new HashMap<>();
  private final List<Cpu> cpus = new ArrayList<>();
  private final Map<Long, Course> courses = new HashMap<>();
  final Placements placements = new Placements();
  private final BusyCpus.Builder busy = new BusyCpus.Builder();
  private final Costs.Builder costs = new Costs.Builder();

  Map<Long, Course> courses() {
    return courses;
  }

  private final java.util.TreeMap<Long, Object[]> pending = new java.util.TreeMap<>();
  private long line;

  Placements placements() {
    pending.values().forEach(x -> placements.add((String) x[0], (Long) x[1], (Integer) x[2]));
    pending.clear();
    return placements;
  }

  BusyCpus busy() {
    return busy.build();
  }

  Costs costs() {
    return costs.build();
  }

  boolean isHigh(int pid) {
    return task(pid).high;
  }

  private Task task(int pid) {
    return tasks.computeIfAbsent(pid, Task::new);
  }

  private Cpu cpu(int number) {
    while (cpus.size() <= number) {
      cpus.add(new Cpu());
    }
    return cpus.get(number);
  }

  @Override
  public void named(long line, int pid, String name) {
    Task task = task(pid);
    task.worker = name.startsWith("kworker/");
    task.unbound = name.startsWith("kworker/u");
    task.pool = name.startsWith("kworker/") ? PoolName.ofTask(name).toString() : "";
  }

  /** The worker that this line shows on the CPU, if it is one. */
  private @Nullable Task seen(long nanos, int cpuNumber, int pid) {
    if (pid == 0) {
      cpu(cpuNumber).otherAt = nanos;
      return null;
    }
    Task task = task(pid);
    if (!task.worker) {
      cpu(cpuNumber).otherAt = nanos;
      return null;
    }
    if (!task.on) {
      long since = task.wokenAt >= 0 && task.ready ? Math.min(nanos, task.wokenAt + SHORTLY) : nanos;
      long other = Math.max(since, cpu(cpuNumber).otherAt);
      comesOn(task, cpuNumber, since, task.course == null ? Math.max(other, nanos - 1_000) : other);
      task.cameOn = -1;
    }
    return task;
  }

  // ---- on and off

  private void comesOn(Task task, int cpuNumber, long runsSince, long since) {
    Cpu cpu = cpu(cpuNumber);
    if (cpu.on != null && cpu.on != task) {
      leaves(cpu.on, since, TaskState.RUNNABLE, false);
    }
    notReady(task);
    if (task.placed && task.unbound) {
      pending.put(task.wokenAt * 4096 + (line++ & 4095), new Object[] {task.pool, task.wokenAt, cpuNumber});
    }
    task.placed = false;
    cpu.on = task;
    cpu.cameAt = since;
    task.on = true;
    task.cpu = cpuNumber;
    task.onSince = runsSince;
    task.cameOn = since;
    if (cpu.busyFrom >= 0) {
      busy.add(cpuNumber, cpu.busyFrom, since);
      cpu.busyFrom = -1;
    }
    if (cpu.activatedAt >= 0) {
      if (!task.unbound) {
        busy.add(cpuNumber, cpu.activatedAt, since);
      }
      cpu.activatedAt = -1;
    }
    for (Task away : cpu.foreign) {
      foreignOver(away, since);
    }
    cpu.foreign.clear();
    resume(task, since);
  }

  private void resume(Task task, long since) {
    Course course = task.course;
    if (course == null) {
      return;
    }
    foreignOver(task, since);
    if (task.off == TaskState.SLEEPING || task.off == TaskState.IDLE) {
      long woken = task.wokenAt >= 0 ? task.wokenAt : since;
      course.stop(task.run, Course.Stop.SLEEP, woken, Math.max(0, woken - task.offSince));
      if (task.wakerLine >= 0) {
        course.wokenBy(task.wakerLine, task.wakerOffset);
      }
      task.run = 0;
    }
    task.off = null;
  }

  private static void foreignOver(Task task, long since) {
    Course course = task.course;
    if (course != null && task.foreignStop >= 0) {
      course.over(task.foreignStop, since, since - task.offSince);
      task.foreignStop = -1;
    }
    if (task.between) {
      task.between = false;
      task.course = null;
    }
  }

  private void leaves(Task task, long nanos, TaskState state, boolean toWorker) {
    Cpu cpu = cpu(task.cpu);
    task.on = false;
    task.off = state;
    task.offSince = nanos;
    task.wokenAt = -1;
    if (cpu.on == task) {
      cpu.on = null;
      cpu.leftAt = nanos;
    }
    Course course = task.course;
    if (course != null) {
      task.run += nanos - task.onSince;
      task.progress += nanos - task.onSince;
    } else if (task.endedAt >= 0 && state != TaskState.RUNNABLE) {
      costs.leave(nanos - task.endedAt);
    }
    if (state == TaskState.RUNNABLE) {
      ready(task, task.cpu, nanos, toWorker);
      if (course == null && task.endedAt >= 0 && task.last != null && !toWorker) {
        task.course = task.last;
        task.foreignStop = task.last.stretches() - 1;
        cpu.foreign.add(task);
        task.between = true;
      } else if (course != null) {
        task.foreignStop = toWorker ? -1 : course.stretches();
        course.stop(task.run, toWorker ? Course.Stop.OFFER : Course.Stop.FOREIGN, nanos, 0);
        task.run = 0;
        if (!toWorker) {
          cpu.foreign.add(task);
        }
      }
    }
    task.endedAt = -1;
    if (!toWorker && cpu.ready > 0 && cpu.busyFrom < 0) {
      cpu.busyFrom = Math.max(cpu.cameAt + 1_000, nanos - EXT);
    }
  }

  private void ready(Task task, int cpuNumber, long nanos, boolean toWorker) {
    if (task.ready) {
      return;
    }
    Cpu cpu = cpu(cpuNumber);
    task.ready = true;
    task.cpu = cpuNumber;
    cpu.ready++;
    if (cpu.on == null && cpu.busyFrom < 0 && !toWorker) {
      cpu.busyFrom = Math.max(cpu.leftAt, nanos - EXT);
    }
  }

  private void notReady(Task task) {
    if (task.ready) {
      task.ready = false;
      cpu(task.cpu).ready--;
    }
  }

  private void noneReady(int cpuNumber, long nanos) {
    Cpu cpu = cpu(cpuNumber);
    if (cpu.ready == 0 && cpu.busyFrom >= 0) {
      busy.add(cpuNumber, cpu.busyFrom, nanos);
      cpu.busyFrom = -1;
    }
  }

  // ---- events

  @Override
  public void queueWork(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      long work,
      String function,
      String queue,
      int requiredCpu,
      int poolCpu) {
    seen(nanos, cpu, pid);
    costs.queued(work, nanos, cpu, context);
    lastPoolCpu = poolCpu;
    lastQueued = work;
  }

  private int lastPoolCpu = -1;
  private long lastQueued;

  @Override
  public void activateWork(long line, long nanos, int cpu, int pid, Context context, long work) {
    seen(nanos, cpu, pid);
    costs.activated(work, nanos, cpu);
    if (work == lastQueued && lastPoolCpu >= 0) {
      Cpu target = cpu(lastPoolCpu);
      if (target.on == null && target.activatedAt < 0) {
        target.activatedAt = nanos;
      }
    }
  }

  @Override
  public void executeStart(
      long line, long nanos, int cpu, int pid, Context context, long work, String function) {
    Task task = seenAny(nanos, cpu, pid);
    if (task.cameOn >= 0) {
      costs.look(nanos - task.cameOn);
    }
    if (task.endedAt >= 0) {
      costs.next(cpu, task.endedAt, nanos, busy);
    }
    task.cameOn = -1;
    task.endedAt = -1;
    task.course = new Course();
    task.courseLine = line;
    task.run = 0;
    task.progress = 0;
    task.onSince = nanos;
    courses.put(line, task.course);
  }

  /** As {@link #seen}, also for what is no kworker: a rescuer, or a softirq that runs BH works. */
  private Task seenAny(long nanos, int cpu, int pid) {
    Task task = seen(nanos, cpu, pid);
    if (task == null) {
      task = task(pid);
      task.cpu = cpu;
      task.onSince = nanos;
    }
    return task;
  }

  @Override
  public void executeEnd(long line, long nanos, int cpu, int pid, Context context, long work) {
    Task task = seenAny(nanos, cpu, pid);
    Course course = task.course;
    if (course != null) {
      course.stop(task.run + nanos - task.onSince, Course.Stop.END, 0, 0);
      task.course = null;
      task.last = course;
      task.foreignStop = -1;
      task.endedAt = nanos;
    }
  }

  @Override
  public void switched(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      int previousPid,
      int previousPriority,
      TaskState state,
      int nextPid,
      int nextPriority) {
    Task next = nextPid == 0 ? null : task(nextPid);
    boolean toWorker = next != null && next.worker;
    Task previous = previousPid == 0 ? null : task(previousPid);
    if (previous != null && previous.worker) {
      seen(nanos, cpu, previousPid);
      leaves(previous, nanos, state, toWorker);
    }
    if (next != null && toWorker) {
      next.high = nextPriority < 120;
      comesOn(next, cpu, nanos, nanos);
    }
  }

  @Override
  public void wakeup(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      int wokenPid,
      int priority,
      int targetCpu,
      boolean isNew) {
    Task waker = seen(nanos, cpu, pid);
    Task woken = task(wokenPid);
    if (!woken.worker || woken.on) {
      return;
    }
    boolean byWork = waker != null && waker.course != null && context == Context.TASK;
    woken.wakerLine = byWork ? waker.courseLine : -1;
    woken.wakerOffset = byWork ? waker.progress + nanos - waker.onSince : 0;
    costs.woken(nanos, cpu, targetCpu);
    woken.wokenAt = nanos;
    woken.placed = true;
    notReady(woken);
    ready(woken, targetCpu, nanos, false);
  }

  @Override
  public void migrated(
      long line, long nanos, int cpu, int pid, Context context, int movedPid, int from, int to) {
    Task moved = task(movedPid);
    if (moved.worker && moved.ready) {
      notReady(moved);
      noneReady(from, nanos);
      ready(moved, to, nanos, false);
    }
  }

  @Override
  public void timerExpire(
      long line, long nanos, int cpu, int pid, Context context, long timer) {
    seen(nanos, cpu, pid);
    costs.tick(nanos);
  }

  @Override
  public void other(long line, long nanos, int cpu, int pid, Context context) {
    seen(nanos, cpu, pid);
  }
}
