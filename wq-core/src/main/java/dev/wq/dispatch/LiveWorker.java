package dev.wq.dispatch;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A long-lived virtual thread that serves one queue after another; all queues of a machine share
 * them.
 */
class LiveWorker extends Worker {
  // I: set once  W: this worker's thread only  P: the pool's lock
  private final WorkerPool pool; // I
  private final int id; // I
  private volatile @Nullable LiveServing assigned; // waker -> worker: the queue whose token it gets
  @Nullable LiveWorker nextIdle; // P
  volatile boolean handover; // set by the waker, taken back when the worker arrives
  volatile boolean enRoute; // set by the waker, taken back when the worker arrives
  private final boolean
      reserved; // I: belongs to one queue, for the day on which no thread can be started
  private volatile boolean dismissed; // a reserved worker whose queue is closed

  private @Nullable FlushColor color; // W: of the running item
  private @Nullable DispatchQueue inheritedQueue; // W: set by Item.end with a deferred queueing
  private @Nullable FlushColor inheritedColor; // W
  @Nullable FlushColor ended; // W: colour of the run that has just ended

  boolean holder; // W: has the token of the queue it looks at
  int ran; // W: items since it came to the queue
  boolean looks; // W: the item it took is one of those after which a worker looks at the clock
  boolean rotates; // W: has left its queue to make room for other workers
  boolean successor; // W: came to take over from a worker of the same queue
  long since; // W: host time at which a batch began, 0 before

  LiveWorker(WorkerPool pool, int id, String name, boolean reserved) {
    super(pool.dispatch(), name, id % pool.host().cpus());
    this.pool = pool;
    this.id = id;
    this.reserved = reserved;
  }

  /** For the current thread. */
  LiveWorker(WorkerPool pool, int id, Thread thread) {
    super(pool.dispatch(), thread);
    this.pool = pool;
    this.id = id;
    this.reserved = false;
  }

  /** Whether this is a thread of the application. */
  boolean isCaller() {
    return false;
  }

  /** Whether it stops looking after the item that has just ended. */
  boolean leavesNow() {
    return false;
  }

  @Override
  protected final void serve() {
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
        if (!next.high || handover) {
          pool.dispatch().quiet().giveWay();
        }
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
    LockSupport.unpark(thread());
  }

  final void enter(Item runs, DispatchQueue counts, FlushColor ofColor) {
    enter(runs, counts);
    color = ofColor;
  }

  @Override
  void inherit(@Nullable DispatchQueue counts, @Nullable FlushColor ofColor) {
    inheritedQueue = counts;
    inheritedColor = ofColor;
  }

  /** The deferred queueing becomes the current one. */
  void takeInheritance() {
    countFor(inheritedQueue);
    color = inheritedColor;
    inheritedQueue = null;
    inheritedColor = null;
  }

  @Nullable FlushColor color() {
    return color;
  }

  int id() {
    return id;
  }
}
