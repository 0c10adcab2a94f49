package dev.wq.poll;

import dev.wq.Work;
import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.Waiter;

/** A work is neither pending nor running. */
/*
 * At most one teller of this trigger hangs on the work, while it is awaited. It is woken by the next end of a queueing,
 * which need not be the last: then it hangs itself up again. Hanging up takes points and so is done outside of the lock;
 * a watcher is in the list before, so whoever finds the work idle afterwards finds the watcher.
 */
final class IdleTrigger extends Trigger {
  private final Work work; // I
  private boolean
      hung; // L: false -> true by the watcher that hangs the teller up, -> false when woken

  IdleTrigger(Work work) {
    super(new Bare());
    this.work = work;
  }

  @Override
  boolean holds() {
    return ItemControl.isIdle(work);
  }

  @Override
  boolean register(Registration watcher) {
    boolean ready = super.register(watcher);
    if (!ready) {
      hangUp();
    }
    return ready;
  }

  /** Makes sure that the watchers are told when the work is idle. */
  private void hangUp() {
    while (mustHangUp()) {
      if (ItemControl.tellAtEnd(work, new Teller(this))) {
        return;
      }
      takeDown();
      tell(Integer.MAX_VALUE);
    }
  }

  private boolean mustHangUp() {
    source.lock();
    boolean must = !hung && isWatched();
    hung |= must;
    source.unlock();
    return must;
  }

  private void takeDown() {
    source.lock();
    hung = false;
    source.unlock();
  }

  private void ended() {
    takeDown();
    tell(Integer.MAX_VALUE);
    hangUp();
  }

  @Override
  public String toString() {
    return "work '" + work.name() + "' idle";
  }

  private static final class Teller extends Waiter {
    private final IdleTrigger trigger;

    Teller(IdleTrigger trigger) {
      this.trigger = trigger;
    }

    @Override
    public void wake() {
      trigger.ended();
    }
  }
}
