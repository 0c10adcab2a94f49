package dev.wq.poll;

import dev.wq.EventWork;
import dev.wq.SubmitResult;
import dev.wq.WorkQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A work that is queued when the first of several triggers comes, or a timeout; no thread waits for
 * it (Zephyr: k_work_poll). One arming queues it at most once.
 *
 * <p>While it is armed it is idle, as a work: it is not pending, and a flush does not wait for it.
 * Once fired it is pending, with all that this means. Every cancel and disable takes the arming
 * back as well; {@link #disarm} takes back only the arming.
 *
 * <p>A handler that finds its condition still true and arms again is fired again at once: take what
 * is there ({@code tryTake}, {@code poll}, {@code checkAndReset}) before arming.
 *
 * <p>All methods may be called by any thread, the handler included, and none blocks.
 */
public final class TriggeredWork extends EventWork {
  private static final System.Logger LOG = System.getLogger("dev.wq");
  private static final VarHandle ARMING;

  static {
    try {
      ARMING =
          MethodHandles.lookup().findVarHandle(TriggeredWork.class, "arming", WorkArming.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // null -> arming   by its armer, CAS
  // arming -> null   by the handler that begins for it, or whoever ended it otherwise, CAS
  private volatile @Nullable WorkArming arming;

  private @Nullable WorkQueue queue; // of the arming; published with its state

  private TriggeredWork(String name, TriggerHandler handler) {
    super(name, handler);
  }

  /** A triggered work with that function. */
  public static TriggeredWork of(String name, TriggerHandler handler) {
    return new TriggeredWork(name, Objects.requireNonNull(handler, "handler"));
  }

  // ---- arming

  /** As {@link #arm(WorkQueue, Duration, Trigger...)}, without a timeout. */
  public ArmResult arm(WorkQueue onto, Trigger... any) {
    return arm(onto, null, any, any.length == 0 ? new NeverTrigger() : any[0]);
  }

  /**
   * Waits until one of the triggers comes or the time has passed, then queues the work on {@code
   * onto}. If it is armed for that queue already, the earlier arming is replaced.
   *
   * @param timeout zero: queued at once, by a trigger that holds or else as timed out
   * @param any none: a plain timer
   * @return {@code ARMED}, or {@code FIRED} if it has been queued at once; else why nothing was
   *     done
   * @throws IllegalArgumentException if the timeout is negative
   */
  public ArmResult arm(WorkQueue onto, Duration timeout, Trigger... any) {
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(
          "timeout of work '%s' on queue '%s' must not be negative, was %s"
              .formatted(name(), onto.name(), timeout));
    }
    return arm(onto, timeout, any, any.length == 0 ? new NeverTrigger() : any[0]);
  }

  private ArmResult arm(WorkQueue onto, @Nullable Duration timeout, Trigger[] any, Trigger first) {
    Objects.requireNonNull(onto, "queue");
    if (refuses()) {
      return refusal();
    }
    WorkArming next =
        timeout == null || timeout.isZero()
            ? new WorkArming(this, first)
            : new WorkArming.Timed(this, first, timeout);
    next.addSiblings(any);
    ArmResult busy = install(next, onto);
    return busy != null ? busy : begin(next, onto, timeout);
  }

  private ArmResult refusal() {
    return disableDepth() > 0 ? ArmResult.REJECTED_DISABLED : ArmResult.REJECTED_CANCELING;
  }

  /** Makes {@code next} the arming in force; null, or why it can't be. */
  private @Nullable ArmResult install(WorkArming next, WorkQueue onto) {
    for (; ; ) {
      WorkArming before = arming;
      if (before == null) {
        if (ARMING.compareAndSet(this, null, next)) {
          queue = onto;
          return null;
        }
        continue;
      }
      if (before.isOwned() && queue != onto && arming == before) {
        return ArmResult.OWNED_BY_OTHER_QUEUE;
      }
      if (!end(before) && arming == before) {
        return ArmResult.BUSY;
      }
    }
  }

  private ArmResult begin(WorkArming next, WorkQueue onto, @Nullable Duration timeout) {
    next.startTimeout(onto);
    next.register();
    if (timeout != null && timeout.isZero()) {
      next.fire(TriggerOutcome.Cause.TIMEOUT);
    }
    if (!next.armed()) {
      return next.deliverHere() ? ArmResult.FIRED : ArmResult.REJECTED_BY_QUEUE;
    }
    return refuses() && end(next) ? refusal() : ArmResult.ARMED;
  }

  static Timeout startTimeoutOf(WorkQueue queue, Duration delay, Runnable elapsed) {
    return startTimeout(queue, delay, elapsed);
  }

  // ---- the end of an arming

  /**
   * Takes the arming back (Zephyr: k_work_poll_cancel).
   *
   * @return false if it was not armed: never, fired already (it runs, or has run), or taken back
   */
  public boolean disarm() {
    WorkArming now = arming;
    return now != null && end(now);
  }

  private boolean end(WorkArming ends) {
    boolean mine = ends.cancel();
    if (mine) {
      ends.stopTimeout();
      ARMING.compareAndSet(this, ends, null);
    }
    return mine;
  }

  @Override
  protected boolean withdraw() {
    int round = 0;
    for (WorkArming now = arming; now != null; now = arming) {
      if (end(now)) {
        return true;
      }
      if (!now.isMoving()) {
        return false;
      }
      round = now.trigger.source.host.spin(round);
    }
    return false;
  }

  @Override
  protected void dropped() {
    WorkArming now = arming;
    if (now != null && now.dropped()) {
      ARMING.compareAndSet(this, now, null);
      now.passOn();
    }
  }

  // ---- being fired

  /** By whoever fired {@code fired}; false if it was refused. */
  boolean deliver(WorkArming fired) {
    SubmitResult answer = submit();
    if (answer == SubmitResult.ALREADY_QUEUED || (answer != null && answer.isQueued())) {
      if (fired.queued() && !isPending() && !isRunning()) {
        dropped();
      }
      return true;
    }
    boolean mine = fired.refused();
    if (mine) {
      ARMING.compareAndSet(this, fired, null);
      tellRefused(answer);
    }
    return !mine;
  }

  /** Null if it could not even be refused; that has been logged. */
  private @Nullable SubmitResult submit() {
    WorkQueue onto = queue;
    assert onto != null;
    try {
      return onto.submit(this);
    } catch (IllegalStateException foreign) {
      LOG.log(System.Logger.Level.ERROR, "a fired work could not be queued", foreign);
      return null;
    }
  }

  private void tellRefused(@Nullable SubmitResult answer) {
    try {
      if (answer != null) {
        handler().refused(this, answer);
      }
    } catch (RuntimeException ofHandler) {
      LOG.log(System.Logger.Level.ERROR, "the handler of work '" + name() + "' failed", ofHandler);
    }
  }

  /** Calls the handler; on a worker. */
  @Override
  public void run() throws Exception {
    WorkArming now = arming;
    if (now == null || !now.take()) {
      handler().fired(new TriggerOutcome(TriggerOutcome.Cause.ENQUEUED, List.of()));
      return;
    }
    ARMING.compareAndSet(this, now, null);
    TriggerOutcome outcome = now.outcome();
    try {
      handler().fired(outcome);
    } finally {
      now.passOn();
    }
  }

  private TriggerHandler handler() {
    return (TriggerHandler) function();
  }

  // ---- asking

  /** Whether it waits for triggers; a snapshot. */
  public boolean isArmed() {
    WorkArming now = arming;
    return now != null && now.isArmed();
  }
}
