package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/** Which works of a queue may be on a worklist: max_active and its slots. */
/*
 * A work takes a slot when it goes to a worklist (activation) and gives it back when its function has returned or it was
 * cancelled from there. A work that finds no slot waits on the inactive list of its pwq, and once one waits, all later
 * ones of the pwq wait behind it, even if a slot is free (linux 28): so within a pwq activation order is queueing order
 * (linux 21).
 *
 * Per-CPU queues count in the pwq. One slot given back is one taken by the first inactive of the same pwq (linux 29); no
 * wake-up is needed, since the worker that gave it back looks at the same worklist next (linux 35).
 *
 * Unbound queues count in the node (linux 31), because their pwqs serve one set of workers. Then the slot may have to go
 * to another pwq, so pwqs that wait form a line per node. Each slot that comes back goes to the first of the line, which
 * then moves to its end (linux 34). Invariants: a pwq with inactive works, neither plugged nor frozen, is in the line; a
 * pwq in the line takes no slot on its own when something is queued; so a slot is free only while nobody waits. The two
 * calls with "fill" are those after the limit went up, when slots appear that nobody gave back.
 *
 * What is not counted: a barrier, and a work that was cancelled while inactive. Both carry INACTIVE when they end, which
 * is why the flag is remembered at the start of a run and looked at here, not the list the work was on.
 */
final class Activation {
  private final Upcalls up;
  private final PoolRegistry registry;

  Activation(Upcalls up, PoolRegistry registry) {
    this.up = up;
    this.registry = registry;
  }

  /** Puts a pending work on the worklist if it has a slot, else on the inactive list. */
  void admit(Pwq pwq, KernelWork work) {
    work.pwq = pwq;
    work.color = pwq.workColor;
    pwq.inFlight[work.color]++;
    pwq.refs++;
    if (pwq.inactive.isEmpty() && tryTake(pwq, false)) {
      up.activated(work);
      pwq.pool.worklist.addLast(work);
      pwq.pool.kick();
    } else {
      work.set(KernelWork.INACTIVE);
      pwq.inactive.addLast(work);
    }
  }

  /** Linux: {@code pwq_tryinc_nr_active}. */
  private boolean tryTake(Pwq pwq, boolean fill) {
    NodeLimit limit = pwq.wq.limitOf(pwq.pool.node());
    boolean taken;
    if (pwq.plugged) {
      return false;
    } else if (limit == null) {
      taken = pwq.nrActive < pwq.wq.maxActive;
    } else {
      taken = tryTakeOfNode(pwq, limit, fill);
    }
    if (taken) {
      pwq.nrActive++;
    }
    return taken;
  }

  private static boolean tryTakeOfNode(Pwq pwq, NodeLimit limit, boolean fill) {
    if (pwq.waitsForNode && !fill) {
      return false;
    }
    boolean taken = limit.tryTake();
    if (!taken && !pwq.waitsForNode) {
      limit.addPending(pwq);
    }
    return taken;
  }

  /** Linux: {@code pwq_activate_first_inactive}. */
  private boolean activateFirst(Pwq pwq, boolean fill) {
    KernelWork work = pwq.inactive.first();
    if (work == null || !tryTake(pwq, fill)) {
      return false;
    }
    activate(pwq, work);
    return true;
  }

  private void activate(Pwq pwq, KernelWork work) {
    up.activated(work);
    pwq.pool.worklist.moveLinked(work);
    work.clear(KernelWork.INACTIVE);
  }

  /**
   * A work or barrier is no longer in flight (Linux: {@code pwq_dec_nr_in_flight}).
   *
   * @param counted it had a slot
   * @param caller the pool whose worker will look at its worklist next
   */
  void ended(Pwq pwq, int color, boolean counted, @Nullable KernelPool caller, Flushing flushing) {
    if (counted) {
      giveBack(pwq, caller);
    }
    pwq.inFlight[color]--;
    if (pwq.flushColor == color && pwq.inFlight[color] == 0) {
      flushing.colorDone(pwq);
    }
    put(pwq);
  }

  private void giveBack(Pwq pwq, @Nullable KernelPool caller) {
    pwq.nrActive--;
    NodeLimit limit = pwq.wq.limitOf(pwq.pool.node());
    if (limit == null) {
      if (!pwq.inactive.isEmpty() && activateFirst(pwq, false) && pwq.pool != caller) {
        pwq.pool.kick();
      }
      return;
    }
    limit.nr--;
    if (limit.nr < limit.max && !limit.pending.isEmpty()) {
      activatePending(limit, caller);
    }
  }

  /** Linux: {@code node_activate_pending_pwq}. */
  private void activatePending(NodeLimit limit, @Nullable KernelPool caller) {
    for (Pwq pwq = limit.pending.peekFirst(); pwq != null; pwq = limit.pending.peekFirst()) {
      KernelWork work = pwq.inactive.first();
      if (work == null) {
        limit.removePending(pwq);
        continue;
      }
      limit.nr++;
      pwq.nrActive++;
      activate(pwq, work);
      if (pwq.inactive.isEmpty()) {
        limit.removePending(pwq);
      } else {
        limit.rotate();
      }
      if (pwq.pool != caller) {
        pwq.pool.kick();
      }
      return;
    }
  }

  /** Fills the slots that a higher limit made, round robin over the pwqs (linux 36). */
  void fill(Workqueue wq) {
    boolean activated;
    do {
      activated = false;
      for (int i = 0; i < wq.pwqs.size(); i++) {
        Pwq pwq = wq.pwqs.get(i);
        if (activateFirst(pwq, true)) {
          activated = true;
          pwq.pool.kick();
        }
        leaveLine(pwq);
      }
    } while (activated);
  }

  /*
   * A pwq may stand in line with nothing to activate: its works were taken back, or filled. Normally the next work that
   * ends finds that out. After a freeze there may be none, and the pwq, in line and so not allowed to take a free slot,
   * would hold back whatever is queued on it for good. The kernel has this hole; we close it where slots appear.
   */
  private static void leaveLine(Pwq pwq) {
    NodeLimit limit = pwq.wq.limitOf(pwq.pool.node());
    if (limit != null && pwq.inactive.isEmpty()) {
      limit.removePending(pwq);
    }
  }

  /** Drops one reference; the last releases the pwq, and perhaps its pool. */
  void put(Pwq pwq) {
    if (--pwq.refs > 0) {
      return;
    }
    Workqueue wq = pwq.wq;
    wq.pwqs.remove(pwq);
    NodeLimit limit = wq.limitOf(pwq.pool.node());
    if (limit != null) {
      limit.removePending(pwq);
    }
    if (wq.spec().ordered() && !wq.pwqs.isEmpty()) {
      unplug(wq.pwqs.getFirst());
    }
    registry.put(pwq.pool);
  }

  /** All older pwqs of the ordered queue are gone: the next may start (linux 23). */
  private void unplug(Pwq pwq) {
    if (!pwq.plugged) {
      return;
    }
    pwq.plugged = false;
    if (activateFirst(pwq, true)) {
      activateFirst(pwq, false); // puts the pwq in line if more works wait
      pwq.pool.kick();
    }
  }
}
