package dev.wq.replay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CPU as {@link CpuTrail} follows it. */
final class TrailCpu {
  /**
   * How far a busy stretch reaches back before the moment that shows it: a task that has the CPU
   * when a worker becomes ready had it before as well, and a model that is early by a little must
   * meet it. About the drift that a replay gathers between two such moments; one value for all
   * recordings.
   */
  private static final long BEFORE = 50_000;

  /** A worker that came on the CPU had it at least for so long. */
  private static final long AFTER = 1_000;

  private static final long FREE = -1;

  final IntervalList busy = new IntervalList();
  final IntervalList seized =
      new IntervalList(); // of these, by what is no task: softirqs, idle states
  final List<Rival> rivals = new ArrayList<>(); // the tasks that had it in the others
  private final int number;
  private @Nullable Integer ownerNice; // of the task that a worker takes over from; null: of none
  @Nullable TrailTask on; // the worker on it
  int ready; // workers that wait for it
  private long busyFrom = FREE;
  private long activatedAt = FREE; // a work of a bound pool got on the list, and no worker was here
  private long cameAt; // a worker last came
  private long leftAt; // a worker last left
  long otherAt; // last shown with something that is no worker
  final List<TrailTask> putOff = new ArrayList<>(); // by something that still has the CPU

  TrailCpu(int number) {
    this.number = number;
  }

  /** The next worker that comes takes over from a task of that nice value; null: from none. */
  void takenFrom(@Nullable Integer nice) {
    ownerNice = nice;
  }

  void activated(long nanos) {
    if (on == null && activatedAt == FREE) {
      activatedAt = nanos;
    }
  }

  /** A worker waits, and something else has the CPU. */
  void wantedWhileFree(long nanos) {
    if (on == null && busyFrom == FREE) {
      busyFrom = Math.max(leftAt, nanos - BEFORE);
    }
  }

  /** A worker left to something that is no worker. */
  void leftToOther(long nanos) {
    leftAt = nanos;
    if (ready > 0 && busyFrom == FREE) {
      busyFrom = Math.max(cameAt + AFTER, nanos - BEFORE);
    }
  }

  void leftToWorker(long nanos) {
    leftAt = nanos;
  }

  /** The last one that waited went elsewhere. */
  void unwanted(long nanos) {
    if (ready == 0 && busyFrom != FREE) {
      busy.add(busyFrom, nanos);
      seized.add(busyFrom, nanos);
      busyFrom = FREE;
    }
  }

  void came(TrailTask worker, long nanos) {
    on = worker;
    cameAt = nanos;
    long from = activatedAt != FREE && !worker.unbound ? activatedAt : Long.MAX_VALUE;
    from = busyFrom != FREE ? Math.min(busyFrom, from) : from;
    busy.add(from, nanos);
    owned(from, nanos);
    busyFrom = FREE;
    activatedAt = FREE;
    putOff.forEach(task -> task.foreignOver(nanos));
    putOff.clear();
  }

  private void owned(long from, long nanos) {
    Integer nice = ownerNice;
    ownerNice = null;
    if (nice == null) {
      seized.add(from, nanos);
    } else if (from < nanos) {
      rivals.add(new Rival(number, from, nanos, nice));
    }
  }
}
