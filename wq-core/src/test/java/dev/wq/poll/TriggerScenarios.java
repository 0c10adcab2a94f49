package dev.wq.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.WorkQueue;
import java.time.Duration;

/** Everything that may meet an arming at the moment of its event. */
final class TriggerScenarios {
  private static final long SOON = 10;

  private TriggerScenarios() {}

  static void twoRaisersAgainstArmer(TriggerWorld w) {
    WorkQueue q = w.queue("q");
    PollSignal a = w.signal();
    PollSignal b = w.signal();
    ProbeWork x = w.work("x");
    w.go("armer", () -> x.arm(q, a.raised(), b.raised()));
    w.go("raiser a", () -> a.raise(1));
    w.go("raiser b", () -> b.raise(1));
  }

  static void raiseAgainstTimeout(TriggerWorld w) {
    WorkQueue q = w.queue("q");
    PollSignal a = w.signal();
    PollSignal b = w.signal();
    ProbeWork x = w.work("x");
    w.go("armer", () -> x.arm(q, SOON, a.raised(), b.raised()));
    w.go("raiser", () -> soon(w, () -> b.raise(1)));
    w.go("second armer", () -> soon(w, () -> x.rearm(q, a.raised())));
  }

  /** At the instant of the timeouts of the others, or next to it. */
  private static void soon(TriggerWorld w, TriggerWorld.Side side) throws Exception {
    w.sleep(SOON);
    side.run();
  }

  static void raiseAgainstDisarm(TriggerWorld w) {
    WorkQueue q = w.queue("q");
    PollSignal a = w.signal();
    PollSignal b = w.signal();
    ProbeWork x = w.work("x");
    x.arm(q, a.raised(), b.raised());
    w.go("raiser", () -> a.raise(1));
    w.go(
        "disarmer",
        () -> {
          x.disarm();
          x.arm(q, b.raised());
        });
  }

  static void raiseAgainstCancelSync(TriggerWorld w) {
    WorkQueue q = w.queue("q");
    PollSignal a = w.signal();
    ProbeWork x = w.work("x");
    x.arm(q, a.raised());
    w.go("raiser", () -> a.raise(1));
    w.go("canceller", () -> cancelForGood(w, x));
    w.go("second", x::cancelSync);
  }

  /** What was armed before neither runs nor is queued afterwards. */
  private static void cancelForGood(TriggerWorld w, ProbeWork x) throws InterruptedException {
    x.cancelSync();
    int runs = x.runs();
    assertFalse(x.work().isArmed() || x.work().isPending(), () -> x + " after cancelSync");
    w.machine.point();
    w.sleep(SOON);
    assertEquals(runs, x.runs(), () -> x + " ran after cancelSync");
  }

  static void raiseAgainstDisable(TriggerWorld w) {
    WorkQueue q = w.queue("q");
    PollSignal a = w.signal();
    ProbeWork x = w.work("x");
    w.go(
        "armer",
        () -> {
          x.arm(q, a.raised());
          x.rearm(q, a.raised());
        });
    w.go("raiser", () -> a.raise(1));
    w.go(
        "disabler",
        () -> {
          x.disable();
          assertFalse(x.work().isPending(), () -> x + " after disable");
        });
  }

  static void raiseAgainstClose(TriggerWorld w) {
    WorkQueue q = w.queue("q");
    WorkQueue other = w.queue("other");
    PollSignal a = w.signal();
    ProbeWork x = w.work("x");
    ProbeWork y = w.work("y");
    x.arm(q, a.raised());
    y.arm(other, a.raised());
    w.go("raiser", () -> a.raise(1));
    w.go("closer", () -> x.closed(q.close(Duration.ofNanos(SOON))));
    w.go("by hand", () -> x.enqueue(q));
  }

  static void raiseAgainstDrain(TriggerWorld w) {
    WorkQueue q = w.queue("q");
    WorkQueue other = w.queue("other");
    PollSignal a = w.signal();
    ProbeWork x = w.work("x").doing(() -> w.sleep(SOON));
    ProbeWork y = w.work("y");
    x.arm(q, SOON, a.raised());
    y.arm(other, a.raised());
    w.go("raiser", () -> a.raise(1));
    w.go("drainer", q::drain);
  }

  /** The first watcher's queue does not take it: the second hears of it (P24). */
  static void refusedAgainstNextWatcher(TriggerWorld w) throws InterruptedException {
    WorkQueue closed = w.queue("closed");
    WorkQueue q = w.queue("q");
    PollSignal a = w.signal();
    PollSignal b = w.signal();
    ProbeWork x = w.work("x");
    ProbeWork y = w.work("y");
    x.arm(closed, a.raised(), b.raised());
    closed.close();
    w.go("raiser", () -> a.raise(1));
    w.go("second raiser", () -> b.raise(1));
    w.go("second watcher", () -> y.arm(q, a.raised()));
    w.settle();
    assertEquals(1, y.runs() - 1, "the second watcher runs");
    assertEquals(1, x.refused());
  }

  /** An event for a work that has been fired is told to the next watcher (P17). */
  static void firedAgainstNextWatcher(TriggerWorld w) throws InterruptedException {
    WorkQueue q = w.queue("q");
    PollSignal a = w.signal();
    PollSignal b = w.signal();
    ProbeWork x = w.work("x");
    ProbeWork y = w.work("y");
    x.arm(q, a.raised(), b.raised());
    y.arm(q, b.raised());
    w.go("raiser a", () -> a.raise(1));
    w.go("raiser b", () -> b.raise(1));
    w.settle();
    assertEquals(1, y.runs() - 1, "the next watcher runs");
  }

  /** What a handler leaves is told to the next, one after the other (P29). */
  static void handlersThatTakeNothing(TriggerWorld w) throws InterruptedException {
    WorkQueue q = w.queue("q");
    WorkQueue other = w.queue("other");
    PollSignal a = w.signal();
    ProbeWork x = w.work("x");
    ProbeWork y = w.work("y");
    ProbeWork z = w.work("z").doing(a::checkAndReset);
    w.go("armer x", () -> x.arm(q, a.raised()));
    w.go("armer y", () -> y.arm(other, a.raised()));
    w.go("raiser", () -> a.raise(1));
    w.go("canceller", x::cancel);
    w.settle();
    assertEquals(1, y.runs() - 1, "told of what x has left");
    assertTrue(a.check().isPresent(), z::toString);
  }

  static void armAgainstArm(TriggerWorld w) {
    WorkQueue q = w.queue("q");
    WorkQueue other = w.queue("other");
    PollSignal a = w.signal();
    PollSignal b = w.signal();
    ProbeWork x = w.work("x");
    w.go("armer a", () -> x.rearm(q, a.raised()));
    w.go("armer b", () -> x.rearm(q, b.raised(), a.raised()));
    w.go("armer of another queue", () -> x.rearm(other, a.raised()));
    w.go("raiser", () -> a.raise(1));
  }

  /** The queueing that a delivery has made or met is cancelled before the deliverer comes back. */
  static void dropAgainstDelivery(TriggerWorld w) {
    WorkQueue q = w.queue("q");
    PollSignal a = w.signal();
    ProbeWork x = w.work("x");
    x.arm(q, a.raised());
    w.go("raiser", () -> a.raise(1));
    w.go("by hand", () -> x.enqueue(q));
    w.go("canceller", x::cancel);
  }

  /** As {@link #dropAgainstDelivery}, where the work runs at that moment. */
  static void dropAgainstDeliveryDuringRun(TriggerWorld w) {
    WorkQueue q = w.queue("q");
    PollSignal a = w.signal();
    ProbeWork x = w.work("x").doing(() -> w.sleep(2 * SOON));
    a.raise(1);
    x.enqueue(q);
    w.go("armer", () -> soon(w, () -> x.arm(q, a.raised())));
    w.go("by hand", () -> soon(w, () -> x.enqueue(q)));
    w.go("canceller", () -> soon(w, x::cancel));
  }

  /** A thread that gives up at the moment at which it is told passes it on. */
  static void raiseAgainstInterrupt(TriggerWorld w) throws InterruptedException {
    WorkQueue q = w.queue("q");
    PollSignal a = w.signal();
    ProbeWork y = w.work("y");
    int[] ended = new int[2];
    Thread[] poller = new Thread[1];
    w.go(
        "poller",
        () -> {
          poller[0] = Thread.currentThread();
          try {
            Poll.await(Duration.ofNanos(SOON), a.raised());
            a.checkAndReset();
            ended[0]++;
          } catch (InterruptedException gone) {
            ended[1]++;
          }
        });
    w.go("watcher", () -> soon(w, () -> y.arm(q, a.raised())));
    w.go("raiser", () -> soon(w, () -> a.raise(1)));
    w.go("interrupter", () -> soon(w, () -> poller[0].interrupt()));
    w.settle();
    assertEquals(1, ended[0] + ended[1]);
  }
}
