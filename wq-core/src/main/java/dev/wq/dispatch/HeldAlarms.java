package dev.wq.dispatch;

import dev.wq.host.Host;
import dev.wq.timer.TimerNode;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The promotion of a queue's armed items, which can be held: what becomes due meanwhile is promoted
 * at the release, in the order in which it became due (zephyr 78).
 */
/*
 * An item that becomes due while the promotion is held goes back on the timer, for ever, with an entry that says since
 * when it is due. So whoever looks for it finds it where it looks for any armed item: cancel, mod, flush and close need to
 * know nothing of this. The list only remembers the order; its entries may be stale, and a release takes an item only if
 * it is armed with that very entry and for ever still: one that has been cancelled and armed anew has another entry or
 * none, one that has been re-timed in place has another deadline.
 *
 * Expiry and release. Expiry reads held, arms, adds its entry, and reads held again; release clears held and then takes
 * the list. If the expiry's second look finds it held, the entry was on the list before the release took it. If not, it
 * takes the entry back itself; the wheel decides who of the two gets the item.
 */
final class HeldAlarms {
  private final Host host;
  private final Dispatch dispatch;
  private final ConcurrentLinkedQueue<Entry> due = new ConcurrentLinkedQueue<>();
  private volatile boolean held; // false -> true: hold; true -> false: release

  HeldAlarms(Host host, Dispatch dispatch) {
    this.host = host;
    this.dispatch = dispatch;
  }

  /** One expiry that found the promotion held. */
  record Entry(Alarm alarm, long since) {
    boolean isOn(TimerNode node) {
      return alarm.heldBy == this && node.deadline() == Waiter.NEVER;
    }
  }

  boolean isHeld() {
    return held;
  }

  void hold() {
    held = true;
  }

  /** Promotes what has become due; false if the promotion was not held. */
  boolean release() {
    boolean was = held;
    host.point();
    held = false;
    host.point();
    for (Entry entry = due.poll(); entry != null; entry = due.poll()) {
      promote(entry);
    }
    return was;
  }

  /** Keeps an item whose timer has fired; false if it is to be promoted now. */
  boolean keep(Alarm alarm) {
    if (!held) {
      return false;
    }
    Entry entry = new Entry(alarm, alarm.deadline());
    alarm.heldBy = entry;
    dispatch.timers().arm(alarm, Waiter.NEVER);
    due.add(entry);
    host.point();
    if (!held) {
      promote(entry);
    }
    return true;
  }

  private void promote(Entry entry) {
    Alarm alarm = entry.alarm;
    if (dispatch.timers().cancelIf(alarm, entry::isOn)) {
      alarm.heldBy = null;
      DispatchQueue queue = alarm.target;
      if (queue != null) {
        queue.expire(alarm.item);
      }
    }
  }

  /** Since when the item has been due, if it is kept; otherwise when it will be. */
  static long deadline(Alarm alarm) {
    @Nullable Entry entry = alarm.heldBy;
    long deadline = alarm.deadline();
    return entry != null && deadline == Waiter.NEVER ? entry.since : deadline;
  }
}
