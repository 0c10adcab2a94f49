package dev.wq.driver.port;

import static dev.wq.driver.port.AcceleratorLayer.Answer.CANCELLED;
import static dev.wq.driver.port.AcceleratorLayer.Answer.COMPLETED;
import static dev.wq.driver.port.AcceleratorLayer.Answer.PENDING;
import static dev.wq.driver.port.AcceleratorLayer.Answer.PENDING_POLL_AGAIN;
import static dev.wq.driver.port.BugScript.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import dev.wq.driver.port.AcceleratorLayer.Hold;
import dev.wq.driver.port.AcceleratorLayer.Job;
import dev.wq.driver.port.AcceleratorLayer.Queue;
import dev.wq.driver.port.AcceleratorLayer.Seat;
import dev.wq.driver.port.AcceleratorLayer.StepDriver;
import java.util.List;

/** The known bugs of the original, each as the script in which it shows. */
final class Bugs {
  private Bugs() {}

  /** B1: a suspended queue that was idle. */
  static void postOnASuspendedQueue(BugScript s) {
    MockEngine engine = new MockEngine(COMPLETED);
    Queue q = s.layer.queue("q");
    q.attach(engine);
    Hold hold = q.suspend();
    Job job = q.post("item");
    s.start("waiter", job::await);
    assertEquals(List.of(), engine.posted, "posted while suspended");
    hold.release();
    s.finish();
  }

  /** B2: suspended during an item; somebody asks about the next one after its end. */
  static void pollAfterSuspension(BugScript s) {
    MockEngine engine = new MockEngine(PENDING);
    Queue q = s.layer.queue("q");
    q.attach(engine);
    Job first = q.post("first");
    Job second = q.post("second");
    s.start("waiter of the first", first::await);
    Hold hold = q.suspend();
    s.start("suspender", hold::await);
    engine.answer(COMPLETED);
    q.interrupt();
    s.settle();
    s.start("waiter of the second", second::await);
    assertEquals(List.of("first"), engine.posted, "posted while suspended");
    assertEquals(1, engine.stops, "stops");
    hold.release();
    s.settle();
    engine.answer(COMPLETED);
    q.interrupt();
    s.finish();
  }

  /** B3: a driver that has nothing to do is stopped. */
  static void stopOfAnIdleDriver(BugScript s) throws InterruptedException {
    Seat seat = s.layer.queue("q").attach(new MockEngine(COMPLETED));
    try {
      seat.stop();
    } catch (IllegalStateException panic) {
      fail("an idle driver can't be stopped: " + panic.getMessage());
    }
    s.finish();
  }

  /** B4: a driver that needs a kick first, and is to be asked again later. */
  static void recallThatComesLate(BugScript s) {
    MockEngine engine = new MockEngine(PENDING);
    Queue q = s.layer.queue("q");
    q.attach(engine);
    s.start("waiter", q.post("item")::await);
    engine.answer(PENDING_POLL_AGAIN, COMPLETED);
    q.interrupt();
    s.finish();
  }

  /** B5: a driver that is to be asked again first, and kicks later. */
  static void recallThatEnds(BugScript s) {
    MockEngine engine = new MockEngine(PENDING_POLL_AGAIN, PENDING);
    Queue q = s.layer.queue("q");
    q.attach(engine);
    s.start("waiter", q.post("item")::await);
    s.at(10);
    engine.answer(COMPLETED);
    q.interrupt();
    s.finish();
  }

  /** B6: two waiters, no interrupt. */
  static void twoWaitersWithoutInterrupt(BugScript s) {
    MockEngine engine = new MockEngine(PENDING_POLL_AGAIN);
    Queue q = s.layer.queue("q");
    Job first = q.post("first");
    Job second = q.post("second");
    engine.answer(PENDING_POLL_AGAIN, PENDING_POLL_AGAIN, PENDING_POLL_AGAIN, PENDING_POLL_AGAIN);
    engine.answer(PENDING_POLL_AGAIN, COMPLETED, PENDING_POLL_AGAIN, COMPLETED);
    q.attach(engine);
    s.start("waiter of the first", first::await);
    s.start("waiter of the second", second::await);
    s.finish();
  }

  /** B7: cancelled while the device is at work on it. */
  static void cancelOfARunningOperation(BugScript s) {
    StepDriver driver = s.layer.stepDriver(100);
    Queue q = s.layer.queue("q");
    q.attach(driver);
    Job job = q.post("item");
    s.start("waiter", job::await);
    int before = driver.steps();
    job.cancel();
    s.finish();
    assertEquals(CANCELLED, job.status(), "it ran again after its cancel");
    assertEquals(before, driver.steps(), "steps");
  }

  /** B8: a second driver comes; when the first goes, the second must still work. */
  static void secondDriver(BugScript s) throws InterruptedException {
    Queue q = s.layer.queue("q");
    Seat first = q.attach(new MockEngine(COMPLETED));
    MockEngine engine = new MockEngine(COMPLETED);
    try {
      q.attach(engine);
      first.close();
    } catch (IllegalStateException refused) {
      first.close();
      q.attach(engine);
    }
    first.close();
    s.start("waiter", q.post("item")::await);
    s.finish();
    assertEquals(List.of("item"), engine.posted);
  }

  /** B9: a driver goes in the middle of an item, and nobody waits for the item. */
  static void detachWithoutWaiter(BugScript s) {
    Queue q = s.layer.queue("q");
    Seat seat = q.attach(new MockEngine(PENDING_POLL_AGAIN, PENDING_POLL_AGAIN, COMPLETED));
    q.post("item");
    q.interrupt();
    s.start("close of the driver", seat::close);
    s.finish();
  }

  /** B10: an operation that was cancelled once is posted again. */
  static void postAfterCancel(BugScript s) {
    StepDriver driver = s.layer.forgettingDriver(100);
    Queue q = s.layer.queue("q");
    q.attach(driver);
    Job job = q.post("item");
    s.start("waiter", job::await);
    job.cancel();
    s.at(10);
    assertEquals(CANCELLED, job.status());
    Job again = q.post("item");
    s.start("second waiter", again::await);
    s.finish();
    assertEquals(COMPLETED, again.status(), "it stays cancelled");
  }

  /** B13: the device goes under the current item. */
  static void replacedUnderTheCurrentItem(BugScript s) {
    Queue q = s.layer.queue("q");
    Seat seat = q.attach(new MockEngine(PENDING));
    s.start("waiter", q.post("item")::await);
    q.replace(seat, new MockEngine(COMPLETED));
    s.finish();
  }

  /** B14: a stop that is given up. */
  static void abandonedStop(BugScript s) throws InterruptedException {
    MockEngine engine = new MockEngine(PENDING);
    Queue q = s.layer.queue("q");
    Seat seat = q.attach(engine);
    s.start("waiter", q.post("item")::await);
    assertFalse(seat.stop(ms(5)));
    engine.answer(COMPLETED);
    q.interrupt();
    s.finish();
    assertFalse(q.isSuspended(), "suspended for ever");
  }

  /** B15: two wait until the device is at rest. */
  static void twoSuspenders(BugScript s) {
    MockEngine engine = new MockEngine(PENDING);
    Queue q = s.layer.queue("q");
    q.attach(engine);
    s.start("waiter", q.post("item")::await);
    s.start("suspender", q.suspend()::await);
    s.start("second suspender", q.suspend()::await);
    s.at(10);
    engine.answer(COMPLETED);
    q.interrupt();
    s.finish();
  }
}
