package dev.wq.replay;

import dev.wq.replay.Diagnosis.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/*
 * Executions and their segments.
 *
 * An execution is on the CPU from its start; it leaves the CPU at a switch, asleep or preempted, and
 * comes back at the next switch to its worker. Asleep it sleeps until it is woken, and from then on
 * waits for the CPU. Preempted it waits all the time.
 *
 * Some kernels do not record the switch from the idle task to a worker. The worker's next event, of
 * whatever kind, shows that it runs; by then it has had the CPU since about 3 us after its wake-up,
 * which is what is measured where both are recorded. Without a wake-up, or after a preemption, it is
 * taken to run from that event on.
 */

/** Follows what each worker runs and when it had the CPU. */
final class Executions {
  /** From the wake-up of a worker on an idle CPU to its switch-in. Source: the recordings. */
  static final long SWITCH_IN = 3_000;

  private final Queueings queueings;
  private final Diagnoses diagnoses;
  private final List<Execution> finished = new ArrayList<>();
  private final List<Execution> endless = new ArrayList<>();
  private long inferred;

  Executions(Queueings queueings, Diagnoses diagnoses) {
    this.queueings = queueings;
    this.diagnoses = diagnoses;
  }

  /** An event shows that {@code task} is on a CPU. */
  void runs(Task task, long nanos) {
    Execution current = task.current;
    if (current == null || task.offSince < 0) {
      return;
    }
    inferred++;
    long woken = task.wokenAt < 0 ? nanos : task.wokenAt;
    long since = nanos;
    if (task.asleep) {
      since = Math.min(nanos, woken + SWITCH_IN);
      task.addSleep(woken - task.offSince);
      current.waited += since - woken;
    } else {
      current.preempted += nanos - task.offSince;
    }
    task.wokenAt = -1;
    task.offSince = -1;
    task.onSince = since;
  }

  void start(Task task, TracedWork work, long line, long nanos, int cpu) {
    if (task.current != null) {
      diagnoses.note(Kind.NO_END, task.current.startLine);
      endless.add(stop(task, task.current));
    }
    Execution execution =
        new Execution(work, null, line, nanos, cpu, task.pid, task.pool, task.last);
    queueings.started(execution);
    if (execution.queueing == null && !execution.isBarrier()) {
      diagnoses.note(Kind.NO_QUEUEING, line);
    }
    execution.wokenAt = task.wokenAt;
    task.wokenAt = -1;
    task.begin(execution, nanos);
  }

  void end(Task task, long line, long nanos) {
    Execution current = task.current;
    if (current == null) {
      diagnoses.note(Kind.NO_START, line);
      return;
    }
    task.addRun(nanos);
    current.endedAt = nanos;
    finished.add(stop(task, current));
  }

  private static Execution stop(Task task, Execution current) {
    current.segments = task.segments();
    task.current = null;
    return current;
  }

  void switchedOut(Task task, TaskState state, long nanos) {
    if (task.current != null) {
      task.addRun(nanos);
      task.offSince = nanos;
      task.asleep = state != TaskState.RUNNABLE;
      task.wokenAt = -1;
    } else if (task.kworker) {
      task.wokenAt = -1;
    }
  }

  void switchedIn(Task task, int cpu, long nanos) {
    Execution current = task.current;
    if (current == null) {
      return;
    }
    if (cpu != current.startCpu) {
      current.migrations++;
    }
    if (task.offSince < 0) {
      return;
    }
    if (task.asleep) {
      long woken = task.wokenAt < 0 ? nanos : task.wokenAt;
      task.addSleep(woken - task.offSince);
      current.waited += nanos - woken;
      task.wokenAt = -1;
    } else {
      current.preempted += nanos - task.offSince;
    }
    task.offSince = -1;
    task.onSince = nanos;
  }

  /** Whether {@code task} was idle when it was woken. */
  boolean woken(Task task, long nanos) {
    task.wokenAt = nanos;
    return task.current == null;
  }

  /** Ends reading: what still runs is cut off, all get their place in the order of starts. */
  void close(Tasks tasks) {
    tasks.forEach(task -> {
      if (task.current != null) {
        endless.add(stop(task, task.current));
      }
    });
    finished.sort(Comparator.comparingLong(e -> e.startLine));
    endless.sort(Comparator.comparingLong(e -> e.startLine));
    int number = 0;
    for (Execution e : finished) {
      number(e, number++, tasks);
    }
    for (Execution e : endless) {
      number(e, number++, tasks);
    }
  }

  private void number(Execution execution, int index, Tasks tasks) {
    execution.index = index;
    if (execution.pool.kind() == PoolName.Kind.UNKNOWN) {
      execution.pool = tasks.get(execution.worker).pool;
    }
    if (execution.pool.kind() == PoolName.Kind.UNKNOWN) {
      diagnoses.note(Kind.UNKNOWN_WORKER, execution.startLine);
    }
  }

  /** Those with start and end, in order of start. */
  List<Execution> finished() {
    return finished;
  }

  /** Those without an end, in order of start. */
  List<Execution> endless() {
    return endless;
  }

  /** Switches to a worker that were not recorded. */
  long inferred() {
    return inferred;
  }
}
