package dev.wq.dispatch;

import dev.wq.timer.BatchedNode;
import dev.wq.timer.TimerNode;
import org.jspecify.annotations.Nullable;

/** The timer of a delayed item: when it expires, the item goes on the queue it was armed for. */
final class Alarm extends BatchedNode {
  final Item item; // I
  volatile @Nullable DispatchQueue target; // whoever owns the timer, see Item

  volatile HeldAlarms.@Nullable Entry
      heldBy; // whoever owns the timer: due while the queue holds its due items
  int cpu; // whoever owns the timer: where it was armed, as far as the queue's dispatch has CPUs

  Alarm(Item item) {
    this.item = item;
  }

  @Override
  protected boolean isBatched() {
    DispatchQueue queue = target;
    return queue != null && queue.takesBundles();
  }

  @Override
  protected void expired() {
    DispatchQueue queue = target;
    if (queue != null && queue.takesBundles()) {
      new ExpiredItems().takeAll(this);
    } else if (queue != null && !isKept(queue)) {
      queue.expire(item);
    }
  }

  @Nullable Alarm takeBehind() {
    return (Alarm) takeNext();
  }

  private boolean isKept(DispatchQueue queue) {
    HeldAlarms alarms = queue.heldAlarms;
    return alarms != null && alarms.keep(this);
  }

  /** True if the item was armed and the timer is now in the caller's hands. */
  boolean cancel() {
    DispatchQueue queue = target;
    return queue != null && queue.dispatch().timers().cancel(this);
  }

  /**
   * As {@link #cancel}, unless what is armed is a follow-up: the pending queueing comes with it.
   */
  boolean cancelPending() {
    DispatchQueue queue = target;
    return queue != null && queue.dispatch().timers().cancelIf(this, Alarm::isOfPending);
  }

  /**
   * Asked between two looks at the arming, so it stays true for this one: TIMED goes only with the
   * node.
   */
  private static boolean isOfPending(TimerNode node) {
    return (((Alarm) node).item.state() & Item.TIMED) != 0;
  }
}
