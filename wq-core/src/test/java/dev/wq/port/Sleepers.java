package dev.wq.port;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Threads that sleep until they are woken; a wake-up that finds none is lost. */
final class Sleepers {
  private final List<Sleeper> asleep = new ArrayList<>();

  private static final class Sleeper {
    final Thread thread = Thread.currentThread();
    boolean woken;
  }

  void sleep() throws InterruptedException {
    Sleeper me = new Sleeper();
    asleep.add(me);
    while (!me.woken) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        asleep.remove(me);
        throw new InterruptedException();
      }
    }
  }

  void wakeAll() {
    for (Sleeper sleeper : asleep) {
      sleeper.woken = true;
      LockSupport.unpark(sleeper.thread);
    }
    asleep.clear();
  }
}
