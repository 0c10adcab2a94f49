package dev.wq.device.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import dev.wq.device.port.RunnerLayer.Client;
import dev.wq.sim.Simulation;
import java.util.function.Function;
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

  private static void runOn(Function<Machine, RunnerLayer> port, BugScript.Body script) {
    Simulation.withCpus(1)
        .maxSteps(STEPS)
        .run(machine -> {
          RunnerLayer layer = port.apply(machine);
          script.run(new BugScript(machine, layer));
          layer.end();
        });
  }

  private static void assertShowsOn(
      Function<Machine, RunnerLayer> port, BugScript.Body script, String how) {
    Throwable failure = assertThrows(Throwable.class, () -> runOn(port, script));
    assertTrue(String.valueOf(failure.getMessage()).contains(how), failure::toString);
    isFixed(script);
  }

  private static void assertShows(BugScript.Body script, String how) {
    assertShowsOn(PortLayer::new, script, how);
  }

  @Test
  void theSameScripts_passOnThePortsWhereTheyHaveNoBug() {
    runOn(PortLayer::new, BugRegressionTest::withoutBug);
    runOn(TwinLayer::new, BugRegressionTest::withoutBug);
    isFixed(BugRegressionTest::withoutBug);
  }

  private static void withoutBug(BugScript s) {
    Client client = s.client("gpu");
    for (int i = 0; i < 50; i++) {
      client.submit(s::count);
    }
    s.settle();
    client.flush();
    assertEquals(50, client.call(s::ran));
    s.start("caller", () -> assertEquals(1, client.call(() -> 1)));
    s.finish();
  }

  @Test
  @DisplayName("drivers K1: no number of flushes loses a task")
  void flushes_loseNoTask() {
    assertShows(Bugs::flushesUntilTheCounterWraps, "queued tasks are gone");
  }

  @Test
  @DisplayName("drivers K2: a task runs without a flush")
  void partOfABatch_runs() {
    assertShows(Bugs::partOfABatch, "tasks wait for a flush");
  }

  @Test
  @DisplayName("drivers K3: an idle runner sleeps until it is woken")
  void idleRunner_sleeps() {
    assertShows(Bugs::idleRunner, "no end after " + STEPS);
  }

  @Test
  @DisplayName("drivers K4: a blocked producer sleeps until there is room")
  void blockedProducer_sleeps() {
    assertShows(Bugs::blockedProducer, "no end after " + STEPS);
  }

  @Test
  @DisplayName("drivers K5: a runner can be shut down")
  void shutdown_refusesTasks() {
    assertShows(Bugs::shutdown, "accepted after the shutdown");
  }

  @Test
  @DisplayName("drivers K6: a runner survives what its tasks throw")
  void taskThatThrows_leavesTheRunnerAtWork() {
    assertShowsOn(TwinLayer::new, Bugs::taskThatThrows, "its runner has died");
  }

  @Test
  @DisplayName("drivers K7: a task makes a handle while somebody waits for its runner")
  void handleMadeByATask_isNoDeadlock() {
    assertShows(Bugs::handleMadeByATask, "waits for ever");
  }

  @Test
  @DisplayName("drivers K8: the making of a service makes a handle")
  void handleMadeByAnInit_isNoDeadlock() {
    assertShows(Bugs::handleMadeByAnInit, "waits for ever");
  }

  @Test
  @DisplayName("drivers K9: a task makes a service of its own runner")
  void serviceMadeByATask_isMade() {
    assertShows(Bugs::serviceMadeByATask, "a task can't make a service");
  }

  @Test
  @DisplayName("drivers K10: whoever wants a service is told why it can't be made")
  void initThatThrows_isToldToTheCreator() {
    assertShows(Bugs::initThatThrows, "the reason is lost");
  }

  @Test
  @DisplayName("drivers K13: the caller is told what its function threw")
  void functionThatThrows_isToldToTheCaller() {
    assertShows(Bugs::functionThatThrows, "the reason is lost");
  }

  @Test
  @DisplayName("drivers K14: a flush takes no room")
  void flushAfterEachTask_blocksNobody() {
    assertShows(Bugs::flushAfterEachTask, "blocked by no-ops");
  }

  @Test
  @DisplayName("drivers K15: runners that wait for each other are told")
  void cycleOfCalls_isRefused() {
    assertShows(Bugs::cycleOfCalls, "waits for ever");
  }
}
