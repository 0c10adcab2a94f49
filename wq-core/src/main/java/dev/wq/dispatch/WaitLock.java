package dev.wq.dispatch;

import dev.wq.host.Host;

/**
 * Guards the waiter lists of all items of a machine: one lock, because only waits and the ends they
 * wait for take it.
 */
final class WaitLock extends SpinLock {
  private final Host host;

  WaitLock(Host host) {
    this.host = host;
  }

  void link(Item item, Waiter waiter) {
    lock(host);
    waiter.next = item.waiters;
    item.waiters = waiter;
    unlock();
  }

  void unlink(Item item, Waiter waiter) {
    lock(host);
    item.waiters = Waiter.without(item.waiters, waiter);
    unlock();
  }

  void wakeAll(Item item) {
    lock(host);
    Waiter list = item.waiters;
    item.waiters = null;
    unlock();
    Waiter.wakeAll(list);
  }

  void countCanceller(Item item, int more) {
    lock(host);
    item.cancellers += more;
    unlock();
  }

  /** Whether the item refuses queueings only because somebody cancels it at this moment. */
  boolean isCanceling(Item item) {
    lock(host);
    boolean canceling = item.cancellers > 0 && Item.depth(item.state()) <= item.cancellers;
    unlock();
    return canceling;
  }
}
