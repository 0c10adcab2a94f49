package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;

/** Races around the start, the plug and the stop of a queue, and around callers that run it. */
final class LifecycleScenarios {
  private static final QueueSettings.Rtos PLAIN = new QueueSettings.Rtos(true, 0, false, false);
  private static final long SOON = 10;

  private LifecycleScenarios() {}

  private static LiveQueue queue(World w) {
    return w.rtos("q", World.ORDERED, PLAIN);
  }

  private static void stopOncePlugged(World w, LiveQueue q, Lifecycle life) throws Exception {
    for (int round = 0; !life.isPlugged(); ) {
      round = w.host.spin(round);
    }
    life.stop(Waiter.NEVER);
    assertSame(Lifecycle.State.STOPPED, life.state());
    assertTrue(q.isIdle(), q::toString);
  }

  /** What was accepted has run, and nothing starts once the drain has ended. */
  private static void plug(World w, LiveQueue q, Lifecycle life) throws Exception {
    life.drainAndPlug(Waiter.NEVER);
    int before = w.order().size();
    w.host.point();
    w.host.point();
    assertTrue(!q.isPlugged() || before == w.order().size(), "started in a plugged queue");
  }

  static void stopAgainstDrain(World w) {
    LiveQueue q = queue(w);
    Lifecycle life = new Lifecycle(q);
    life.start();
    ProbeItem[] x = QueueScenarios.items(w, 2);
    QueueScenarios.enqueueAll(q, x);
    w.go("drainer", () -> plug(w, q, life));
    w.go("stopper", () -> stopOncePlugged(w, q, life));
    w.go("producer", () -> QueueScenarios.enqueueAll(q, x));
  }

  static void unplugAgainstSubmit(World w) {
    LiveQueue q = queue(w);
    Lifecycle life = new Lifecycle(q);
    life.start();
    ProbeItem[] x = QueueScenarios.items(w, 2);
    w.go("plugger", () -> plug(w, q, life));
    w.go(
        "unplugger",
        () -> {
          life.unplug();
          w.host.point();
          life.unplug();
        });
    w.go("producer", () -> QueueScenarios.enqueueAll(q, x[0], x[1], x[0]));
    w.go(
        "last",
        () -> {
          w.host.parkNanos(w, SOON);
          life.unplug();
          assertTrue(x[1].enqueue(q).queued(), "refused by an open queue");
        });
  }

  static void restartAgainstSubmit(World w) {
    LiveQueue q = queue(w);
    Lifecycle life = new Lifecycle(q);
    life.start();
    ProbeItem[] x = QueueScenarios.items(w, 2);
    w.go(
        "operator",
        () -> {
          plug(w, q, life);
          life.stop(Waiter.NEVER);
          life.start();
        });
    w.go("p1", () -> QueueScenarios.enqueueAll(q, x[0], x[1], x[0]));
    w.go("p2", () -> QueueScenarios.enqueueAll(q, x[1], x[0]));
  }

  static void plugAgainstTimer(World w) {
    LiveQueue q = queue(w);
    Lifecycle life = new Lifecycle(q);
    life.start();
    ProbeItem x = w.delayed("x");
    ProbeItem y = w.item("y");
    x.enqueueIn(q, SOON);
    w.go(
        "plugger",
        () -> {
          w.host.parkNanos(w, SOON);
          plug(w, q, life);
        });
    w.go(
        "producer",
        () -> {
          w.host.parkNanos(w, SOON);
          y.enqueue(q);
        });
  }

  static void hostAgainstStop(World w) {
    LiveQueue q = queue(w);
    Lifecycle life = new Lifecycle(q);
    ProbeItem[] x = QueueScenarios.items(w, 2);
    AtomicReference<Thread> host = new AtomicReference<>();
    Runnable onHost = () -> assertSame(host.get(), Thread.currentThread(), "not on the caller");
    x[0].doing(onHost);
    x[1].doing(onHost);
    x[0].enqueue(q);
    w.go(
        "host",
        () -> {
          host.set(Thread.currentThread());
          life.runOnCaller();
          assertTrue(q.isIdle(), q::toString);
        });
    w.go("producer", () -> QueueScenarios.enqueueAll(q, x[1], x[0], x[1]));
    w.go(
        "stopper",
        () -> {
          for (int round = 0; life.state() != Lifecycle.State.HOSTED; ) {
            round = w.host.spin(round);
          }
          life.drainAndPlug(Waiter.NEVER);
          life.stop(Waiter.NEVER);
        });
  }

  /** The caller goes away while the queue closes: nothing hangs, nothing is lost unreported. */
  static void hostAgainstClose(World w) {
    LiveQueue q = queue(w);
    Lifecycle life = new Lifecycle(q);
    ProbeItem[] x = QueueScenarios.items(w, 2);
    QueueScenarios.enqueueAll(q, x);
    AtomicReference<Thread> host = new AtomicReference<>();
    w.go(
        "host",
        () -> {
          host.set(Thread.currentThread());
          try {
            life.runOnCaller();
          } catch (InterruptedException | IllegalStateException gone) {
            Thread.interrupted();
          }
        });
    w.go(
        "interrupter",
        () -> {
          Thread thread = host.get();
          if (thread != null) {
            thread.interrupt();
          }
        });
    w.go(
        "closer",
        () -> {
          w.host.point();
          DelayedScenarios.close(q, Waiter.NEVER);
        });
  }

  static void runOneAgainstStart(World w) {
    LiveQueue q = queue(w);
    Lifecycle life = new Lifecycle(q);
    ProbeItem[] x = QueueScenarios.items(w, 3);
    for (String name : new String[] {"one", "two"}) {
      w.go(name, () -> runOne(w, q, life));
    }
    w.go("producer", () -> QueueScenarios.enqueueAll(q, x));
    w.go(
        "starter",
        () -> {
          w.host.parkNanos(w, SOON);
          life.start();
        });
  }

  /** True means one run by this thread. */
  private static void runOne(World w, LiveQueue q, Lifecycle life) throws Exception {
    try {
      boolean ran = life.runOneOnCaller(SOON);
      w.log("ran one: " + ran);
    } catch (IllegalStateException started) {
      assertSame(Lifecycle.State.STARTED, life.state());
    }
  }

  /** Workers of the pool that come late find a queue that runs on a caller. */
  static void poolThenHost(World w) {
    LiveQueue q = queue(w);
    Lifecycle life = new Lifecycle(q);
    life.start();
    ProbeItem x = w.item("x");
    ProbeItem y = w.item("y");
    x.enqueue(q);
    w.go(
        "host",
        () -> {
          life.drainAndPlug(Waiter.NEVER);
          life.stop(Waiter.NEVER);
          Thread me = Thread.currentThread();
          y.doing(() -> assertSame(me, Thread.currentThread(), "not on the caller"));
          life.runOnCaller();
          assertEquals(1, y.runs());
          assertFalse(q.isPlugged() && life.state() == Lifecycle.State.HOSTED);
        });
    w.go(
        "producer",
        () -> {
          for (int round = 0; life.state() != Lifecycle.State.HOSTED; ) {
            round = w.host.spin(round);
          }
          y.enqueue(q);
          life.drainAndPlug(Waiter.NEVER);
          life.stop(Waiter.NEVER);
        });
  }
}
