package dev.wq.dispatch;

import dev.wq.timer.TimerNode;
import org.jspecify.annotations.Nullable;

/** The timer of a delayed item: when it expires, the item goes on the queue it was armed for. */
final class Alarm extends TimerNode {
  final Item item; // I
  volatile @Nullable DispatchQueue target; // P: whoever owns the item's PENDING

  volatile HeldAlarms.@Nullable Entry heldBy; // P: due while the queue holds its due items

  int cpu; // P: where it was armed, as far as the queue's dispatch has CPUs

  Alarm(Item item) {
    this.item = item;
  }

  @Override
  protected void expired() {
    DispatchQueue queue = target;
    if (queue != null && !isKept(queue)) {
      queue.expire(item);
    }
  }

  private boolean isKept(DispatchQueue queue) {
    HeldAlarms alarms = queue.heldAlarms;
    return alarms != null && alarms.keep(this);
  }

  /** True if the item was armed and is now in the caller's hands. */
  boolean cancel() {
    DispatchQueue queue = target;
    return queue != null && queue.dispatch().timers().cancel(this);
  }
}
