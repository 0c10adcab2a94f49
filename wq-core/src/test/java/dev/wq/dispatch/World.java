package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.host.Host;
import dev.wq.host.SimulatedThreads;
import dev.wq.sim.SimMachine;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A live dispatch on the simulated host of the current thread, with items and queues that a
 * scenario makes, and the check of everything that must hold once nothing moves any more.
 */
final class World {
  static final int ORDERED = 1;

  final SimMachine machine;
  final Host host;
  final LiveDispatch dispatch;
  private final Faults faults;
  private final List<ProbeItem> items = new ArrayList<>();
  private final List<LiveQueue> queues = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> order = new ArrayList<>(); // of the runs
  private final Map<DispatchQueue, int[]> active = new IdentityHashMap<>(); // looked up only
  private final Map<DispatchQueue, int[]> limits = new IdentityHashMap<>(); // looked up only

  World(SimMachine machine, Faults faults) {
    this.machine = machine;
    this.faults = faults;
    this.host = faults.host(Objects.requireNonNull(SimulatedThreads.currentHost()));
    this.dispatch = new LiveDispatch(host, "t");
  }

  // ---- making

  ProbeItem item(String name) {
    return add(faults.item(this, name, false));
  }

  ProbeItem delayed(String name) {
    return add(faults.item(this, name, true));
  }

  private ProbeItem add(ProbeItem item) {
    items.add(item);
    return item;
  }

  LiveQueue queue(String name, int maxActive) {
    return open(name, maxActive, Kind.PLAIN);
  }

  /** A queue with a life cycle, whose {@link Lifecycle} the scenario makes. */
  LiveQueue rtos(String name, int maxActive, QueueSettings.Rtos rtos) {
    return open(settings(name, maxActive, Kind.PLAIN).with(rtos));
  }

  /** What a queue is beside its limit. */
  enum Kind {
    PLAIN,
    HIGH_PRIORITY,
    MEM_RECLAIM,
    BH,
    FRESH_THREADS
  }

  LiveQueue queue(String name, Kind kind) {
    return open(name, 3, kind);
  }

  private LiveQueue open(String name, int maxActive, Kind kind) {
    return open(settings(name, maxActive, kind));
  }

  private static QueueSettings settings(String name, int maxActive, Kind kind) {
    return new QueueSettings(
        name,
        maxActive == ORDERED,
        false,
        maxActive,
        kind == Kind.HIGH_PRIORITY,
        kind == Kind.MEM_RECLAIM,
        false,
        kind == Kind.BH,
        kind == Kind.FRESH_THREADS,
        false);
  }

  private LiveQueue open(QueueSettings settings) {
    LiveQueue queue = faults.queue(dispatch, settings);
    queues.add(queue);
    active.put(queue, new int[1]);
    limits.put(queue, new int[] {settings.maxActive()});
    return queue;
  }

  /** One side of a scenario. */
  interface Side {
    void run() throws Exception;
  }

  /** Starts one thread of the scenario. */
  void go(String name, Side side) {
    Thread thread =
        host.newUserThread(
            name,
            () -> {
              try {
                side.run();
              } catch (Exception e) {
                throw new IllegalStateException(name + " failed", e);
              }
            });
    threads.add(thread);
    thread.start();
  }

  void log(String line) {
    machine.log(line);
  }

  // ---- the books of the queues

  void ran(ProbeItem item, DispatchQueue queue) {
    String run = item.name() + " for " + queue.name();
    order.add(run);
    int now = ++active.get(queue)[0];
    log(run);
    int limit = limits.get(queue)[0];
    assertTrue(now <= limit, () -> now + " items active in " + queue + ", limit " + limit);
  }

  void leaves(DispatchQueue queue) {
    active.get(queue)[0]--;
  }

  /** The books allow {@code maxActive} from here on; for a change while the scenario goes on. */
  void allow(LiveQueue queue, int maxActive) {
    limits.get(queue)[0] = maxActive;
  }

  /** The runs in order of their start: {@code x for q}. */
  List<String> order() {
    return order;
  }

  // ---- the end

  /** Waits for the scenario's threads. One that can't end is the simulator's to report. */
  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Waits for the threads, lets all timers fire and all works run, then checks every book. */
  void settle() throws InterruptedException {
    join();
    machine.runUntilIdle();
    queues.forEach(World::useKeptToken);
    machine.runUntilIdle();
    items.forEach(ProbeItem::check);
    queues.forEach(this::check);
    long accepted = items.stream().mapToLong(ProbeItem::accepted).sum();
    log("settled with " + accepted + " queueings");
  }

  /** A token that waits for a caller or a start is not lost: a start uses it. */
  private static void useKeptToken(LiveQueue queue) {
    if (queue.callers != null) {
      queue.thaw(Freeze.START);
    }
  }

  private void check(LiveQueue queue) {
    QueueCounts counts = queue.counts();
    String book = queue + " " + counts;
    assertTrue(queue.isIdle(), book);
    assertEquals(0, counts.active(), book);
    assertEquals(0, counts.pending(), book);
    assertEquals(counts.queued(), counts.completed() + counts.cancelled(), book);
    assertEquals(counts.started(), counts.completed(), book);
    assertEquals(0, counts.failed(), book);
    assertEquals(0, active.get(queue)[0], book);
    assertFalse(queue.list.isLocked(), book);
    assertFalse(queue.list.saturated, () -> book + ": token parked for ever");
    assertFalse(queue.isTokenTaken(), () -> book + ": token taken by nobody");
  }
}
