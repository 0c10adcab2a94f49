package dev.wq.sim;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Bodies that several tests run. */
final class Scenarios {
  private Scenarios() {}

  /**
   * Twelve threads that enter three monitors, wait, notify and park, as their own generators say.
   * Every wait is ended by a last thread that goes on notifying.
   */
  static void monitors(SimHost host) {
    Object[] monitors = {new Object(), new Object(), new Object()};
    var order = new StringBuilder();
    int[] running = {12};
    for (int i = 0; i < running[0]; i++) {
      int id = i;
      var random = new Random(i);
      host.newUserThread(
              "t" + i,
              i,
              () -> {
                for (int j = 0; j < 15; j++) {
                  oneMove(host, monitors, random.nextInt(4), random.nextInt(3));
                  order.append((char) ('a' + id));
                }
                running[0]--;
              })
          .start();
    }
    host.newUserThread("notifier", 0, () -> notifyAll(host, monitors, running)).start();
    while (running[0] > 0) {
      host.parkNanos(host, 10_000);
    }
    host.log(order.toString());
  }

  private static void oneMove(SimHost host, Object[] monitors, int move, int which) {
    synchronized (monitors[which]) {
      switch (move) {
        case 0 -> Thread.yield();
        case 1 -> waitOn(monitors[which]);
        case 2 -> host.parkNanos(host, 700);
        default -> monitors[which].notify();
      }
    }
    host.point();
  }

  private static void waitOn(Object monitor) {
    try {
      monitor.wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void notifyAll(SimHost host, Object[] monitors, int[] running) {
    while (running[0] > 0) {
      for (Object monitor : monitors) {
        synchronized (monitor) {
          monitor.notifyAll();
        }
      }
      host.parkNanos(host, 1_000);
    }
  }

  /**
   * A queue whose worker says it is idle after its last look: an item put in between waits for
   * ever.
   */
  static final class LossyQueue {
    private final SimHost host;
    private final boolean looksAgain;
    private final ArrayDeque<Integer> items = new ArrayDeque<>();
    private final Thread worker;
    private boolean idle;

    LossyQueue(SimHost host, boolean looksAgain) {
      this.host = host;
      this.looksAgain = looksAgain;
      this.worker = host.newThread("worker", 0, null, this::work);
      worker.start();
    }

    private void work() {
      for (; ; ) {
        Integer item = items.poll();
        host.point();
        if (item != null) {
          continue;
        }
        idle = true;
        host.point();
        if (!looksAgain || items.isEmpty()) {
          LockSupport.park(this);
        }
        idle = false;
      }
    }

    private void put(int item) {
      items.add(item);
      host.point();
      if (idle) {
        idle = false;
        LockSupport.unpark(worker);
      }
    }

    /** Three producers of three items each; all must be taken in the end. */
    static void scenario(SimHost host, boolean looksAgain) {
      var queue = new LossyQueue(host, looksAgain);
      for (int i = 0; i < 3; i++) {
        host.newUserThread("producer-" + i, 0, () -> queue.produce()).start();
      }
      host.runUntilIdle();
      if (!queue.items.isEmpty()) {
        throw new AssertionError("lost wake-up: " + queue.items.size() + " items, worker parked");
      }
    }

    private void produce() {
      for (int k = 0; k < 3; k++) {
        put(k);
        host.parkNanos(this, 700);
      }
    }
  }
}
