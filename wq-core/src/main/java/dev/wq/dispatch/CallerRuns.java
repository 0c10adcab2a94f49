package dev.wq.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Where the token of a queue goes that the pool does not serve: it waits for a thread of the
 * application, or the queue's own, which runs items itself, all of them until the queue is stopped,
 * or one.
 */
/*
 * A queue with a life cycle is in one of two modes, which change under the lock of its list:
 *
 *   toPool     started: a wake-up goes to the pool as for any other queue
 *   otherwise  the token is kept here until it is handed to a caller that waits, the oldest first, or the queue is started
 *
 * The modes decide who may take items, not only who is woken. A worker of the pool may be on its way while the queue is
 * stopped and then run on a caller; so each look asks, under the lock, whether this worker may take from this queue, and one
 * that may not sends the token where it belongs (LiveRuns.take). The same for a caller of runOne whose queue has been
 * started meanwhile.
 *
 * Nothing else is special. A kept token is a taken one: producers see it and do nothing, a cancel or a freeze finds it
 * where it is. Callers come with the token as a woken worker does, and leave as one that has to leave between two items.
 *
 * Visits. A thread that waits here belongs to the epoch in which it came. Start, stop and the end of the queue begin a new
 * one and wake everybody who waits, so that nobody waits for a token that goes elsewhere from now on.
 */
final class CallerRuns {
  private final LiveServing queue;
  private boolean toPool = true; // L: the list's lock
  private boolean token; // L: kept here
  private int epoch; // L
  private @Nullable Visit host; // L: that runs everything until the queue is stopped
  private @Nullable Call waiting; // L: oldest first

  CallerRuns(LiveServing queue) {
    this.queue = queue;
  }

  /** One wait for the token. */
  private static final class Call extends Waiter {
    boolean granted; // L, and the thread once it is woken
  }

  // ---- modes

  /** From here on the pool leaves this queue alone. */
  void withdraw() {
    queue.list.lock(queue.host);
    toPool = false;
    newEpochLocked();
    queue.list.unlockAndWake();
  }

  /** From here on the pool serves this queue. */
  void handToPool() {
    queue.list.lock(queue.host);
    toPool = true;
    newEpochLocked();
    boolean kept = token;
    token = false;
    queue.list.unlockAndWake();
    if (kept) {
      queue.pool.wake(queue, false);
    }
  }

  /** Sends everybody away from a queue that is shut for good. */
  void end() {
    queue.list.lock(queue.host);
    newEpochLocked();
    if (token) {
      token = false;
      queue.freeToken();
    }
    queue.list.unlockAndWake();
  }

  private void newEpochLocked() {
    epoch++;
    host = null;
    for (Call call = waiting; call != null; call = waiting) {
      popLocked(call);
    }
  }

  /** Whether nobody runs this queue's items unasked. */
  boolean isUnserved() {
    queue.list.lock(queue.host);
    boolean unserved = !toPool && host == null;
    queue.list.unlockAndWake();
    return unserved;
  }

  /** Whether {@code me} may take items now. Under the lock. */
  boolean admitsLocked(LiveWorker me) {
    return toPool != me.isCaller();
  }

  // ---- the token

  /** Keeps the token, which the caller holds, or hands it on; false: it belongs to the pool. */
  boolean keep() {
    queue.list.lock(queue.host);
    boolean kept = !toPool;
    if (kept) {
      grantLocked();
    }
    queue.list.unlockAndWake();
    return kept;
  }

  private void grantLocked() {
    Call next = waiting;
    token = next == null;
    if (next != null) {
      next.granted = true;
      popLocked(next);
    }
  }

  private void popLocked(Call first) {
    waiting = (Call) first.next;
    first.next = null;
    queue.list.release(first);
  }

  private void addLocked(Call call) {
    Call last = waiting;
    if (last == null) {
      waiting = call;
      return;
    }
    while (last.next != null) {
      last = (Call) last.next;
    }
    last.next = call;
  }

  // ---- callers

  /** A caller that runs everything; it hosts the queue from now on. */
  Visit host() {
    queue.list.lock(queue.host);
    newEpochLocked();
    Visit visit = new Visit(epoch);
    host = visit;
    queue.list.unlockAndWake();
    return visit;
  }

  /** A caller that runs one item. */
  Visit guest() {
    queue.list.lock(queue.host);
    Visit visit = new Visit(epoch);
    queue.list.unlockAndWake();
    return visit;
  }

  /** The right of one thread to run items as long as the epoch lasts. */
  final class Visit {
    private final int since;

    private Visit(int since) {
      this.since = since;
    }

    /** Runs items until the epoch ends, or until the thread is interrupted. */
    void runAll() throws InterruptedException {
      CallerWorker me = queue.pool.newCaller(CallerWorker.Stay.UNTIL_INTERRUPTED);
      Worker before = Worker.become(me);
      try {
        while (awaitToken(me, Waiter.NEVER)) {
          queue.serve(me, true);
          if (me.isInterrupted()) {
            throw new InterruptedException();
          }
        }
      } finally {
        leave(me, before);
      }
    }

    /** Runs items until the epoch ends, whoever interrupts the thread, which is the queue's own. */
    void runAllAsOwner() {
      CallerWorker me = queue.pool.newCaller(CallerWorker.Stay.FOR_EVER);
      Worker.become(me);
      try {
        while (awaitTokenUninterruptibly(me)) {
          queue.serve(me, true);
        }
      } finally {
        leave(me, null);
      }
    }

    private boolean awaitTokenUninterruptibly(CallerWorker me) {
      for (; ; ) {
        try {
          return awaitToken(me, Waiter.NEVER);
        } catch (InterruptedException nobodys) {
          me.forgetInterrupts();
        }
      }
    }

    /** Takes one item and runs it; false if none came in time, or the epoch has ended. */
    boolean runOne(long timeoutNanos) throws InterruptedException {
      long deadline = Waiter.deadline(queue.host, timeoutNanos);
      CallerWorker me = queue.pool.newCaller(CallerWorker.Stay.ONE);
      Worker before = Worker.become(me);
      try {
        while (me.ran == 0 && awaitToken(me, deadline)) {
          queue.serve(me, true);
        }
        return me.ran > 0;
      } finally {
        leave(me, before);
        if (me.isInterrupted()) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private void leave(CallerWorker me, @Nullable Worker before) {
      Worker.become(before);
      queue.pool.gone(me);
    }

    /** Hosts the queue no longer. */
    void end() {
      queue.list.lock(queue.host);
      if (host == this) {
        host = null;
      }
      queue.list.unlockAndWake();
    }

    private boolean awaitToken(CallerWorker me, long deadline) throws InterruptedException {
      Call call = new Call();
      queue.list.lock(queue.host);
      boolean ended = epoch != since;
      boolean mine = !ended && token;
      if (mine) {
        token = false;
      } else if (!ended) {
        addLocked(call);
      }
      queue.list.unlockAndWake();
      if (mine || ended) {
        return mine;
      }
      me.countWait();
      return awaitGrant(call, deadline);
    }

    /** Who is woken is out of the line and has been told before that what it gets. */
    private boolean awaitGrant(Call call, long deadline) throws InterruptedException {
      boolean interrupted = true;
      try {
        boolean woken = call.await(queue.host, deadline);
        interrupted = false;
        return woken ? call.granted : withdraw(call);
      } finally {
        if (interrupted && withdraw(call)) {
          queue.pool.wake(queue, false);
        }
      }
    }

    /** Ends the wait; true if it has been handed the token. */
    private boolean withdraw(Call call) {
      queue.list.lock(queue.host);
      waiting = (Call) Waiter.without(waiting, call);
      boolean granted = call.granted;
      queue.list.unlockAndWake();
      return granted;
    }
  }
}
