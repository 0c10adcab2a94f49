package dev.wq.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads that have been started and have not ended, in the order of their start. */
final class LiveThreads {
  private @Nullable SimThread first;
  private @Nullable SimThread last;
  private int count;
  private int users;

  int count() {
    return count;
  }

  /** How many of them must end before the run is over. */
  int users() {
    return users;
  }

  List<SimThread> all() {
    var all = new ArrayList<SimThread>(count);
    for (SimThread t = first; t != null; t = t.after) {
      all.add(t);
    }
    return all;
  }

  /** The thread is submitted for the first time; false if it is one that has ended. */
  boolean add(SimThread thread) {
    if (VirtualThreads.state(thread.thread) == VirtualThreads.TERMINATED) {
      return false;
    }
    thread.live = true;
    count++;
    users += thread.role == SimThread.Role.USER ? 1 : 0;
    thread.before = last;
    if (last == null) {
      first = thread;
    } else {
      last.after = thread;
    }
    last = thread;
    return true;
  }

  void remove(SimThread thread) {
    thread.live = false;
    count--;
    users -= thread.role == SimThread.Role.USER ? 1 : 0;
    SimThread before = thread.before;
    SimThread after = thread.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
  }
}
