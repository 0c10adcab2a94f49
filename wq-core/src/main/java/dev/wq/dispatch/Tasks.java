package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one queue that have not ended, oldest first, and who waits for their ends. A task
 * that is suspended is on no worklist; this is where its queue knows it.
 */
final class Tasks extends SpinLock {
  private final Host host;
  private volatile @Nullable Turn oldest; // L, read without it
  private @Nullable Turn newest; // L
  private int count; // L

  Tasks(Host host) {
    this.host = host;
  }

  boolean isEmpty() {
    return oldest == null;
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
    count++;
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
      count--;
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
    Turn[] room = new Turn[0];
    for (int needed = copyInto(room); needed > room.length; needed = copyInto(room)) {
      room = new Turn[needed];
    }
    return Arrays.stream(room).filter(Objects::nonNull).toList();
  }

  /** Copies them if there is room; their number. */
  private int copyInto(@Nullable Turn[] room) {
    lock(host);
    int needed = count;
    if (needed <= room.length) {
      int i = 0;
      for (Turn task = oldest; task != null; task = task.newer) {
        room[i++] = task;
      }
    }
    unlock();
    return needed;
  }
}
