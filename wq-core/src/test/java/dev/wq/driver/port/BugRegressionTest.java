package dev.wq.driver.port;

import static dev.wq.driver.port.AcceleratorLayer.Answer.CANCELLED;
import static dev.wq.driver.port.AcceleratorLayer.Answer.COMPLETED;
import static dev.wq.driver.port.AcceleratorLayer.Answer.PENDING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.driver.port.AcceleratorLayer.Hold;
import dev.wq.driver.port.AcceleratorLayer.Job;
import dev.wq.driver.port.AcceleratorLayer.Queue;
import dev.wq.sim.Simulation;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each known bug of the original: its script passes here, and fails on a literal port. */
class BugRegressionTest {
  private static final int SCHEDULES = 20;
  private static final int STEPS = 50_000;

  private static void isFixed(BugScript.Body script) {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      Simulation.withCpus(2)
          .seed(seed)
          .maxSteps(STEPS)
          .run(machine -> script.run(new BugScript(machine, new WqLayer(machine))));
    }
  }

  private static void runOnPort(BugScript.Body script) {
    Simulation.withCpus(1)
        .maxSteps(STEPS)
        .run(machine -> script.run(new BugScript(machine, new PortLayer(machine))));
  }

  private static void assertShows(BugScript.Body script, String how) {
    Throwable failure = assertThrows(Throwable.class, () -> runOnPort(script));
    assertTrue(String.valueOf(failure.getMessage()).contains(how), failure::toString);
    isFixed(script);
  }

  @Test
  void theSameScripts_passOnThePortWhereItHasNoBug() {
    runOnPort(BugRegressionTest::withoutBug);
    isFixed(BugRegressionTest::withoutBug);
  }

  private static void withoutBug(BugScript s) throws InterruptedException {
    MockEngine engine = new MockEngine(PENDING);
    Queue q = s.layer.queue("q");
    Job early = q.post("early");
    Job unwanted = q.post("unwanted");
    Job next = q.post("next");
    unwanted.cancel();
    s.start("waiter of the early", early::await);
    s.start("waiter of the next", next::await);
    q.attach(engine);
    s.settle();
    Hold hold = q.suspend();
    s.start("suspender", hold::await);
    engine.answer(COMPLETED);
    q.interrupt();
    s.settle();
    assertEquals(1, engine.stops);
    hold.release();
    s.settle();
    engine.answer(COMPLETED);
    q.interrupt();
    s.finish();
    assertEquals(List.of("early", "next"), engine.posted);
    assertEquals(CANCELLED, unwanted.status());
  }

  @Test
  @DisplayName("drivers B1: nothing is posted to the driver of a suspended queue that was idle")
  void suspendOfAnIdleQueue_keepsWhatIsPosted() {
    assertShows(Bugs::postOnASuspendedQueue, "posted while suspended");
  }

  @Test
  @DisplayName("drivers B2: nor after the item in progress, whoever asks")
  void suspendDuringAnItem_keepsTheNextOne() {
    assertShows(Bugs::pollAfterSuspension, "posted while suspended");
  }

  @Test
  @DisplayName("drivers B3: a driver that has nothing to do can be stopped")
  void stopOfAnIdleDriver_returns() {
    assertShows(Bugs::stopOfAnIdleDriver, "an idle driver can't be stopped");
  }

  @Test
  @DisplayName("drivers B4: a driver that asks for a poll later is polled")
  void recallOfAPoll_counts() {
    assertShows(Bugs::recallThatComesLate, "waits for ever");
  }

  @Test
  @DisplayName("drivers B5: a driver that no longer asks for polls is not polled")
  void recallOfThePost_endsWithTheNextAnswer() {
    assertShows(Bugs::recallThatEnds, "no end after " + STEPS);
  }

  @Test
  @DisplayName("drivers B6: no waiter depends on the polls of another")
  void twoWaitersWithoutInterrupt_bothReturn() {
    assertShows(Bugs::twoWaitersWithoutInterrupt, "waits for ever");
  }

  @Test
  @DisplayName("drivers B7: an operation that was aborted does not run again")
  void cancelOfARunningOperation_endsIt() {
    assertShows(Bugs::cancelOfARunningOperation, "it ran again after its cancel");
  }

  @Test
  @DisplayName("drivers B8: a driver that goes does not take its successor along")
  void secondDriver_staysWhenTheFirstGoes() {
    assertShows(Bugs::secondDriver, "waits for ever");
  }

  @Test
  @DisplayName("drivers B9: a driver can go in the middle of an item that nobody waits for")
  void detachWithoutWaiter_returns() {
    assertShows(Bugs::detachWithoutWaiter, "waits for ever");
  }

  @Test
  @DisplayName("drivers B10: an operation that was cancelled can be posted again")
  void postAfterCancel_completes() {
    assertShows(Bugs::postAfterCancel, "it stays cancelled");
  }

  @Test
  @DisplayName("drivers B13: who waits for the item in progress is told when its device goes")
  void deviceThatGoesUnderAnItem_isTold() {
    assertShows(Bugs::replacedUnderTheCurrentItem, "waits for ever");
  }

  @Test
  @DisplayName("drivers B14: a stop that is given up leaves the queue as it was")
  void abandonedStop_leavesNothingSuspended() {
    assertShows(Bugs::abandonedStop, "suspended for ever");
  }

  @Test
  @DisplayName("drivers B15: those who wait for a suspension do not wake each other")
  void twoSuspenders_sleepUntilTheDeviceRests() {
    assertShows(Bugs::twoSuspenders, "no end after " + STEPS);
  }
}
