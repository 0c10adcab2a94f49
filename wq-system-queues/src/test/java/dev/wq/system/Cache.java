package dev.wq.system;

import static dev.wq.system.SystemQueues.system;

import dev.wq.DelayedWork;
import dev.wq.DelayedWorkItem;
import dev.wq.Machine;
import java.time.Duration;
import java.util.Map;

/** An application's class: it knows the system queue and nothing of simulations. */
final class Cache implements DelayedWorkItem {
  private final DelayedWork refresh = new DelayedWork("Cache::refresh");
  private int runs;
  private int loaded;
  private volatile int wanted;

  @Override
  public DelayedWork work() {
    return refresh;
  }

  @Override
  public void run() throws InterruptedException {
    runs++;
    loaded = wanted;
    Machine.current().sleep(Duration.ofMillis(10));
  }

  /** Two requests for one refresh, waited for; then a late one. */
  Map<String, Integer> scenario() throws InterruptedException {
    wanted = 1;
    system().enqueueDelayed(this, Duration.ofDays(1));
    system().modDelayed(this, Duration.ofDays(2));
    refresh.flush();
    wanted = 2;
    system().enqueue(this);
    refresh.flush();
    return Map.of("refresh", runs, "loaded", loaded);
  }
}
