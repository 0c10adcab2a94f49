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
 * <p>An arming does not keep its queue open, and a queue that closes does not end it: when it
 * fires, {@link TriggerHandler#refused} is told {@code REJECTED_CLOSED}; or {@code
 * REJECTED_DRAINING} while the queue drains and the event comes from outside. A timeout ends with
 * the queue's machine.
 *
 * <p>A handler that finds its condition still true and arms again is fired again at once: take what
 * is there ({@code tryTake}, {@code tryGet}, {@code checkAndReset}) before arming.
 *
 * <p>All methods may be called by any thread, the handler included, and none blocks.
 */
public final class TriggeredWork extends EventWork {
  private static final long FOREVER = Long.MAX_VALUE;
  private static final System.Logger LOG = System.getLogger("dev.wq");
  private static final VarHandle ARMING;
  private static final VarHandle DROPS;

  static {
    try {
      ARMING =
          MethodHandles.lookup().findVarHandle(TriggeredWork.class, "arming", WorkArming.class);
      DROPS = MethodHandles.lookup().findVarHandle(TriggeredWork.class, "drops", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // null -> arming   by its armer, CAS
  // arming -> null   by the handler that begins for it, or whoever ended it otherwise, CAS
  private volatile @Nullable WorkArming arming;

  private volatile int drops; // cancels of a queueing that are under way

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
    return arm(onto, FOREVER, any);
  }

  /**
   * Waits until one of the triggers comes or the time has passed, then queues the work on {@code
   * onto}. If it is armed for that queue already, the earlier arming is replaced.
   *
   * @param timeout zero: queued at once, by a trigger that holds or else as timed out
   * @param any none: a plain timer
   * @return {@code ARMED}, or {@code FIRED} if it has been queued at once; else why nothing was
   *     done
   * @throws IllegalArgumentException if the timeout is negative or longer than 100 years
   * @throws IllegalStateException with a timeout, if the machine is closed
   */
  public ArmResult arm(WorkQueue onto, Duration timeout, Trigger... any) {
    return arm(onto, timeoutNanos(timeout, onto), any);
  }

  private ArmResult arm(WorkQueue onto, long timeoutNanos, Trigger[] any) {
    Objects.requireNonNull(onto, "queue");
    Trigger first = any.length == 0 ? new NeverTrigger() : any[0];
    WorkArming next =
        timeoutNanos == FOREVER || timeoutNanos == 0
            ? new WorkArming(this, onto, first)
            : new WorkArming.Timed(this, onto, first, timeoutNanos);
    next.addSiblings(any);
    if (refuses()) {
      return refusal();
    }
    ArmResult busy = install(next);
    return busy != null ? busy : begin(next, timeoutNanos == 0);
  }

  private ArmResult refusal() {
    return disableDepth() > 0 ? ArmResult.REJECTED_DISABLED : ArmResult.REJECTED_CANCELING;
  }

  /** Makes {@code next} the arming in force; null, or why it can't be. */
  private @Nullable ArmResult install(WorkArming next) {
    for (; ; ) {
      WorkArming before = arming;
      next.trigger.source.host.point();
      if (before == null) {
        if (ARMING.compareAndSet(this, null, next)) {
          return null;
        }
        continue;
      }
      if (before.queue != next.queue && before.isOwned()) {
        return ArmResult.OWNED_BY_OTHER_QUEUE;
      }
      if (before.isGone()) {
        ARMING.compareAndSet(this, before, null);
      } else if (!end(before) && !before.isGone() && arming == before) {
        return ArmResult.BUSY;
      }
    }
  }

  private ArmResult begin(WorkArming next, boolean now) {
    startTimeout(next);
    next.register();
    if (now) {
      next.fire(TriggerOutcome.Cause.TIMEOUT);
    }
    if (!next.armed()) {
      next.deliverHere();
      return next.isRefused() ? ArmResult.REJECTED_BY_QUEUE : ArmResult.FIRED;
    }
    return refuses() && end(next) ? refusal() : ArmResult.ARMED;
  }

  private void startTimeout(WorkArming next) {
    boolean started = false;
    try {
      next.startTimeout();
      started = true;
    } finally {
      if (!started) {
        next.abandon();
        ARMING.compareAndSet(this, next, null);
      }
    }
  }

  static Timeout startTimeoutOf(WorkQueue queue, long nanos, Runnable elapsed) {
    return startTimeout(queue, nanos, elapsed);
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
  protected void dropping() {
    DROPS.getAndAdd(this, 1);
    WorkArming now = arming;
    if (now != null) {
      now.dropping();
    }
  }

  @Override
  protected void dropped() {
    DROPS.getAndAdd(this, -1);
    WorkArming now = arming;
    if (now != null && now.isDropped() && forget(now)) {
      now.passOn();
    }
  }

  /** Takes a dropped or refused arming off the work; true for the one that has to pass it on. */
  private boolean forget(WorkArming ended) {
    boolean mine = ARMING.compareAndSet(this, ended, null);
    if (mine) {
      ended.unregister();
      if (ended.queue.isClosed()) {
        tellRefused(SubmitResult.REJECTED_CLOSED);
      }
    }
    return mine;
  }

  // ---- being fired

  /** By whoever fired {@code fired}; false if it was refused or cancelled. */
  boolean deliver(WorkArming fired) {
    awaitDrops(fired);
    SubmitResult answer = submit(fired.queue);
    if (answer == SubmitResult.ALREADY_QUEUED || (answer != null && answer.isQueued())) {
      return isQueuedFor(fired) || !forget(fired);
    }
    if (!fired.refused()) {
      return true;
    }
    ARMING.compareAndSet(this, fired, null);
    fired.unregister();
    tellRefused(answer);
    return false;
  }

  /** Whether the queueing that was found or made lives, or has begun. */
  private boolean isQueuedFor(WorkArming fired) {
    while (!fired.queued()) {
      awaitDrops(fired);
      if (!isPending() && fired.drop()) {
        return false;
      }
    }
    return true;
  }

  private void awaitDrops(WorkArming fired) {
    int round = 0;
    while (drops != 0) {
      round = fired.trigger.source.host.spin(round);
    }
  }

  /** Null if it could not even be refused; that has been logged. */
  private @Nullable SubmitResult submit(WorkQueue onto) {
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
    } catch (Throwable ofHandler) {
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
