package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/** Rescuers: MEM_RECLAIM queues go on although no worker can be created (linux 64-68). */
/*
 * Mayday. While a manager creates, a timer runs; if the pool still needs a worker when it fires, each queue that has a
 * rescuer and a work on the worklist is signalled: its pwq goes on the queue's mayday list and the rescuer is woken.
 *
 * The rescuer takes the pwqs of that list in turn. For each it attaches to the pool as a worker that is never counted,
 * takes works of this pwq from the worklist and runs them, kicks a normal worker when it leaves, and detaches.
 *
 * Up to 6.19 it takes all works of the pwq at once; when they have run and new ones need help, the pwq goes to the end of
 * the mayday list at once, without waiting for the timer. From 7.0 it takes one at a time, so that one slow work does not
 * keep those behind it from a worker that has appeared meanwhile; it stops when help is no longer needed, and after 16
 * works lets other pwqs go first. The kernel marks with a cursor how far it has searched; since works join a worklist at
 * its end only, a search from the front finds the same work, and this one has no cursor.
 */
final class Rescue {
  private static final int BATCH = 16;
  private static final int MIN_MAYDAY_TICKS = 2;

  private final PoolSettings settings;
  private final KernelRules rules;
  private final Upcalls up;
  private final Queueing queueing;
  private final Activation activation;

  Rescue(
      PoolSettings settings,
      KernelRules rules,
      Upcalls up,
      Queueing queueing,
      Activation activation) {
    this.settings = settings;
    this.rules = rules;
    this.up = up;
    this.queueing = queueing;
    this.activation = activation;
  }

  void startWaiting(KernelPool pool) {
    up.arm(pool, PoolTimer.MAYDAY, Math.max(settings.hz() / 100, MIN_MAYDAY_TICKS));
  }

  void stopWaiting(KernelPool pool) {
    up.disarm(pool, PoolTimer.MAYDAY);
    up.disarm(pool, PoolTimer.RETRY);
  }

  /** Linux: {@code pool_mayday_timeout}. */
  void maydayExpired(KernelPool pool) {
    if (pool.manager == null) {
      return;
    }
    if (pool.needsCreation()) {
      for (@Nullable KernelWork w = pool.worklist.first(); w != null; w = pool.worklist.after(w)) {
        assert w.pwq != null;
        call(w.pwq);
      }
    }
    up.arm(pool, PoolTimer.MAYDAY, Math.max(settings.hz() / 10, 1));
  }

  /** Linux: {@code send_mayday}. */
  private void call(Pwq pwq) {
    KernelWorker rescuer = pwq.wq.rescuer;
    if (rescuer == null || pwq.inMayday) {
      return;
    }
    enlist(pwq);
    pwq.stats.mayday++;
    if (rescuer.rescuing == null) {
      up.wake(rescuer);
    }
  }

  private static void enlist(Pwq pwq) {
    pwq.refs++;
    pwq.inMayday = true;
    pwq.wq.maydays.addLast(pwq);
  }

  /** The next work that the rescuer has to run, null if nobody calls. */
  @Nullable KernelWork nextWork(KernelWorker rescuer) {
    for (; ; ) {
      KernelWork own = rescuer.scheduled.first();
      if (own != null) {
        return own;
      }
      if (rescuer.rescuing == null) {
        if (!attach(rescuer)) {
          return null;
        }
        takeFor(rescuer, rescuer.rescuing);
      } else if (!goesOn(rescuer, rescuer.rescuing)) {
        leave(rescuer, rescuer.rescuing);
      }
    }
  }

  private static boolean attach(KernelWorker rescuer) {
    Workqueue wq = rescuer.rescuerOf;
    assert wq != null;
    Pwq pwq = wq.maydays.pollFirst();
    if (pwq == null) {
      return false;
    }
    pwq.inMayday = false;
    rescuer.rescuing = pwq;
    rescuer.rescued = 0;
    rescuer.attach(pwq.pool);
    return true;
  }

  private void takeFor(KernelWorker rescuer, @Nullable Pwq pwq) {
    assert pwq != null;
    if (rules.rescuesOneByOne()) {
      takeOne(rescuer, pwq);
    } else {
      while (takeFirstOf(rescuer, pwq)) {
        rescuer.rescued++;
      }
    }
  }

  private boolean goesOn(KernelWorker rescuer, @Nullable Pwq pwq) {
    assert pwq != null;
    if (!rules.rescuesOneByOne()) {
      if (rescuer.rescued > 0 && isStillCalling(pwq) && !pwq.inMayday) {
        enlist(pwq);
      }
      return false;
    }
    if (rescuer.rescued > BATCH && !pwq.wq.maydays.isEmpty() && isStillCalling(pwq)) {
      call(pwq);
      return false;
    }
    return takeOne(rescuer, pwq);
  }

  private static boolean isStillCalling(Pwq pwq) {
    return pwq.nrActive > 0 && pwq.pool.needsCreation();
  }

  /** Linux 7.0: {@code assign_rescuer_work}. */
  private boolean takeOne(KernelWorker rescuer, Pwq pwq) {
    boolean needed =
        pwq.pool.needsCreation() || (pwq.pool.manager != null && pwq.wq.maydays.isEmpty());
    if (pwq.nrActive == 0 || !needed || !takeFirstOf(rescuer, pwq)) {
      return false;
    }
    rescuer.rescued++;
    return true;
  }

  /** Takes the first work of the pwq that no other worker runs. */
  private boolean takeFirstOf(KernelWorker rescuer, Pwq pwq) {
    WorkList list = pwq.pool.worklist;
    @Nullable KernelWork work = list.first();
    while (work != null) {
      KernelWork candidate = work;
      work = list.after(candidate);
      if (candidate.pwq == pwq) {
        if (queueing.assign(candidate, rescuer)) {
          pwq.stats.rescued++;
          return true;
        }
        work = list.first();
      }
    }
    return false;
  }

  private void leave(KernelWorker rescuer, @Nullable Pwq pwq) {
    assert pwq != null;
    pwq.pool.kick();
    rescuer.rescuing = null;
    rescuer.detach();
    activation.put(pwq);
  }
}
