package dev.wq.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One queue on virtual threads: an inbound stack for producers, a worklist for workers, and a token
 * between the two, see {@link LiveServing}. Here: the producers' side and what is done to the queue
 * as a whole.
 *
 * <p>Closing seals the inbound stack while the queue is idle. A push that raced with the close
 * lands before the seal and is waited for, or finds the seal and gives its queueing back.
 */
class LiveQueue extends LiveRuns {
  private static final int GLANCE_LIMIT = 100_000;

  private final @Nullable LiveWorker reserved;

  LiveQueue(LiveDispatch dispatch, QueueSettings settings) {
    super(dispatch, settings);
    this.reserved = settings.memReclaim() ? pool.newReserved() : null;
    if (high) {
      pool.addHighQueue(this);
    }
  }

  // ---- producers

  @Override
  protected boolean push(Item item, int cpu) {
    adopt(item);
    return switch (pushInbound(item)) {
      case SEALED -> false;
      case BEHIND_OTHERS -> true;
      case FIRST -> {
        announce();
        yield true;
      }
    };
  }

  @Override
  boolean takesBundles() {
    return heldAlarms == null;
  }

  @Override
  boolean pushBundle(Bundle bundle) {
    list.lock(host);
    if (isSealed()) {
      list.unlockAndWake();
      return false;
    }
    list.takeIn(takeInbound());
    list.add(bundle);
    if (high) {
      pool.raiseUrgent();
    }
    unlockKicked();
    return true;
  }

  private void announce() {
    if (high) {
      pool.raiseUrgent();
    }
    host.point();
    if (tryTakeToken()) {
      pool.wake(this, false);
    }
  }

  @Override
  boolean adoptOrphanedToken() {
    list.lock(host);
    boolean parked = list.active > 0;
    list.saturated |= parked;
    list.unlockAndWake();
    if (!parked && reserved != null) {
      reserved.assign(this);
      LockSupport.unpark(reserved.thread());
    }
    return parked || reserved != null;
  }

  // ---- taking back

  @Override
  protected boolean unlink(Item item) {
    list.lock(host);
    if (!item.linked || item.owner != this) {
      list.takeIn(takeInbound());
      list.unbundle();
    }
    boolean mine = item.linked && item.owner == this;
    if (mine) {
      list.cancelLinked(item);
    }
    unlockKicked();
    return mine;
  }

  @Override
  void takeInPushed() {
    list.lock(host);
    list.takeIn(takeInbound());
    list.unbundle();
    unlockKicked();
  }

  @Override
  void dropDeferred(FlushColor color) {
    list.lock(host);
    list.cancelActive(color);
    unlockKicked();
  }

  // ---- waits

  @Override
  protected @Nullable Waiter awaitQueued() {
    FlushColor fresh = new FlushColor();
    Waiter me = new Waiter();
    list.lock(host);
    list.takeIn(takeInbound());
    FlushColor color = list.close(fresh);
    if (color != null) {
      me.next = color.flushers;
      color.flushers = me;
    }
    unlockKicked();
    return color == null ? null : me;
  }

  @Override
  protected @Nullable Waiter awaitIdle() {
    Waiter me = new Waiter();
    list.lock(host);
    list.takeIn(takeInbound());
    boolean done = isIdleLocked();
    if (!done) {
      list.awaitIdle(me);
    }
    unlockKicked();
    return done ? null : me;
  }

  @Override
  protected @Nullable Waiter awaitNoneActive() {
    Waiter me = new Waiter();
    list.lock(host);
    list.takeIn(takeInbound());
    boolean done = list.active == 0;
    if (!done) {
      list.awaitNoneActive(me);
    }
    unlockKicked();
    return done ? null : me;
  }

  @Override
  protected void forget(Waiter waiter) {
    list.lock(host);
    list.forget(waiter);
    list.unlockAndWake();
  }

  @Override
  public boolean isIdle() {
    list.lock(host);
    boolean idle = isIdleLocked();
    list.unlockAndWake();
    return idle;
  }

  private boolean isIdleLocked() {
    return list.active == 0 && !hasWork() && !hasTasks();
  }

  @Override
  protected void wakeIfIdle() {
    list.lock(host);
    list.releaseQuiet();
    list.unlockAndWake();
  }

  // ---- freeze and limit

  @Override
  public void hold(Freeze reason) {
    if (reason == Freeze.START) {
      life().withdraw();
      return;
    }
    list.lock(host);
    list.freeze(reason, 1);
    list.unlockAndWake();
  }

  @Override
  public void thaw(Freeze reason) {
    if (reason == Freeze.START) {
      life().handToPool();
      return;
    }
    list.lock(host);
    list.freeze(reason, -1);
    unlockKicked();
  }

  @Override
  public boolean isFrozen() {
    return list.isFrozen();
  }

  private CallerRuns life() {
    if (callers == null) {
      throw new AssertionError(this + " has no life cycle");
    }
    return callers;
  }

  @Override
  public boolean isUnstarted() {
    return callers != null && callers.isUnserved();
  }

  @Override
  boolean canRunOnCaller() {
    return true;
  }

  @Override
  CallerRuns onCaller() {
    return life();
  }

  @Override
  public void setMaxActive(int maxActive) {
    list.lock(host);
    list.maxActive = maxActive;
    unlockKicked();
  }

  @Override
  public int maxActive() {
    return list.maxActive;
  }

  // ---- the end

  @Override
  protected boolean shutIfIdle() {
    list.lock(host);
    boolean shut = list.active == 0 && list.head == null && !hasTasks() && seal();
    list.unlockAndWake();
    return shut;
  }

  @Override
  protected void reopen() {
    list.lock(host);
    if (!staysShut()) {
      unseal();
    }
    list.unlockAndWake();
  }

  @Override
  protected boolean sealIfIdle() {
    boolean sealed = shutIfIdle();
    if (sealed) {
      dismiss();
    }
    return sealed;
  }

  @Override
  protected List<Item> sealNow() {
    List<Item> gone = new ArrayList<>();
    boolean sealed = false;
    while (!sealed) {
      list.lock(host);
      list.takeIn(takeInbound());
      gone.addAll(list.cancelAll());
      sealed = seal();
      list.unlockAndWake();
    }
    dismiss();
    return gone;
  }

  private void dismiss() {
    pool.removeHighQueue(this);
    if (callers != null) {
      callers.end();
    }
    if (reserved != null) {
      reserved.dismiss();
    }
  }

  // ---- for people

  @Override
  public QueueCounts counts() {
    list.lock(host);
    list.takeIn(takeInbound());
    QueueCounts counts = counts(0);
    unlockKicked();
    return counts;
  }

  @Override
  public QueueCounts glance() {
    return counts(glanceInbound(GLANCE_LIMIT));
  }

  private QueueCounts counts(int pushed) {
    return list.counts(pushed, coalesced.sum(), rejected.sum(), failed.sum(), wakeUps());
  }
}
