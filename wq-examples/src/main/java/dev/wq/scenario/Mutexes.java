package dev.wq.scenario;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The mutexes of a scenario, by name, first come, first served; and who holds each. */
final class Mutexes {
  private static final class Mutex {
    final ReentrantLock lock = new ReentrantLock(true);
    @Nullable Instance holder;
  }

  private final Map<String, Mutex> all = new HashMap<>();

  void lock(String name, Instance me) throws InterruptedException {
    Mutex mutex = all.computeIfAbsent(name, _ -> new Mutex());
    mutex.lock.lockInterruptibly();
    mutex.holder = me;
  }

  void unlock(String name) {
    Mutex mutex = Objects.requireNonNull(all.get(name), name);
    mutex.holder = null;
    mutex.lock.unlock();
  }

  @Nullable Instance holder(String name) {
    Mutex mutex = all.get(name);
    return mutex == null ? null : mutex.holder;
  }
}
