package dev.wq.dispatch;

import dev.wq.timer.TimerNode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * How long each run that counts for a queue may take, and what becomes of one that takes longer.
 */
/*
 * One timer per run, armed before the function is called and cancelled after it. Between the end of the run and the timer
 * one CAS decides:
 *
 *   RUNS -> ENDED      the worker, when the function has returned, before the item ends
 *   RUNS -> OVERRUN    the timer, while it HOLDs the item
 *
 * A timer that comes late finds the ENDED of its own run and does nothing: the next run, of this item or another one, has
 * an object of its own. A function that returns in the instant of the interrupt is not a gap either: the item is HELD, so
 * it cannot end, and the worker cannot begin another one, until the interrupt has been sent; it is cleared after the run
 * like any other. Twins: OverrunScenarios.overrunAgainstNextItem, which breaks without the hold; SLOT_GIVEN_BACK_TWICE.
 *
 * Who gives the slot back. Where an overrun hands the place on (replace, stop), the timer does it, once, and the worker that
 * sees OVERRUN does not. The item stays RUNNING until its function returns, so it never runs beside itself, and who waits
 * for the item waits for the truth; who waits for the queue goes on (zephyr Q27).
 *
 * A queueing that meets its own item's abandoned run. It would be left to that run's worker with the slot it took, and an
 * ordered queue would stand still once more, behind a function that may never return. So a deferred queueing has the
 * limit as well: it is taken back and reported when the earlier run is not over by then.
 */
final class TimeLimit {
  private static final System.Logger LOG = System.getLogger("dev.wq");
  private static final int RUNS = 0;
  private static final int ENDED = 1;
  private static final int OVERRUN = 2;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Run.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long nanos;
  private final boolean replaces;
  private final boolean stops;

  private TimeLimit(QueueSettings.Rtos settings) {
    this.nanos = settings.limitNanos();
    this.replaces = settings.replaces();
    this.stops = settings.stops();
  }

  static @Nullable TimeLimit of(QueueSettings settings) {
    QueueSettings.Rtos rtos = settings.rtos();
    return rtos == null || rtos.limitNanos() == 0 ? null : new TimeLimit(rtos);
  }

  /** The function of {@code item} is about to be called by {@code worker}, for {@code queue}. */
  Run begin(Worker worker, Item item, DispatchQueue queue) {
    Run run = new Run(worker, item, queue);
    arm(run, queue);
    return run;
  }

  /** The queueing that {@code worker} has just left to the item's runner. */
  void watchDeferred(Item item, DispatchQueue queue) {
    long s = item.state();
    if ((replaces || stops) && (s & Item.DEFERRED) != 0) {
      arm(new Deferred(item, queue, s >>> Item.SEQ_SHIFT), queue);
    }
  }

  private void arm(TimerNode node, DispatchQueue queue) {
    try {
      queue.dispatch().timers().arm(node, queue.host.nanoTime() + nanos);
    } catch (IllegalStateException noTimer) {
      LOG.log(System.Logger.Level.WARNING, queue + " runs without its time limit", noTimer);
    }
  }

  /** One run of one item. */
  final class Run extends TimerNode {
    private final Worker worker; // I
    private final Item item; // I
    private final DispatchQueue queue; // I
    private final @Nullable FlushColor color; // I: of the slot, where it can be handed on

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile int state = RUNS;

    private Run(Worker worker, Item item, DispatchQueue queue) {
      this.worker = worker;
      this.item = item;
      this.queue = queue;
      boolean handsOn = replaces || stops;
      this.color = handsOn && worker instanceof LiveWorker live ? live.color() : null;
    }

    /** The function has returned; true if its place in the queue is no longer the worker's. */
    boolean end() {
      queue.host.point();
      boolean inTime = STATE.compareAndSet(this, RUNS, ENDED);
      queue.dispatch().timers().cancel(this);
      return !inTime && color != null;
    }

    @Override
    protected void expired() {
      if (!overrun()) {
        return;
      }
      if (stops) {
        queue.fail(); // before others could start in its place
      }
      if (color != null) {
        queue.abandonRun(color);
      }
      queue.tellOverran(item);
    }

    private boolean overrun() {
      if (!item.hold(queue.host)) {
        return false;
      }
      try {
        queue.host.point();
        boolean mine = STATE.compareAndSet(this, RUNS, OVERRUN);
        queue.host.point();
        if (mine && (replaces || stops)) {
          Dispatch.interruptHeld(item, worker);
        }
        return mine;
      } finally {
        item.letGo();
      }
    }
  }

  /** One queueing that waits for the item's earlier run to end. */
  private final class Deferred extends TimerNode {
    private final Item item;
    private final DispatchQueue queue;
    private final long seq; // while the earlier run has not ended

    Deferred(Item item, DispatchQueue queue, long seq) {
      this.item = item;
      this.queue = queue;
      this.seq = seq;
    }

    @Override
    protected void expired() {
      if (item.grabDeferredOf(queue.host, queue, seq)) {
        item.drop(queue.host);
        queue.tellDiscarded(item);
        if (stops) {
          queue.fail();
        }
        queue.tellOverran(item);
      }
    }
  }
}
