package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one queue that have not ended, oldest first, and who waits for their ends. A task
 * that is suspended is on no worklist; this is where its queue knows it.
 */
final class Tasks extends SpinLock {
  private final Host host;
  private @Nullable Turn oldest; // L
  private @Nullable Turn newest; // L
  private volatile int live; // L, read without it

  Tasks(Host host) {
    this.host = host;
  }

  boolean isEmpty() {
    return live == 0;
  }

  void add(Turn task) {
    lock(host);
    task.older = newest;
    if (newest == null) {
      oldest = task;
    } else {
      newest.newer = task;
    }
    newest = task;
    task.live = true;
    live = live + 1;
    unlock();
  }

  /** The task has ended; wakes who waits for that. */
  void end(Turn task) {
    lock(host);
    Waiter joiners = task.joiners;
    task.joiners = null;
    if (task.live) {
      task.live = false;
      unlink(task);
      live = live - 1;
    }
    unlock();
    Waiter.wakeAll(joiners == null ? null : Waiter.reversed(joiners));
  }

  private void unlink(Turn task) {
    Turn before = task.older;
    Turn after = task.newer;
    if (before == null) {
      oldest = after;
    } else {
      before.newer = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.older = before;
    }
    task.older = null;
    task.newer = null;
  }

  /** Registers {@code joiner} to be woken when {@code task} ends; false if it has. */
  boolean awaitEnd(Turn task, Waiter joiner) {
    lock(host);
    boolean lives = task.live;
    if (lives) {
      joiner.next = task.joiners;
      task.joiners = joiner;
    }
    unlock();
    return lives;
  }

  void forget(Turn task, Waiter joiner) {
    lock(host);
    task.joiners = Waiter.without(task.joiners, joiner);
    unlock();
  }

  /** A snapshot, oldest first. */
  List<Turn> snapshot() {
    List<Turn> all = new ArrayList<>();
    Turn[] some = new Turn[live + 1];
    while (!copyInto(some)) {
      some = new Turn[some.length * 2];
    }
    for (Turn task : some) {
      if (task != null) {
        all.add(task);
      }
    }
    return all;
  }

  private boolean copyInto(@Nullable Turn[] some) {
    lock(host);
    boolean fits = live <= some.length;
    int i = 0;
    for (Turn task = oldest; fits && task != null; task = task.newer) {
      some[i++] = task;
    }
    unlock();
    return fits;
  }
}
