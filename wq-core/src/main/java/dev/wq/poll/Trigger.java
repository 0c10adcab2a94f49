package dev.wq.poll;

import org.jspecify.annotations.Nullable;

/**
 * A condition that a {@link TriggeredWork} or {@link Poll} can wait for: {@code signal.raised()},
 * {@code semaphore.available()}. Belongs to one object, which answers the same trigger each time.
 *
 * <p>It is about a level, not an edge: who is armed while it holds is fired at once.
 */
public abstract class Trigger {
  // I: set once  L: the source's lock
  final PollObject source; // I
  private @Nullable Registration first; // L: the oldest
  private @Nullable Registration last; // L

  Trigger(PollObject source) {
    this.source = source;
  }

  /** Whether the condition holds; called under the source's lock. */
  abstract boolean holds();

  /** For people: {@code signal raised}. */
  @Override
  public abstract String toString();

  /** Whether the condition holds now; a snapshot. */
  public final boolean isReady() {
    source.lock();
    boolean ready = holds();
    source.unlock();
    return ready;
  }

  // ---- the watchers

  /** Whether anybody is registered; under the lock. */
  final boolean isWatched() {
    return first != null;
  }

  /**
   * As {@link #holds}; if not, makes sure that whoever makes the condition hold takes the lock and
   * looks for watchers. Under the lock.
   */
  boolean holdsOrWillTell() {
    return holds();
  }

  /** Registers unless the condition holds; true if it does. */
  final boolean register(Registration watcher) {
    source.lock();
    boolean ready = holdsOrWillTell();
    if (!ready) {
      append(watcher);
    }
    source.unlock();
    return ready;
  }

  private void append(Registration watcher) {
    Registration tail = last;
    watcher.prev = tail;
    last = watcher;
    if (tail == null) {
      first = watcher;
    } else {
      tail.next = watcher;
    }
  }

  /**
   * Forgets a registration, whether it is in the list or not; answers whether the condition holds.
   */
  final boolean leave(Registration watcher) {
    source.lock();
    if (watcher.prev != null || first == watcher) {
      unlink(watcher);
    }
    boolean ready = holds();
    source.unlock();
    return ready;
  }

  private void unlink(Registration watcher) {
    Registration before = watcher.prev;
    Registration after = watcher.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.prev = before;
    }
    watcher.next = null;
    watcher.prev = null;
  }

  // ---- telling

  /**
   * Takes the oldest watchers off the list until one of them is fired by this. Under the lock.
   *
   * @return the arming to {@link #deliver} after the unlock; null if there is none, or its armer
   *     will see to it
   */
  final @Nullable Arming takeWatcher(TriggerOutcome.Cause cause) {
    for (Registration watcher = first; watcher != null; watcher = first) {
      unlink(watcher);
      watcher.markTold();
      switch (watcher.arming.fire(cause)) {
        case TO_DELIVER -> {
          return watcher.arming;
        }
        case ARMER_DELIVERS -> {
          return null;
        }
        case TOO_LATE -> watcher.next = null;
      }
    }
    return null;
  }

  /** Delivers what {@link #takeWatcher} answered, to the next watcher if this one is refused. */
  final void deliver(@Nullable Arming fired) {
    for (Arming next = fired; next != null; ) {
      next = next.deliver() ? null : takeWatcherIfReady();
    }
  }

  /** The condition may hold and somebody told has not taken: tells the next watcher. */
  final void passOn() {
    deliver(takeWatcherIfReady());
  }

  private @Nullable Arming takeWatcherIfReady() {
    source.lock();
    Arming fired = holds() ? takeWatcher(TriggerOutcome.Cause.EVENT) : null;
    source.unlock();
    return fired;
  }
}
