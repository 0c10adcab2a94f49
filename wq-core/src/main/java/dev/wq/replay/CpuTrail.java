package dev.wq.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the workers of a recording on and off the CPUs, and so learns what a model of the CPUs
 * has to be told: the {@link Course} of each execution, when a CPU was not to be had, where woken
 * unbound workers went, and what the small steps cost.
 */
/*
 * A worker is on a CPU, ready (woken, or put off the CPU while it could have gone on), or neither. A CPU was not to be had
 * while a worker was ready for it and no worker was on it. Who had it does not matter: a user task, a softirq, an interrupt,
 * or the CPU itself on its way out of an idle state.
 *
 * When a worker is ready. A woken one from its wake-up. But the wake-up is written some microseconds after the work was put
 * on the list, and on the CPU that will run it, for another CPU after an interrupt's delay; so for a work of a bound pool
 * that is activated while no worker is on the CPU the stretch begins with the activation. And whoever had the CPU then had
 * it before as well: TrailCpu.BEFORE.
 *
 * The switch from the idle task to a worker is often not recorded. Any later event of the worker shows that it runs. Its
 * running time counts from SHORTLY after its wake-up, as that of Executions does, so that both agree; the CPU counts as the
 * worker's only from the last event of something else on it, and for an idle worker from just before the start of its work,
 * because the softirq that woke it often goes on for a while.
 *
 * Stops. A worker that leaves the CPU inside a work sleeps, is put off by something that is no worker (FOREIGN), or by a
 * worker (OFFER: it offered the CPU there, which it does whoever waits). One that is put off between two works was put off
 * by its first one, after the function returned: the stop END of that one lasts until the CPU is given back.
 *
 * Between two works. A worker that ends a work and starts the next without leaving the CPU takes less than a microsecond
 * for that. Where it took much longer, interrupts and softirqs had the CPU in between while the worker was ready: busy as
 * well. Inside of an execution such time can't be told from running, and stays in it.
 */
final class CpuTrail implements TraceSink {
  private static final long SHORTLY = Executions.SWITCH_IN;
  private static final long JUST_BEFORE = 1_000;
  private static final int NORMAL_PRIORITY = 120;
  private static final int LEAST_FAIR = 100; // lower ones are real-time tasks

  private final LongTable<TrailTask> tasks = new LongTable<>();
  private final LongTable<Course> courses = new LongTable<>();
  private final Placements.Builder placements = new Placements.Builder();
  private final StepCosts costs = new StepCosts();
  private final Stints.Builder stints = new Stints.Builder();
  private TrailCpu[] cpus = {};
  private long queuedWork;
  private int queuedOn = -1;

  /**
   * @param stepCosts null: measured
   */
  Trail build(int cpuCount, @Nullable Costs stepCosts) {
    cpu(Math.max(0, cpuCount - 1));
    List<Rival> rivals = new ArrayList<>();
    IntervalList[] busy = new IntervalList[cpus.length];
    IntervalList[] seized = new IntervalList[cpus.length];
    for (int i = 0; i < busy.length; i++) {
      busy[i] = cpus[i].busy;
      busy[i].merge();
      seized[i] = cpus[i].seized;
      seized[i].merge();
      rivals.addAll(cpus[i].rivals);
    }
    return new Trail(
        courses,
        busy,
        seized,
        rivals,
        placements.build(),
        stepCosts == null ? costs.build() : stepCosts,
        costs.ticks(),
        this::isHigh);
  }

  /** By the lines in which executions start. */
  Stints.Builder stints() {
    return stints;
  }

  private boolean isHigh(int pid) {
    return task(pid).high;
  }

  private TrailTask task(int pid) {
    return tasks.computeIfAbsent(pid, _ -> new TrailTask());
  }

  private TrailCpu cpu(int number) {
    if (number >= cpus.length) {
      int before = cpus.length;
      cpus = Arrays.copyOf(cpus, number + 1);
      for (int i = before; i < cpus.length; i++) {
        cpus[i] = new TrailCpu(i);
      }
    }
    return cpus[number];
  }

  // ---- on and off

  /** An event of {@code pid} on {@code cpu}: the worker, if it is one. */
  private @Nullable TrailTask seen(long nanos, int cpu, int pid) {
    TrailTask task = pid == 0 ? null : task(pid);
    if (task == null || !task.worker) {
      cpu(cpu).otherAt = nanos;
      return null;
    }
    if (!task.on) {
      long runsSince = task.ready && task.wokenAt >= 0 ? task.wokenAt + SHORTLY : nanos;
      runsSince = Math.min(runsSince, nanos);
      long cameAt = Math.max(runsSince, cpu(cpu).otherAt);
      comesOn(task, cpu, runsSince, idle(task) ? Math.max(cameAt, nanos - JUST_BEFORE) : cameAt);
      task.cameAt = -1;
    }
    return task;
  }

  private static boolean idle(TrailTask task) {
    return task.course == null;
  }

  private void comesOn(TrailTask task, int number, long runsSince, long nanos) {
    TrailCpu cpu = cpu(number);
    if (cpu.on != null && cpu.on != task) {
      leaves(cpu.on, nanos, TaskState.RUNNABLE, false);
    }
    notReady(task);
    if (task.placed) {
      task.placed = false;
      placements.add(task.pool, task.wokenAt, number);
    }
    task.foreignOver(nanos);
    cpu.came(task, nanos);
    task.on = true;
    task.cpu = number;
    task.onSince = runsSince;
    task.cameAt = nanos;
    endSleep(task, nanos);
  }

  private static void endSleep(TrailTask task, long nanos) {
    Course course = task.course;
    if (course != null && task.asleep) {
      long woken = task.wokenAt >= 0 ? task.wokenAt : nanos;
      course.stop(task.stretch, Course.Stop.SLEEP, woken);
      if (task.wakerLine >= 0) {
        course.wokenBy(task.wakerLine, task.wakerOffset);
      }
      task.stretch = 0;
    }
    task.asleep = false;
  }

  private void leaves(TrailTask task, long nanos, TaskState state, boolean toWorker) {
    TrailCpu cpu = cpu(task.cpu);
    if (cpu.on == task) {
      cpu.on = null;
    }
    if (task.course != null) {
      task.stretch += nanos - task.onSince;
      task.progress += nanos - task.onSince;
      stints.add(task.startLine, task.cpu, task.onSince, nanos);
    }
    task.on = false;
    task.leftAt = nanos;
    task.wokenAt = -1;
    if (state == TaskState.RUNNABLE) {
      isPutOff(task, cpu, nanos, toWorker);
    } else {
      task.asleep = true;
      if (task.last != null) {
        costs.leave(nanos - task.endedAt);
      }
    }
    task.last = null;
    if (toWorker) {
      cpu.leftToWorker(nanos);
    } else {
      cpu.leftToOther(nanos);
    }
  }

  private static void isPutOff(TrailTask task, TrailCpu cpu, long nanos, boolean toWorker) {
    task.ready = true;
    cpu.ready++;
    Course course = task.course;
    if (course != null) {
      task.foreign = course.stretches();
      course.stop(task.stretch, toWorker ? Course.Stop.OFFER : Course.Stop.FOREIGN, nanos);
      task.stretch = 0;
    } else if (task.last != null) {
      course = task.last;
      task.foreign = course.stretches() - 1;
    }
    if (course != null && !toWorker) {
      task.putOff = course;
      cpu.putOff.add(task);
    }
  }

  private void notReady(TrailTask task) {
    if (task.ready) {
      task.ready = false;
      cpu(task.cpu).ready--;
    }
  }

  private void ready(TrailTask task, int number, long nanos) {
    TrailCpu cpu = cpu(number);
    task.ready = true;
    task.cpu = number;
    cpu.ready++;
    cpu.wantedWhileFree(nanos);
  }

  // ---- events

  @Override
  public void named(long line, int pid, String name) {
    TrailTask task = task(pid);
    PoolName pool = PoolName.ofTask(name);
    task.worker = PoolName.isWorker(name);
    task.unbound = pool.kind() == PoolName.Kind.UNBOUND;
    task.pool = pool.toString();
  }

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
    queuedWork = work;
    queuedOn = poolCpu;
  }

  @Override
  public void activateWork(long line, long nanos, int cpu, int pid, Context context, long work) {
    seen(nanos, cpu, pid);
    costs.activated(nanos, cpu);
    if (work == queuedWork && queuedOn >= 0) {
      cpu(queuedOn).activated(nanos);
    }
  }

  @Override
  public void executeStart(
      long line, long nanos, int cpu, int pid, Context context, long work, String function) {
    TrailTask task = runsWork(nanos, cpu, pid);
    if (task.cameAt >= 0) {
      costs.look(nanos - task.cameAt);
    }
    if (task.last != null) {
      costs.next(nanos - task.endedAt);
      if (nanos - task.endedAt > StepCosts.LONG) {
        cpu(cpu).busy.add(task.endedAt + JUST_BEFORE, nanos - JUST_BEFORE);
      }
    }
    task.cameAt = -1;
    task.last = null;
    task.startLine = line;
    task.stretch = 0;
    task.progress = 0;
    task.onSince = nanos;
    task.course = new Course();
    courses.put(line, task.course);
  }

  /** As {@link #seen}, also for a softirq or a task that runs works in its own code. */
  private TrailTask runsWork(long nanos, int cpu, int pid) {
    TrailTask worker = seen(nanos, cpu, pid);
    return worker != null ? worker : task(pid);
  }

  @Override
  public void executeEnd(long line, long nanos, int cpu, int pid, Context context, long work) {
    TrailTask task = runsWork(nanos, cpu, pid);
    Course course = task.course;
    if (course != null) {
      course.stop(task.stretch + nanos - task.onSince, Course.Stop.END, 0);
      stints.add(task.startLine, cpu, task.onSince, nanos);
      task.course = null;
      task.last = task.worker ? course : null;
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
    TrailTask next = nextPid == 0 ? null : task(nextPid);
    boolean toWorker = next != null && next.worker;
    TrailTask previous = seen(nanos, cpu, previousPid);
    if (previous != null) {
      leaves(previous, nanos, state, toWorker);
    }
    if (next != null && toWorker) {
      next.high = nextPriority < NORMAL_PRIORITY;
      boolean fair = previous == null && previousPid != 0 && previousPriority >= LEAST_FAIR;
      cpu(cpu).takenFrom(fair ? previousPriority - NORMAL_PRIORITY : null);
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
    TrailTask waker = seen(nanos, cpu, pid);
    TrailTask woken = task(wokenPid);
    if (!woken.worker || woken.on) {
      return;
    }
    costs.woken(nanos, cpu, targetCpu);
    woken.wakerLine = -1;
    if (waker != null && waker.course != null && context == Context.TASK) {
      woken.wakerLine = waker.startLine;
      woken.wakerOffset = waker.progressAt(nanos);
    }
    woken.wokenAt = nanos;
    woken.placed = woken.unbound;
    notReady(woken);
    ready(woken, targetCpu, nanos);
  }

  @Override
  public void migrated(
      long line,
      long nanos,
      int cpu,
      int pid,
      Context context,
      int movedPid,
      int fromCpu,
      int toCpu) {
    TrailTask moved = task(movedPid);
    if (moved.worker && moved.ready) {
      notReady(moved);
      cpu(fromCpu).unwanted(nanos);
      ready(moved, toCpu, nanos);
    }
  }

  @Override
  public void timerExpire(long line, long nanos, int cpu, int pid, Context context, long timer) {
    seen(nanos, cpu, pid);
    costs.expired(nanos);
  }

  @Override
  public void other(long line, long nanos, int cpu, int pid, Context context) {
    seen(nanos, cpu, pid);
  }
}
