package dev.wq.wait;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Exploration;
import dev.wq.sim.Explorer;
import dev.wq.sim.Scenario;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every race of two to four threads on one cell, each under 10 000 seeds. The schedules here are
 * sequentially consistent: what needs a fence is seen only by real threads.
 */
class WaitCellExplorationTest {
  private static final int SEEDS = Integer.getInteger("wq.explore.seeds", 10_000);
  private static final int DISTINCT = 8;

  private static void explore(Scenario scenario) {
    Exploration seen = Explorer.seeds(SEEDS).cpus(2).switchOneIn(3).check(scenario);
    assertTrue(seen.distinctSchedules() >= DISTINCT, seen::toString);
  }

  @Test
  void waiterWakerCloser_balances() {
    explore(WaitCellScenarios::waiterWakerCloser);
  }

  @Test
  @DisplayName("drivers W39: two wakers, a waiter and a closer: everyone returns")
  void twoWakersWaiterCloser_everyoneReturns() {
    explore(WaitCellScenarios::twoWakersWaiterCloser);
  }

  @Test
  void twoWakers_oneFindsTheWaiter() {
    explore(WaitCellScenarios::twoWakers);
  }

  @Test
  void timeoutAgainstWake_oneOfBoth() {
    explore(WaitCellScenarios::timeoutAgainstWake);
  }

  @Test
  void interruptAgainstWake_losesNeither() {
    explore(WaitCellScenarios::interruptAgainstWake);
  }

  @Test
  void interruptAgainstTimeout_leavesNobody() {
    explore(WaitCellScenarios::interruptAgainstTimeout);
  }

  @Test
  void subscribeWakeClose_balances() {
    explore(WaitCellScenarios::subscribeWakeClose);
  }

  @Test
  void endOfASubscriptionAgainstWake_keepsTheWake() {
    explore(WaitCellScenarios::endOfASubscriptionAgainstWake);
  }

  @Test
  void conditionAndWake_isNeverMissed() {
    explore(WaitCellScenarios::conditionAndWake);
  }

  @Test
  void twoHalvesOfACondition_areNeverMissed() {
    explore(WaitCellScenarios::twoHalvesOfACondition);
  }

  @Test
  void conditionAgainstClose_beatsIt() {
    explore(WaitCellScenarios::conditionAgainstClose);
  }

  @Test
  void secondWaiter_isRefusedOrServed() {
    explore(WaitCellScenarios::secondWaiter);
  }

  @Test
  void rounds_pingPong() {
    explore(WaitCellScenarios::rounds);
  }
}
