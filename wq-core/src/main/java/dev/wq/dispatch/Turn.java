package dev.wq.dispatch;

import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A task and its turns: a thread of its own that runs only while a worker of the queue lends it a
 * turn, and gives the turn back wherever it would be parked.
 */
/*
 * The turn is an item. To run, a task queues its item as anybody would; the worker that begins the item lends its place to
 * the task's thread and parks until it has it back. So order, limit, freeze, colours, counters and events of a queue hold for
 * turns because they hold for items; no dispatch knows tasks. While it has the turn, the thread acts for the worker
 * (Worker.become): who asks for the current worker finds it, so that the context, chained queueings and the checks of
 * waits are those of the item that runs.
 *
 *   NEW    -> HELD    lend: the first turn; starts the thread          NEW    -> LOST   cancelled before it began, or no thread
 *   HELD   -> AWAY    leave: about to be parked, turn given back
 *   HELD   -> WANTED  yield: queued behind the others, then given back
 *   AWAY   -> WANTED  regain: the wait is over
 *   WANTED -> HELD    lend: a later turn; unparks the thread           WANTED -> LOST   the queueing was cancelled or refused
 *   HELD   -> ENDED   end, the worker then ends the item               LOST   -> ENDED  end, without a turn
 *
 * NEW and WANTED are left by a CAS, by a worker or by whoever cancelled the queueing; the other states by the task's thread
 * alone. A worker that finds neither of the two has taken the item of a task that was taken back meanwhile: a run of the item is
 * an offer, and the state says whether it is accepted.
 *
 *  - No turn is missed. WANTED is set before the item is queued. If the queueing coalesces with one that is pending, that one
 *    begins or is dropped later, and either sees WANTED.
 *  - No two turns. The item never runs beside itself, whatever queues it is put on, and the worker is in it until it has
 *    the turn back (holder is null again). A yield queues the item while it runs: the dispatch runs it afterwards.
 *  - No task vanishes. A queueing that is accepted begins or is dropped; both move the state, and Item.dropped tells us.
 *    A refusal (disabled, being cancelled, queue closed by force) is known to the thread that asked. In LOST the thread is
 *    told with a CancellationException where it waits; it unwinds without a turn, and its waits are then plain ones.
 *
 * A suspended task is accepted work that is nowhere on the queue. So its queue counts it as live (Tasks): from before it is
 * queued until its end, which comes before the worker ends the last run. Whoever waits for an idle queue, or seals one,
 * looks at both under the lock of the queue; the end of the run, or of a task without a turn, lets the waiters look again.
 *
 * The requeueing passes the gate: it was accepted when the task was spawned, as a timer's when it was armed.
 */
public final class Turn {
  private static final int NEW = 0;
  private static final int HELD = 1;
  private static final int AWAY = 2;
  private static final int WANTED = 3;
  private static final int LOST = 4;
  private static final int ENDED = 5;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Turn.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What a task does. */
  public interface Body {
    /** Runs to the end and keeps the outcome; returns what was thrown. */
    @Nullable Throwable runBody();

    /**
     * It will never be run: it was cancelled, or there is no thread for it.
     *
     * @param noThread why not, null if it was cancelled
     */
    void neverRun(@Nullable Throwable noThread);
  }

  // I: set once  S: see above  T: the lock of tasks  H: handed over with holder
  private final DispatchQueue queue; // I
  private final Tasks tasks; // I
  private final Host host; // I
  private final Item item; // I: queued for a turn
  private final Body body; // I
  private volatile int state; // S
  private volatile @Nullable Worker holder; // null -> the worker that lends -> null
  private volatile @Nullable Thread thread; // null -> the task's, before the first HELD
  private boolean endedInTurn; // H: false -> true
  private @Nullable Throwable thrown; // H: by the body
  private volatile boolean interrupted; // false -> true: asked to end
  @Nullable Turn older; // T
  @Nullable Turn newer; // T
  @Nullable Waiter joiners; // T
  boolean live; // T

  public Turn(DispatchQueue queue, Item item, Body body) {
    this.queue = queue;
    this.tasks = queue.tasks();
    this.host = queue.host();
    this.item = item;
    this.body = body;
  }

  /** The task that the calling thread is and that has its turn, else null. */
  public static @Nullable Turn current() {
    Worker me = Worker.current();
    Item runs = me == null ? null : me.item();
    return runs == null ? null : runs.turn();
  }

  /** Queues the task for its first turn. */
  public Outcome spawn() {
    tasks.add(this);
    Outcome outcome = Outcome.CLOSED;
    try {
      outcome = queue.enqueue(item);
    } finally {
      if (!outcome.queued()) {
        endWithoutTurn();
      }
    }
    return outcome;
  }

  // ---- the worker's side

  /**
   * Lends the place of the current worker to the task, if it waits for a turn, until it gives it
   * back.
   *
   * @return what the body has thrown, if that ended it
   */
  public @Nullable Throwable lend() {
    Worker me = Worker.current();
    if (me == null || me.item() != item) {
      throw new IllegalStateException("task '" + item.name() + "' is run by its queue alone");
    }
    holder = me;
    host.point();
    try {
      if (!accept()) {
        holder = null;
        return null;
      }
    } catch (Throwable noThread) {
      return notStarted(noThread);
    }
    awaitReturn(me);
    if (!endedInTurn) {
      return null;
    }
    tasks.end(this);
    return thrown;
  }

  private boolean accept() {
    if (cas(WANTED, HELD)) {
      LockSupport.unpark(thread);
      return true;
    }
    if (state != NEW) {
      return false;
    }
    Thread mine = host.newThread(item.name(), Host.ANY_CPU, null, this::live);
    thread = mine;
    if (!cas(NEW, HELD)) {
      return false;
    }
    mine.start();
    return true;
  }

  /** The task has no thread: it ends, unless it was taken back meanwhile. */
  private @Nullable Throwable notStarted(Throwable noThread) {
    holder = null;
    if (state != HELD && !cas(NEW, LOST)) {
      return null;
    }
    neverRun(noThread);
    return noThread;
  }

  /** An interrupt of the worker's thread is nobody's: those of the task go to its own. */
  private void awaitReturn(Worker me) {
    while (holder == me) {
      LockSupport.park(this);
      me.forgetInterrupts();
      host.point();
    }
  }

  // ---- the task's side

  private void live() {
    Worker.become(holder);
    thrown = body.runBody();
    host.point();
    Worker lender = holder;
    state = ENDED;
    if (lender == null) {
      endWithoutTurn();
    } else {
      endedInTurn = true;
      giveBack(lender);
    }
  }

  private void giveBack(@Nullable Worker lender) {
    Worker.become(null);
    host.point();
    holder = null;
    if (lender != null) {
      LockSupport.unpark(lender.thread());
    }
  }

  /**
   * The calling thread is about to be parked: gives the turn back if it has one.
   *
   * @return what to {@link #regain} when the wait is over, null if there was none
   */
  public static @Nullable Turn leave() {
    return leave(current());
  }

  /**
   * As {@link #leave()}, with the check of {@link ItemControl#refuseBhWait}: one look at who the
   * thread is does for both.
   *
   * @throws IllegalStateException if it would block a bh work
   */
  public static @Nullable Turn leaveFor(Object what) {
    Worker me = Worker.current();
    if (me == null) {
      return null;
    }
    WaitGraph.refuseBh(me, what);
    Item runs = me.item();
    return leave(runs == null ? null : runs.turn());
  }

  private static @Nullable Turn leave(@Nullable Turn turn) {
    if (turn != null) {
      turn.state = AWAY;
      turn.giveBack(turn.holder);
    }
    return turn;
  }

  /**
   * Queues the task for a turn and waits for it; an interrupt meanwhile is set again.
   *
   * @throws CancellationException if there is none any more
   */
  public void regain() {
    want();
    awaitTurn();
  }

  /** Lets everything run that is queued by now, then the task again. */
  public void yieldNow() {
    Worker lender = holder;
    want();
    giveBack(lender);
    awaitTurn();
  }

  private void want() {
    state = WANTED;
    host.point();
    if (!queue.requeue(item)) {
      lost();
    }
  }

  private void awaitTurn() {
    boolean wasInterrupted = false;
    for (host.point(); state == WANTED; host.point()) {
      LockSupport.park(this);
      wasInterrupted |= Thread.interrupted();
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    if (state == LOST) {
      throw new CancellationException(
          "task '" + item.name() + "' has lost its turns on " + queue + ": cancelled or closed");
    }
    Worker.become(holder);
  }

  // ---- anybody's

  /** A queueing of the item has ended without a run, or was refused. */
  public void lost() {
    if (cas(NEW, LOST)) {
      neverRun(null);
    } else if (cas(WANTED, LOST)) {
      LockSupport.unpark(thread);
    }
  }

  /** Takes the task back if it has not begun. */
  public boolean takeBack() {
    if (!cas(NEW, LOST)) {
      return false;
    }
    ItemControl.cancel(item);
    neverRun(null);
    return true;
  }

  private void neverRun(@Nullable Throwable noThread) {
    body.neverRun(noThread);
    state = ENDED;
    endWithoutTurn();
  }

  private void endWithoutTurn() {
    tasks.end(this);
    queue.wakeIfIdle();
  }

  /** Interrupts the task, wherever it is; false if it has ended or not begun. */
  public boolean interrupt() {
    Thread mine = thread;
    if (mine == null || state == ENDED) {
      return false;
    }
    interrupted = true;
    mine.interrupt();
    return true;
  }

  /** Whether somebody has asked the task to end. */
  public boolean isInterrupted() {
    return interrupted;
  }

  Item item() {
    return item;
  }

  /** Whether the task can end only with a turn that the one worker in {@code of} would give up. */
  boolean needsTurnOf(@Nullable DispatchQueue of) {
    int now = state;
    return of == queue && queue.settings().ordered() && now != LOST && now != ENDED;
  }

  /**
   * Waits for the task's end.
   *
   * @throws IllegalStateException if the wait could never end
   */
  public void awaitEnd(long timeoutNanos) throws InterruptedException, TimeoutException {
    Waiter me = new Waiter();
    if (!tasks.awaitEnd(this, me)) {
      return;
    }
    WaitGraph graph = queue.dispatch().waitGraph();
    WaitGraph.Blocked marked = null;
    boolean woken = false;
    try {
      marked = graph.enter(this, timeoutNanos != Waiter.NEVER);
      Host mine = CurrentHost.or(queue);
      woken = me.await(mine, Waiter.deadline(mine, timeoutNanos));
    } finally {
      graph.leave(marked);
      if (!woken) {
        tasks.forget(this, me);
      }
    }
    if (!woken) {
      throw new TimeoutException("join of " + this + " timed out");
    }
  }

  private boolean cas(int from, int to) {
    host.point();
    return STATE.compareAndSet(this, from, to);
  }

  @Override
  public String toString() {
    return "task '" + item.name() + "'";
  }
}
