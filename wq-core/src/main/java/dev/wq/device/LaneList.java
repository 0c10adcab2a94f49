package dev.wq.device;

import dev.wq.dispatch.SpinLock;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a lane that have been taken in, oldest first; and the lane's lock, under which all
 * is.
 */
class LaneList extends SpinLock {
  private @Nullable LaneTask first;
  private @Nullable LaneTask last;
  private long takenIn;
  private long takenOut;

  boolean isEmpty() {
    return first == null;
  }

  /** Appends a chain of pushed tasks, newest first, in the order of their pushes. */
  void takeIn(@Nullable LaneTask newest) {
    LaneTask newer = null;
    for (LaneTask task = newest; task != null; ) {
      LaneTask older = task.next;
      task.next = newer;
      newer = task;
      task = older;
      takenIn++;
    }
    if (newest != null) {
      append(newer, newest);
    }
  }

  private void append(@Nullable LaneTask oldest, LaneTask newest) {
    LaneTask before = last;
    if (before == null) {
      first = oldest;
    } else {
      before.next = oldest;
    }
    last = newest;
  }

  /** Takes the oldest out; null if there is none. */
  @Nullable LaneTask poll() {
    LaneTask task = first;
    if (task != null) {
      first = task.next;
      task.next = null;
      last = first == null ? null : last;
      takenOut++;
    }
    return task;
  }

  /** Takes all out, as a chain. */
  @Nullable LaneTask pollAll() {
    LaneTask all = first;
    first = null;
    last = null;
    takenOut = takenIn;
    return all;
  }

  long takenIn() {
    return takenIn;
  }

  long takenOut() {
    return takenOut;
  }
}
