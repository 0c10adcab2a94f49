package dev.wq.dispatch;

import dev.wq.host.Host;
import dev.wq.timer.TimerNode;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a machine: wakes the most recently idled one, starts one where none is idle,
 * retires the surplus.
 *
 * <p><b>How many stay idle.</b> {@link #KEEP}; the one that idled last is woken first. Functions
 * that do not block need few, however many queues there are: few workers are on their way at any
 * time, and who has finished takes the next queue from the ready list. A function that blocks
 * leaves its worker's stack and objects cold, and to wake thousands of such workers costs no less
 * than to start new ones; so what a burst needs beyond that ends with it.
 *
 * <p><b>How many are woken.</b> No more than there are CPUs are on their way at any time: others
 * could not run sooner, and an unpark costs more than many an item. A queue that needs a worker
 * meanwhile is put on the ready list. Each worker that arrives wakes one more for the list, so
 * while it is not empty somebody is on the way, whatever functions do; and a worker that has
 * finished with its queue takes the next one from it without being parked in between. Who adds to
 * the list does so without the lock and looks afterwards how many are on the way; who arrives
 * counts itself off before it looks at the list: at least one of them sees the other.
 *
 * <p><b>When no thread can be started</b> the token of the queue must survive. If one of the
 * queue's items is running, the token is parked with that slot; else the queue's reserved worker
 * gets it (mem_reclaim), and a queue without one goes back on the ready list, from which the next
 * worker to finish takes it, and a timer tries again after a second (linux 58).
 */
final class WorkerPool extends SpinLock {
  private static final System.Logger LOG = System.getLogger("dev.wq");
  static final int KEEP = 1024;
  private static final long RETRY_NANOS = 1_000_000_000;

  // I: set once  L: this lock
  private final Host host; // I
  private final LiveDispatch dispatch; // I
  private final String prefix; // I
  private final int mostEnRoute; // I
  private final AtomicInteger ids = new AtomicInteger();
  private final ConcurrentHashMap<Integer, LiveWorker> workers = new ConcurrentHashMap<>(); // by id
  private final CopyOnWriteArrayList<LiveServing> highQueues = new CopyOnWriteArrayList<>();
  private final TimerNode retry = new Retry();
  private final AtomicBoolean retryArmed = new AtomicBoolean();
  private @Nullable LiveWorker idle; // L: most recently idled first
  private int idleCount; // L
  private final ReadyQueues ready = new ReadyQueues(); // L to take
  private volatile int enRoute; // L to write: workers woken for a queue that have not arrived
  private volatile boolean
      urgent; // a high-priority queue has work; a hint, the wake-up comes as well
  private volatile boolean stopped;

  WorkerPool(LiveDispatch dispatch, String machine) {
    this.host = dispatch.host();
    this.dispatch = dispatch;
    this.prefix = "wq-" + machine + "-";
    this.mostEnRoute = Math.max(2, host.cpus());
  }

  Host host() {
    return host;
  }

  LiveDispatch dispatch() {
    return dispatch;
  }

  /** Oldest first; a snapshot that has everybody who is a worker all the while. */
  List<LiveWorker> workers() {
    return workers.values().stream().sorted(Comparator.comparingInt(LiveWorker::id)).toList();
  }

  // ---- waking

  /**
   * Gives the token of {@code queue}, which the caller holds, to an idle or a new worker, or to the
   * ready list.
   */
  void wake(LiveServing queue, boolean handover) {
    CallerRuns callers = queue.callers;
    if (callers != null && callers.keep()) {
      return;
    }
    queue.countWakeUp();
    if (queue.settings().freshThreads()) {
      start(queue, handover, false);
      return;
    }
    if (enRoute >= mostEnRoute || !sendSomebody(queue, handover)) {
      makeReady(queue);
    }
  }

  /** False if as many as make sense are on the way. */
  private boolean sendSomebody(LiveServing queue, boolean handover) {
    lock(host);
    boolean sends = enRoute < mostEnRoute;
    LiveWorker worker = sends ? departLocked() : null;
    unlock();
    if (sends) {
      dispatchTo(worker, queue, handover);
    }
    return sends;
  }

  private void makeReady(LiveServing queue) {
    ready.add(queue, host);
    host.point();
    if (enRoute < mostEnRoute) {
      sendForReady(0);
    }
  }

  /** Sends somebody for a queue that waits, if there is one; {@code arrived} have got there. */
  private void sendForReady(int arrived) {
    lock(host);
    countEnRouteLocked(-arrived);
    LiveServing next = enRoute < mostEnRoute ? ready.poll() : null;
    LiveWorker worker = next == null ? null : departLocked();
    unlock();
    if (next != null) {
      dispatchTo(worker, next, false);
    }
  }

  private void countEnRouteLocked(int more) {
    int now = enRoute + more;
    enRoute = now;
  }

  /** Null: a new worker has to be started. */
  private @Nullable LiveWorker departLocked() {
    countEnRouteLocked(1);
    return popIdleLocked();
  }

  private void dispatchTo(@Nullable LiveWorker worker, LiveServing queue, boolean handover) {
    if (worker == null) {
      start(queue, handover, true);
    } else {
      send(worker, queue, handover, true);
      LockSupport.unpark(worker.thread());
    }
  }

  private void send(LiveWorker worker, LiveServing queue, boolean handover, boolean counted) {
    worker.enRoute = counted;
    if (handover) {
      worker.handover = true;
      dispatch.quiet().handoverSent();
    }
    worker.assign(queue);
  }

  private @Nullable LiveWorker popIdleLocked() {
    LiveWorker worker = idle;
    if (worker != null) {
      idle = worker.nextIdle;
      worker.nextIdle = null;
      idleCount--;
    }
    return worker;
  }

  private void start(LiveServing queue, boolean handover, boolean counted) {
    try {
      LiveWorker worker = newWorker(false);
      send(worker, queue, handover, counted);
      startThread(worker);
    } catch (Throwable noThread) {
      if (counted) {
        lock(host);
        countEnRouteLocked(-1);
        unlock();
      }
      orphaned(queue, noThread);
    }
  }

  private LiveWorker newWorker(boolean reserved) {
    int id = ids.incrementAndGet();
    LiveWorker worker = new LiveWorker(this, id, prefix + id, reserved);
    workers.put(id, worker);
    return worker;
  }

  private void startThread(LiveWorker worker) {
    try {
      worker.thread().start();
    } catch (Throwable noThread) {
      endHandover(worker);
      gone(worker);
      throw noThread;
    }
  }

  /**
   * Made when the queue is: a thread that is there when no other can be started (Linux: the
   * rescuer).
   */
  LiveWorker newReserved() {
    LiveWorker worker = newWorker(true);
    startThread(worker);
    return worker;
  }

  /** The current thread, as a worker until it is {@link #gone}. */
  CallerWorker newCaller(CallerWorker.Stay stay) {
    int id = ids.incrementAndGet();
    CallerWorker worker = new CallerWorker(this, id, stay);
    workers.put(id, worker);
    return worker;
  }

  /** The token of {@code queue} could not be given to anybody. */
  private void orphaned(LiveServing queue, Throwable noThread) {
    if (noThread instanceof IllegalStateException refusedByHost) {
      queue.freeToken();
      throw refusedByHost;
    }
    if (!queue.adoptOrphanedToken()) {
      ready.add(queue, host);
    }
    if (!ready.isEmpty()) { // and perhaps nobody is on the way any more
      LOG.log(
          System.Logger.Level.WARNING,
          "no worker thread for " + queue + ", trying again",
          noThread);
      retryLater();
    }
  }

  private void retryLater() {
    if (stopped || !retryArmed.compareAndSet(false, true)) {
      return;
    }
    try {
      dispatch.timers().arm(retry, host.nanoTime() + RETRY_NANOS);
    } catch (Throwable noTimer) {
      retryArmed.set(false);
      LOG.log(System.Logger.Level.ERROR, "no timer to try again with", noTimer);
    }
  }

  private final class Retry extends TimerNode {
    /**
     * Wakes one: its worker wakes others for the rest, and if there is still no thread we come
     * again.
     */
    @Override
    protected void expired() {
      retryArmed.set(false);
      LiveServing queue = pollReady();
      if (queue != null) {
        wake(queue, false);
      }
    }
  }

  private @Nullable LiveServing pollReady() {
    lock(host);
    LiveServing queue = ready.poll();
    unlock();
    return queue;
  }

  // ---- a worker between two queues

  /** The queue that {@code me} serves next, waiting for it where necessary; null: retire. */
  @Nullable LiveServing nextFor(LiveWorker me) {
    if (me.isReserved()) {
      return me.awaitAssignment();
    }
    me.successor = false;
    LiveServing next = mayGoOn(me) ? pollReady() : null;
    if (next != null) {
      return next;
    }
    return goIdle(me) ? me.awaitAssignment() : null;
  }

  private boolean mayGoOn(LiveWorker me) {
    boolean rotates = me.rotates;
    me.rotates = false;
    return !(rotates && enRoute > 0) && dispatch.quiet().mayStay();
  }

  /** A hint, read without the lock. */
  boolean hasReady() {
    return !ready.isEmpty();
  }

  private boolean goIdle(LiveWorker me) {
    lock(host);
    boolean stays = !stopped && idleCount < KEEP;
    if (stays) {
      me.nextIdle = idle;
      idle = me;
      idleCount++;
    }
    unlock();
    return stays;
  }

  void gone(LiveWorker me) {
    workers.remove(me.id());
  }

  /**
   * A worker has come to the queue it was sent to; wakes another for a queue that waits for one.
   */
  void arrived(LiveWorker me) {
    endHandover(me);
    if (!me.enRoute) {
      return;
    }
    me.enRoute = false;
    sendForReady(1);
  }

  private void endHandover(LiveWorker me) {
    me.successor = me.handover;
    if (me.handover) {
      me.handover = false;
      dispatch.quiet().handoverArrived();
    }
  }

  // ---- high priority: a normal worker stands in between two of its own items

  void addHighQueue(LiveServing queue) {
    highQueues.add(queue);
  }

  void removeHighQueue(LiveServing queue) {
    highQueues.remove(queue);
  }

  void raiseUrgent() {
    urgent = true;
  }

  boolean isUrgent() {
    return urgent;
  }

  /** Runs what high-priority queues have to run now; the caller holds no slot and no token. */
  void standIn(LiveWorker me) {
    if (!urgent) {
      return;
    }
    urgent = false;
    for (LiveServing high : highQueues) {
      high.serve(me, false);
    }
  }

  // ---- the end

  boolean isStopped() {
    return stopped;
  }

  /** Lets idle workers end; busy ones end when they go idle. */
  void stop() {
    stopped = true;
    for (LiveWorker worker : workers.values()) {
      LockSupport.unpark(worker.thread());
    }
  }
}
