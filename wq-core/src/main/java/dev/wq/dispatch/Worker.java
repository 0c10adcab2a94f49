package dev.wq.dispatch;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A long-lived virtual thread that serves one queue after another; all queues of a machine share
 * them.
 *
 * <p>What a function does to the thread it runs on does not outlive it: interrupt flag, name and
 * context class loader are put back after each item. Thread locals stay.
 */
public final class Worker implements Runnable {
  private static final ThreadLocal<@Nullable Worker> CURRENT = new ThreadLocal<>();

  // I: set once  W: this worker's thread only, read by others where a CAS of the item's state has
  // published it
  // P: the pool's lock  G: the wait graph's lock
  private final WorkerPool pool; // I
  private final int id; // I
  private final Thread thread; // I
  private final String name; // I
  private final @Nullable ClassLoader loader; // I
  private volatile @Nullable LiveServing assigned; // waker -> worker: the queue whose token it gets
  @Nullable Worker nextIdle; // P
  volatile boolean handover; // set by the waker, taken back when the worker arrives
  volatile boolean enRoute; // set by the waker, taken back when the worker arrives
  private final boolean
      reserved; // I: belongs to one queue, for the day on which no thread can be started
  private volatile boolean dismissed; // a reserved worker whose queue is closed

  private @Nullable Item item; // W
  private @Nullable DispatchQueue queue; // W
  private @Nullable FlushColor color; // W
  private @Nullable DispatchQueue inheritedQueue; // W: set by Item.end with a deferred queueing
  private @Nullable FlushColor inheritedColor; // W
  @Nullable FlushColor ended; // W: colour of the run that has just ended

  boolean holder; // W: has the token of the queue it looks at
  int ran; // W: items since it came to the queue
  boolean looks; // W: the item it took is one of those after which a worker looks at the clock
  boolean successor; // W: came to take over from a worker of the same queue
  long since; // W: host time at which a batch began, 0 before

  private @Nullable Object waitsFor; // G
  private @Nullable Worker nextBlocked; // G

  Worker(WorkerPool pool, int id, String name, boolean reserved) {
    this.pool = pool;
    this.id = id;
    this.name = name;
    this.reserved = reserved;
    this.thread = pool.host().newThread(name, id % pool.host().cpus(), null, this);
    this.loader = thread.getContextClassLoader();
  }

  /** The worker whose thread this is, null for every other thread. */
  public static @Nullable Worker current() {
    return CURRENT.get();
  }

  @Override
  public void run() {
    CURRENT.set(this);
    try {
      serveUntilRetired();
    } finally {
      pool.gone(this);
    }
  }

  private void serveUntilRetired() {
    for (LiveServing next = awaitAssignment(); next != null; next = pool.nextFor(this)) {
      boolean reuse = !next.settings().freshThreads();
      next.serve(this, true);
      pool.standIn(this);
      if (!reuse) {
        pool.retire(this);
        return;
      }
    }
  }

  /** Waits for a queue; null if the pool has stopped. */
  @Nullable LiveServing awaitAssignment() {
    for (; ; ) {
      LiveServing next = assigned;
      if (next != null) {
        assigned = null;
        pool.arrived(this);
        return next;
      }
      if (pool.isStopped() || dismissed) {
        return null;
      }
      LockSupport.park(this);
      Thread.interrupted();
    }
  }

  /** Begins a stay at a queue, with its token or as a stand-in. */
  void arriveAt(boolean withToken) {
    holder = withToken;
    ran = 0;
    since = 0;
  }

  /** Hands the token of {@code next} to this idle or unstarted worker. */
  void assign(LiveServing next) {
    assigned = next;
  }

  boolean isReserved() {
    return reserved;
  }

  /** Lets a reserved worker end once it is idle. */
  void dismiss() {
    dismissed = true;
    LockSupport.unpark(thread);
  }

  // ---- the item it runs

  void enter(Item runs, DispatchQueue counts, FlushColor ofColor) {
    item = runs;
    queue = counts;
    color = ofColor;
  }

  void exit() {
    item = null;
    queue = null;
  }

  /** Called by {@link Item#end} before the CAS that hands a deferred queueing over. */
  void inherit(@Nullable DispatchQueue counts, @Nullable FlushColor ofColor) {
    inheritedQueue = counts;
    inheritedColor = ofColor;
  }

  /** The deferred queueing becomes the current one. */
  void takeInheritance() {
    queue = inheritedQueue;
    color = inheritedColor;
    inheritedQueue = null;
    inheritedColor = null;
  }

  /** Runs the function; whatever it throws is told to the queue for which it counts. */
  void invoke(Item runs, DispatchQueue counts) {
    QueueEvents.Execution event = QueueEvents.started(counts, runs);
    Throwable thrown = null;
    try {
      runs.invoke();
    } catch (Throwable t) {
      thrown = t;
      counts.failed(runs, t);
    }
    QueueEvents.ended(event, thrown);
  }

  /** Before an item begins: an interrupt that came between two items is nobody's. */
  void forgetInterrupts() {
    Thread.interrupted();
  }

  /** Undoes what the function did to the thread. */
  void restoreThread() {
    Thread.interrupted();
    if (thread.getContextClassLoader() != loader) {
      thread.setContextClassLoader(loader);
    }
    if (!thread.getName().equals(name)) {
      thread.setName(name);
    }
  }

  public @Nullable Item item() {
    return item;
  }

  /** The queue for which the running item counts. */
  public @Nullable DispatchQueue queue() {
    return queue;
  }

  @Nullable FlushColor color() {
    return color;
  }

  public Dispatch dispatch() {
    return pool.dispatch();
  }

  Thread thread() {
    return thread;
  }

  int id() {
    return id;
  }

  public String name() {
    return name;
  }

  // ---- its place in the wait graph

  void block(Object target, @Nullable Worker next) {
    waitsFor = target;
    nextBlocked = next;
  }

  @Nullable Worker unblock() {
    Worker next = nextBlocked;
    waitsFor = null;
    nextBlocked = null;
    return next;
  }

  @Nullable Object waitsFor() {
    return waitsFor;
  }

  @Nullable Worker nextBlocked() {
    return nextBlocked;
  }

  void skipBlocked(@Nullable Worker next) {
    nextBlocked = next;
  }

  /** For people: {@code wq-live-3 runs refresh of queue 'events'}. */
  @Override
  public String toString() {
    Item runs = item;
    return runs == null ? name + " idle" : name + " runs " + runs.name() + " of " + queue;
  }
}
