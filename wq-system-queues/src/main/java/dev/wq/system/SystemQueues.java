package dev.wq.system;

import static java.util.Objects.requireNonNull;

import dev.wq.Machine;
import dev.wq.WorkQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queues that every machine has. Each is made when it is first asked for, lives as long as its
 * machine, and refuses to be closed: {@link WorkQueue#close()} throws {@link
 * IllegalStateException}.
 *
 * <p>They are for works that need nothing special. A queue of one's own is better where many works
 * come at once, where they must be ordered or limited, and where a whole group has to be waited
 * for: {@link WorkQueue#flush} and {@link WorkQueue#drain} of a system queue wait for the works of
 * everybody, and draining, freezing or re-limiting one is felt by everybody. {@link
 * dev.wq.Work#flush} waits for one work and is always right.
 *
 * <p>Asking takes no lock and allocates nothing once the queue exists. Asking a closed machine for
 * a queue that it does not have yet throws {@link IllegalStateException}.
 */
public final class SystemQueues {
  private final Machine machine; // I
  private final AtomicReferenceArray<WorkQueue> queues =
      new AtomicReferenceArray<>(SystemQueue.ALL.size()); // null -> the queue, once, L
  private final ReentrantLock lock = new ReentrantLock();

  private SystemQueues(Machine machine) {
    this.machine = machine;
  }

  private static WorkQueue get(Machine machine, SystemQueue which) {
    SystemQueues of =
        requireNonNull(machine, "machine").part(SystemQueues.class, SystemQueues::new);
    WorkQueue queue = of.queues.getAcquire(which.ordinal());
    return queue != null ? queue : of.open(which);
  }

  private WorkQueue open(SystemQueue which) {
    lock.lock();
    try {
      WorkQueue queue = queues.get(which.ordinal());
      if (queue == null) {
        queue = machine.queue(which.attrs);
        queues.setRelease(which.ordinal(), queue);
      }
      return queue;
    } finally {
      lock.unlock();
    }
  }

  /** For most works: {@code events} of the current machine (Linux: system_percpu_wq). */
  public static WorkQueue system() {
    return system(Machine.current());
  }

  /** As {@link #system()}, of {@code machine}. */
  public static WorkQueue system(Machine machine) {
    return get(machine, SystemQueue.EVENTS);
  }

  /** For works that go before others: {@code events_highpri} (Linux: system_highpri_wq). */
  public static WorkQueue systemHighpri() {
    return systemHighpri(Machine.current());
  }

  /** As {@link #systemHighpri()}, of {@code machine}. */
  public static WorkQueue systemHighpri(Machine machine) {
    return get(machine, SystemQueue.HIGHPRI);
  }

  /**
   * For works that run long, so that flushing {@code events} stays short: {@code events_long}
   * (Linux: system_long_wq).
   */
  public static WorkQueue systemLong() {
    return systemLong(Machine.current());
  }

  /** As {@link #systemLong()}, of {@code machine}. */
  public static WorkQueue systemLong(Machine machine) {
    return get(machine, SystemQueue.LONG);
  }

  /**
   * For works that belong to no CPU, up to 2048 at once: {@code events_unbound} (Linux:
   * system_dfl_wq, before 7.1 system_unbound_wq).
   */
  public static WorkQueue systemUnbound() {
    return systemUnbound(Machine.current());
  }

  /** As {@link #systemUnbound()}, of {@code machine}. */
  public static WorkQueue systemUnbound(Machine machine) {
    return get(machine, SystemQueue.UNBOUND);
  }

  /**
   * For works that {@link Freezer} holds: {@code events_freezable} (Linux: system_freezable_wq).
   */
  public static WorkQueue systemFreezable() {
    return systemFreezable(Machine.current());
  }

  /** As {@link #systemFreezable()}, of {@code machine}. */
  public static WorkQueue systemFreezable(Machine machine) {
    return get(machine, SystemQueue.FREEZABLE);
  }

  /**
   * For works that rather use a CPU that is awake: {@code events_power_efficient} (Linux:
   * system_power_efficient_wq).
   */
  public static WorkQueue systemPowerEfficient() {
    return systemPowerEfficient(Machine.current());
  }

  /** As {@link #systemPowerEfficient()}, of {@code machine}. */
  public static WorkQueue systemPowerEfficient(Machine machine) {
    return get(machine, SystemQueue.POWER_EFFICIENT);
  }

  /**
   * Both of the two before: {@code events_freezable_pwr_efficient} (Linux:
   * system_freezable_power_efficient_wq).
   */
  public static WorkQueue systemFreezablePowerEfficient() {
    return systemFreezablePowerEfficient(Machine.current());
  }

  /** As {@link #systemFreezablePowerEfficient()}, of {@code machine}. */
  public static WorkQueue systemFreezablePowerEfficient(Machine machine) {
    return get(machine, SystemQueue.FREEZABLE_POWER_EFFICIENT);
  }

  /** For short works that never block: {@code events_bh} (Linux: system_bh_wq). */
  public static WorkQueue systemBh() {
    return systemBh(Machine.current());
  }

  /** As {@link #systemBh()}, of {@code machine}. */
  public static WorkQueue systemBh(Machine machine) {
    return get(machine, SystemQueue.BH);
  }

  /**
   * For short works that never block and go before others: {@code events_bh_highpri} (Linux:
   * system_bh_highpri_wq).
   */
  public static WorkQueue systemBhHighpri() {
    return systemBhHighpri(Machine.current());
  }

  /** As {@link #systemBhHighpri()}, of {@code machine}. */
  public static WorkQueue systemBhHighpri(Machine machine) {
    return get(machine, SystemQueue.BH_HIGHPRI);
  }
}
