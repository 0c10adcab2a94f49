package dev.wq.port;

import static dev.wq.ItemTimeoutPolicy.REPLACE_WORKER;
import static dev.wq.ItemTimeoutPolicy.STOP_QUEUE;
import static dev.wq.port.DefectScript.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.ItemTimeoutPolicy;
import dev.wq.port.WorkLayer.Item;
import dev.wq.port.WorkLayer.Queue;
import dev.wq.port.WorkLayer.Signal;
import dev.wq.port.WorkLayer.Watcher;
import dev.wq.sim.Simulation;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Each known defect: its script passes here, and fails on a literal port. */
class DefectRegressionTest {
  private static final int SCHEDULES = 20;

  private static void isFixed(DefectScript.Body script) {
    for (ItemTimeoutPolicy policy : List.of(REPLACE_WORKER, STOP_QUEUE)) {
      for (int seed = 0; seed < SCHEDULES; seed++) {
        Simulation.withCpus(2)
            .seed(seed)
            .run(machine -> script.run(new DefectScript(machine, new WqLayer(machine, policy))));
      }
    }
  }

  private static void runOnPort(DefectScript.Body script) {
    Simulation.withCpus(1)
        .run(machine -> {
          PortLayer port = new PortLayer(machine);
          script.run(new DefectScript(machine, port));
          port.end();
        });
  }

  private static String failureOnPort(DefectScript.Body script) {
    return assertThrows(AssertionFailedError.class, () -> runOnPort(script)).getMessage();
  }

  private static void assertShows(DefectScript.Body script, String how) {
    String failure = failureOnPort(script);
    assertTrue(failure.startsWith(how), failure);
    isFixed(script);
  }

  @Test
  void theSameScripts_passOnThePortWhereItHasNoDefect() {
    runOnPort(DefectRegressionTest::withoutDefect);
    isFixed(DefectRegressionTest::withoutDefect);
  }

  private static void withoutDefect(DefectScript s) {
    Queue q = s.layer.queue("q");
    Item item = s.item("item", 10);
    assertTrue(q.submit(item));
    s.settle();
    s.start("cancelSync", item::cancelSync);
    assertFalse(q.submit(item));
    s.at(20);
    assertTrue(q.reschedule(item, ms(5)));
    s.at(40);
    assertEquals(2, s.runsOf("item"));
    Signal signal = s.layer.signal();
    Watcher watcher = s.watcher("watcher");
    assertTrue(q.arm(watcher, signal));
    signal.raise();
    s.finish();
    assertEquals(1, s.runsOf("watcher"));
  }

  @Test
  @DisplayName("zephyr C6: every cancelSync returns")
  void twoCancelSyncs_bothReturn() {
    assertShows(Defects::twoCancelSyncs, "waits for ever");
  }

  @Test
  @DisplayName("zephyr C8, D9: no deadline is accepted during a cancel and lost")
  void deadlineSetWhileCancelling_isNotLost() {
    assertShows(Defects::rescheduleWhileCancelling, "an accepted deadline was lost");
  }

  @Test
  @DisplayName("zephyr P17: who was told already passes the notification on")
  void secondSignal_isPassedOn() {
    assertShows(Defects::secondSignalForAWatcherThatWasTold, "its notification went to");
  }

  @Test
  @DisplayName("zephyr P29: who takes nothing passes the notification on")
  void signalThatNobodyTook_isPassedOn() {
    assertShows(Defects::watcherThatTakesNothing, "it is still raised");
  }

  @Test
  @DisplayName("zephyr Q11, D9: no accepted deadline is lost in a plugged queue")
  void deadlineOnAPluggedQueue_isReported() {
    assertShows(Defects::deadlineOnAPluggedQueue, "an accepted deadline was lost");
  }

  @Test
  @DisplayName("zephyr Q15: stop ends with the drain that was under way")
  void stopDuringAPlugDrain_ends() {
    assertShows(Defects::stopDuringPlugDrain, "waits for ever");
  }

  @Test
  @DisplayName("zephyr Q27: no black hole after a work that took too long")
  void submissionAfterATimeout_runsOrIsRefused() {
    assertShows(Defects::submissionAfterATimeout, "accepted and never run");
  }

  @Test
  @DisplayName("zephyr P24: a refused trigger leaves its work as it was before the arming")
  void refusedTrigger_leavesItsWorkUsable() {
    assertShows(Defects::signalOnAPluggedQueue, "can't be armed again");
  }
}
