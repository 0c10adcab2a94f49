package dev.wq.replay;

import dev.wq.kernel.CpuMask;
import dev.wq.kernel.QueueSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a recording gives to a model: arrivals, what each work did with its CPU time, the attributes
 * of the queues, the workers there were. When works started is not in it.
 *
 * @param servedOtherwise whether queues are served by other kinds of pools than in the recording
 * @param simulated whether the CPUs were the simulator's
 * @param idle of each pool the CPUs of the workers that were there, the last one to idle first
 */
record Workload(
    int cpus,
    int executions,
    List<Arrival> arrivals,
    List<QueueUse> queues,
    int works,
    boolean servedOtherwise,
    Map<String, List<Integer>> idle,
    Trail trail,
    boolean simulated) {

  /** What an execution does to others after so much of its CPU time. */
  sealed interface Effect permits Arrival, Wake {
    long offset();

    /** Settles the order of equal offsets. */
    long line();
  }

  /** One queueing, and the execution that answers it. */
  static final class Arrival implements Effect {
    static final int TAKEN_BACK = -1;

    final Queueing queueing;
    final int execution; // index in the recording, TAKEN_BACK: there is none
    final QueueUse queue;
    final int work;
    final String pool;
    final @Nullable Course course;
    @Nullable Arrival cause;
    @Nullable Course barrier; // of the flush that waited for it
    final List<Effect> effects = new ArrayList<>(0); // in order
    final Map<Integer, Wake> wakes = new HashMap<>(0); // those that end its own sleeps, by stretch

    Arrival(
        Queueing queueing,
        int execution,
        QueueUse queue,
        int work,
        String pool,
        @Nullable Course course) {
      this.queueing = queueing;
      this.execution = execution;
      this.queue = queue;
      this.work = work;
      this.pool = pool;
      this.course = course;
    }

    @Override
    public long offset() {
      return queueing.causeOffset();
    }

    @Override
    public long line() {
      return queueing.line();
    }
  }

  /** The end of a sleep of one execution that another one brings about. */
  record Wake(Arrival waker, Arrival sleeper, int stretch, long offset) implements Effect {
    @Override
    public long line() {
      return Long.MAX_VALUE;
    }
  }

  /** A queue as one kind of pool serves it. */
  static final class QueueUse {
    final int number;
    final QueueSpec spec;
    final @Nullable CpuMask cpus; // where its workers may run; null: anywhere
    int maxActive; // 0: it never held a work back

    QueueUse(int number, QueueSpec spec, @Nullable CpuMask cpus) {
      this.number = number;
      this.spec = spec;
      this.cpus = cpus;
    }
  }
}
