package dev.wq.system;

import static java.util.Objects.requireNonNull;

import dev.wq.Machine;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeoutException;

/**
 * Brings every freezable queue of a machine to a stop and lets it go on later, for a backup, a
 * snapshot or a switch-over (Linux: freeze_workqueues_begin, freeze_workqueues_busy,
 * thaw_workqueues).
 *
 * <pre>{@code
 * try (var _ = Freezer.freeze()) {
 *   backup();
 * }
 * }</pre>
 *
 * <p>While it is frozen, a freezable queue accepts works and starts none; that holds also for works
 * whose timer fires, for works that queued themselves again, and for queues made meanwhile. Works
 * that were running when the freeze began are waited for. Held works can be cancelled, {@link
 * dev.wq.Work#cancelSync} included, which does not block then; waiting for one to run ({@code
 * flush}) waits for the thaw. The thaw starts what was held, each queue's works in their order.
 *
 * <p>Freezes nest: queues go on when every one of them is undone, in whatever order. Who freezes
 * from the function of a work of a freezable queue would wait for itself, and gets {@link
 * IllegalStateException}.
 */
public final class Freezer {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final ConcurrentLinkedDeque<Frozen> open = new ConcurrentLinkedDeque<>();

  private Freezer() {}

  /** One freeze that is not undone; {@link #close} undoes it. */
  public static final class Frozen implements AutoCloseable {
    private final Machine machine; // I
    private final Freezer freezer; // I: whether it is still in freezer.open decides who thaws

    private Frozen(Machine machine, Freezer freezer) {
      this.machine = machine;
      this.freezer = freezer;
    }

    /**
     * Undoes this freeze, if neither this nor {@link Freezer#thaw()} has done so before. Never
     * blocks; any thread may call it.
     */
    @Override
    public void close() {
      if (freezer.open.remove(this)) {
        machine.thawQueues();
      }
    }

    @Override
    public String toString() {
      return (freezer.open.contains(this) ? "freeze of " : "ended freeze of ") + machine;
    }
  }

  // ---- freeze

  /**
   * Freezes the current machine and waits without limit until none of the works concerned runs.
   *
   * @throws InterruptedException if interrupted while waiting; nothing is frozen then
   * @throws IllegalStateException if a work of a freezable queue calls it, or a work of a bh queue
   *     while there is a freezable one; nothing is frozen then
   */
  public static Frozen freeze() throws InterruptedException {
    return freeze(Machine.current());
  }

  /** As {@link #freeze()}, for {@code machine}. */
  public static Frozen freeze(Machine machine) throws InterruptedException {
    try {
      return freeze(machine, FOREVER);
    } catch (TimeoutException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * As {@link #freeze()}, waiting for at most {@code timeout}.
   *
   * @param timeout not negative; none means to freeze only what stands still already
   * @throws TimeoutException naming the works that still run; nothing is frozen then
   * @throws InterruptedException if interrupted while waiting; nothing is frozen then
   */
  public static Frozen freeze(Duration timeout) throws InterruptedException, TimeoutException {
    return freeze(Machine.current(), timeout);
  }

  /** As {@link #freeze(Duration)}, for {@code machine}. */
  public static Frozen freeze(Machine machine, Duration timeout)
      throws InterruptedException, TimeoutException {
    Freezer freezer = of(machine);
    Frozen frozen = new Frozen(machine, freezer);
    machine.freezeQueues(timeout);
    freezer.open.add(frozen);
    return frozen;
  }

  // ---- thaw

  /**
   * Undoes the latest freeze of the current machine, for those who have no handle at hand. Never
   * blocks.
   *
   * @throws IllegalStateException if the machine is not frozen (Linux does nothing then)
   */
  public static void thaw() {
    thaw(Machine.current());
  }

  /** As {@link #thaw()}, for {@code machine}. */
  public static void thaw(Machine machine) {
    if (of(machine).open.pollLast() == null) {
      throw new IllegalStateException(machine + " is not frozen");
    }
    machine.thawQueues();
  }

  private static Freezer of(Machine machine) {
    return requireNonNull(machine, "machine").part(Freezer.class, _ -> new Freezer());
  }
}
