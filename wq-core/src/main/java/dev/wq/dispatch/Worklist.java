package dev.wq.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of one queue share: the list of items, the slots in use, the colours, and who
 * waits for them. It is the queue's lock as well; every field is guarded by it.
 */
class Worklist extends SpinLock {
  @Nullable Item head;
  private @Nullable Item tail;
  private int bundles; // in the list
  int active; // queueings taken and not ended: running, or deferred to the runner of the same item
  int maxActive;
  private int queueFreezes; // not undone; any of the two kinds holds new starts
  private int machineFreezes;
  boolean saturated; // the token is parked: with the slots in use or the freeze
  private final Pace pace = new Pace();
  private FlushColor oldest = new FlushColor(); // the oldest colour with something in flight
  private FlushColor current = oldest; // what is taken in now
  private FlushColor newestClosed = oldest; // only while oldest != current
  private @Nullable Waiter forNoneActive; // each looks again when woken
  private @Nullable Waiter forIdle; // each looks again when woken
  private @Nullable Waiter wakeNext; // released, to be woken after the unlock
  long takenIn;
  long started;
  long completed;
  long cancelled;

  Worklist(int maxActive) {
    this.maxActive = maxActive;
  }

  Pace pace() {
    return pace;
  }

  boolean hasSlot() {
    return !isFrozen() && active < maxActive;
  }

  boolean isFrozen() {
    return (queueFreezes | machineFreezes) != 0;
  }

  /** Adds {@code more} freezes of that kind; never fewer than none (linux 113). */
  void freeze(Freeze kind, int more) {
    if (kind == Freeze.QUEUE) {
      queueFreezes = Math.max(0, queueFreezes + more);
    } else {
      machineFreezes = Math.max(0, machineFreezes + more);
    }
  }

  /** Appends a chain of pushed items, newest first, in the order of their pushes. */
  void takeIn(@Nullable Item newest) {
    Item newer = null;
    Item item = newest;
    Item first = null;
    int count = 0;
    while (item != null) {
      Item older = item.next;
      item.next = newer;
      item.prev = older;
      item.linked = true;
      item.color = current;
      count++;
      newer = item;
      first = item;
      item = older;
    }
    if (first == null || newest == null) {
      return;
    }
    append(first, newest);
    current.inflight += count;
    takenIn += count;
  }

  /** Appends a bundle of several items. */
  void add(Bundle bundle) {
    bundle.color = current;
    current.inflight += bundle.size();
    takenIn += bundle.size();
    bundles++;
    append(bundle, bundle);
  }

  private void append(Item first, Item last) {
    Item before = tail;
    first.prev = before;
    if (before == null) {
      head = first;
    } else {
      before.next = first;
    }
    tail = last;
  }

  /** Takes the head, or the first one of the bundle there, off the list and a slot for it. */
  Item start(Item first) {
    Item item = first;
    if (first instanceof Bundle bundle) {
      item = takeFrom(bundle);
    } else {
      unlink(first);
    }
    active++;
    started++;
    return item;
  }

  private Item takeFrom(Bundle bundle) {
    Item item = Objects.requireNonNull(bundle.poll(), "no empty bundle is on the list");
    if (item.color != bundle.color) {
      item.color = bundle.color;
    }
    if (bundle.size() == 0) {
      bundles--;
      unlink(bundle);
    }
    return item;
  }

  /** Links the items of all bundles one by one, so that each can be found and taken off. */
  void unbundle() {
    for (Item at = head; bundles > 0 && at != null; ) {
      Item after = at.next;
      if (at instanceof Bundle bundle) {
        linkAll(bundle);
      }
      at = after;
    }
  }

  private void linkAll(Bundle bundle) {
    for (Item item = bundle.poll(); item != null; item = bundle.poll()) {
      item.color = bundle.color;
      item.linked = true;
      insertBefore(bundle, item);
    }
    bundles--;
    unlink(bundle);
  }

  private void insertBefore(Item after, Item item) {
    Item before = after.prev;
    item.prev = before;
    item.next = after;
    after.prev = item;
    if (before == null) {
      head = item;
    } else {
      before.next = item;
    }
  }

  private void unlink(Item item) {
    Item before = item.prev;
    Item after = item.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.prev = before;
    }
    item.next = null;
    item.prev = null;
    item.linked = false;
  }

  /** A queueing that had a slot has ended. */
  void end(FlushColor color) {
    active--;
    completed++;
    retire(color);
  }

  /** A queueing that had a slot has been taken back before it ran. */
  void cancelActive(FlushColor color) {
    active--;
    started--;
    cancelled++;
    retire(color);
  }

  /** Takes a waiting item off the list for its canceller. */
  void cancelLinked(Item item) {
    FlushColor color = item.color;
    unlink(item);
    cancelled++;
    retire(color);
  }

  /** Cancels everything that waits; returns it in order. */
  List<Item> cancelAll() {
    List<Item> gone = new ArrayList<>();
    unbundle();
    for (Item item = head; item != null; item = head) {
      cancelLinked(item);
      gone.add(item);
    }
    return gone;
  }

  private void retire(@Nullable FlushColor color) {
    if (color != null && --color.inflight == 0 && color == oldest && color != current) {
      finishColors();
    }
    releaseQuiet();
  }

  void releaseQuiet() {
    if (active > 0) {
      return;
    }
    if (forNoneActive != null) {
      releaseAll(forNoneActive);
      forNoneActive = null;
    }
    if (forIdle != null && head == null) {
      releaseAll(forIdle);
      forIdle = null;
    }
  }

  /** The counts, with {@code pushed} items that have not been taken in. */
  QueueCounts counts(int pushed, long coalesced, long rejected, long failed, long wakeUps) {
    long queued = takenIn + pushed;
    long pending = Math.max(0, queued - started - cancelled);
    return new QueueCounts(
        queued, coalesced, rejected, started, completed, failed, cancelled, active, pending,
        wakeUps);
  }

  // ---- colours

  /** Lets every flusher go whose colour, and all before it, have nothing in flight (linux 98). */
  private void finishColors() {
    while (oldest != current && oldest.inflight == 0) {
      if (oldest.flushers != null) {
        releaseAll(oldest.flushers);
        oldest.flushers = null;
      }
      FlushColor next = oldest.newer;
      oldest = next == null ? current : next;
    }
  }

  /**
   * Closes the current colour; the colour to wait for, or null if nothing is in flight (linux 96).
   */
  @Nullable FlushColor close(FlushColor fresh) {
    if (current.inflight == 0) {
      return oldest == current ? null : newestClosed;
    }
    newestClosed = current;
    current.newer = fresh;
    current = fresh;
    return newestClosed;
  }

  // ---- waiters

  void awaitIdle(Waiter waiter) {
    waiter.next = forIdle;
    forIdle = waiter;
  }

  void awaitNoneActive(Waiter waiter) {
    waiter.next = forNoneActive;
    forNoneActive = waiter;
  }

  /** Forgets a waiter that has given up, wherever it waits. */
  void forget(Waiter waiter) {
    forIdle = Waiter.without(forIdle, waiter);
    forNoneActive = Waiter.without(forNoneActive, waiter);
    for (FlushColor color = oldest; color != null; color = color.newer) {
      color.flushers = Waiter.without(color.flushers, waiter);
    }
  }

  /** Puts a list of waiters, newest first, behind those released before, oldest first. */
  private void releaseAll(Waiter list) {
    Waiter oldestFirst = Waiter.reversed(list);
    if (wakeNext == null) {
      wakeNext = oldestFirst;
      return;
    }
    Waiter last = wakeNext;
    while (last.next != null) {
      last = last.next;
    }
    last.next = oldestFirst;
  }

  /** Lets one waiter go that is in no list any more. */
  void release(Waiter single) {
    releaseAll(single);
  }

  /** Unlocks and wakes whom the section has released. */
  void unlockAndWake() {
    Waiter released = wakeNext;
    wakeNext = null;
    unlock();
    if (released != null) {
      Waiter.wakeAll(released);
    }
  }
}
