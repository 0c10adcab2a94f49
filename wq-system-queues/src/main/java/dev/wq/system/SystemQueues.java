package dev.wq.system;

import static dev.wq.QueueAttrs.named;
import static java.util.Objects.requireNonNull;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import dev.wq.driver.DriverAttrs;
import dev.wq.driver.DriverQueue;
import dev.wq.driver.crypto.CryptoAccelerator;
import dev.wq.driver.crypto.CryptoAttrs;
import dev.wq.driver.crypto.CryptoItem;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final ReentrantLock lock = new ReentrantLock();

  private final Slot<WorkQueue> events = slot(named("events"));
  private final Slot<WorkQueue> highpri = slot(named("events_highpri").highPriority());
  private final Slot<WorkQueue> longRunning = slot(named("events_long"));
  private final Slot<WorkQueue> unbound =
      slot(named("events_unbound").unbound().maxActive(QueueAttrs.MAX_ACTIVE_LIMIT));
  private final Slot<WorkQueue> freezable = slot(named("events_freezable").freezable());
  private final Slot<WorkQueue> powerEfficient =
      slot(named("events_power_efficient").powerEfficient());
  private final Slot<WorkQueue> freezablePowerEfficient =
      slot(named("events_freezable_pwr_efficient").freezable().powerEfficient());
  private final Slot<WorkQueue> bh = slot(named("events_bh").bh());
  private final Slot<WorkQueue> bhHighpri = slot(named("events_bh_highpri").bh().highPriority());

  private final Slot<DriverQueue<CryptoItem>> accelerator = new Slot<>(this::openAccelerator);

  private SystemQueues(Machine machine) {
    this.machine = machine;
  }

  private static SystemQueues of(Machine machine) {
    return requireNonNull(machine, "machine").part(SystemQueues.class, SystemQueues::new);
  }

  private Slot<WorkQueue> slot(QueueAttrs attrs) {
    QueueAttrs permanent = attrs.permanent();
    return new Slot<>(() -> machine.queue(permanent));
  }

  private DriverQueue<CryptoItem> openAccelerator() {
    DriverAttrs attrs = DriverAttrs.named("accelerator").depth(2 * machine.cpus());
    return CryptoAccelerator.open(machine, attrs, CryptoAttrs.DEFAULT);
  }

  /** One queue and how it is to be made. */
  private final class Slot<Q> {
    private final Supplier<Q> maker; // I
    private volatile @Nullable Q queue; // null -> the queue, once, under lock

    Slot(Supplier<Q> maker) {
      this.maker = maker;
    }

    Q get() {
      Q made = queue;
      return made != null ? made : make();
    }

    private Q make() {
      lock.lock();
      try {
        Q made = queue;
        if (made == null) {
          made = maker.get();
          queue = made;
        }
        return made;
      } finally {
        lock.unlock();
      }
    }
  }

  /** For most works: {@code events} of the current machine (Linux: system_percpu_wq). */
  public static WorkQueue system() {
    return system(Machine.current());
  }

  /** As {@link #system()}, of {@code machine}. */
  public static WorkQueue system(Machine machine) {
    return of(machine).events.get();
  }

  /** For works that go before others: {@code events_highpri} (Linux: system_highpri_wq). */
  public static WorkQueue systemHighpri() {
    return systemHighpri(Machine.current());
  }

  /** As {@link #systemHighpri()}, of {@code machine}. */
  public static WorkQueue systemHighpri(Machine machine) {
    return of(machine).highpri.get();
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
    return of(machine).longRunning.get();
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
    return of(machine).unbound.get();
  }

  /**
   * For works that {@link Freezer} holds: {@code events_freezable} (Linux: system_freezable_wq).
   */
  public static WorkQueue systemFreezable() {
    return systemFreezable(Machine.current());
  }

  /** As {@link #systemFreezable()}, of {@code machine}. */
  public static WorkQueue systemFreezable(Machine machine) {
    return of(machine).freezable.get();
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
    return of(machine).powerEfficient.get();
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
    return of(machine).freezablePowerEfficient.get();
  }

  /** For short works that never block: {@code events_bh} (Linux: system_bh_wq). */
  public static WorkQueue systemBh() {
    return systemBh(Machine.current());
  }

  /** As {@link #systemBh()}, of {@code machine}. */
  public static WorkQueue systemBh(Machine machine) {
    return of(machine).bh.get();
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
    return of(machine).bhHighpri.get();
  }

  /**
   * Digests, MACs, ciphers and signatures, computed by an engine for each CPU with the providers of
   * this JVM: {@code accelerator} of the current machine. It is everybody's: who needs another
   * provider, or a queue that can be suspended and closed, opens {@linkplain CryptoAccelerator#open
   * one of its own}.
   */
  public static DriverQueue<CryptoItem> accelerator() {
    return accelerator(Machine.current());
  }

  /** As {@link #accelerator()}, of {@code machine}. */
  public static DriverQueue<CryptoItem> accelerator(Machine machine) {
    return of(machine).accelerator.get();
  }
}
