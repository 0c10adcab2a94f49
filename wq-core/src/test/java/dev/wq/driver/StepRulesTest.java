package dev.wq.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.driver.LedgerDriver.Way;
import dev.wq.sim.Explorer;
import dev.wq.sim.RunReport;
import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each step of a driver queue is one of the simulation, and so is its time. */
class StepRulesTest {
  private static final DriverAttrs DEV = DriverAttrs.named("dev");

  @Test
  @DisplayName("drivers D48: with one seed a run with a driver queue repeats, step by step")
  void runWithOneSeed_repeats() {
    Set<String> different = new TreeSet<>();
    for (long seed = 0; seed < 10; seed++) {
      assertEquals(hash(seed), hash(seed));
      different.add(hash(seed));
    }
    assertEquals(10, different.size());
  }

  private static String hash(long seed) {
    RunReport report =
        Simulation.withCpus(2)
            .seed(seed)
            .run(machine -> {
              DriverQueue<String> queue = DriverQueue.open(machine, DEV.depth(2));
              DeviceModel<String> model = DeviceModel.taking(Duration.ofMillis(1));
              queue.attach(new SimulatedDevice<>(queue, model.rates(0.2, 0, seed)));
              for (int i = 0; i < 3; i++) {
                String item = "item " + i;
                DriverScenarios.go(
                    machine,
                    "poster",
                    () -> {
                      queue.post(item).await();
                      queue.post(item).cancel();
                    });
              }
              machine.runUntilIdle();
              machine.log(queue.stats().toString());
            });
    return report.hash() + " " + report.log();
  }

  @Test
  @DisplayName("drivers D48: run limits and deadlines pass in virtual time")
  void limitsAndDeadlines_passInVirtualTime() {
    DriverScript.anySchedule(
        DEV.runLimit(Duration.ofDays(10)),
        d -> {
          d.driver.withoutPollsInLog();
          d.post("a", Posting.PLAIN.deadline(Duration.ofMinutes(1)));
          d.attach();
          d.s.at(61_000);
          d.sayStatuses();
          d.s.at(10 * 24 * 3_600_000 + 1);
          d.sayStatuses();
        },
        "0ms post a: pending",
        "60000ms cancel a",
        "61000ms a is pending",
        "864000000ms reset a: RESET",
        "864000000ms stop",
        "864000001ms a TIMED_OUT");
  }

  @Test
  @DisplayName("drivers D48: the explorer switches between the steps: it finds every outcome")
  void explorer_findsEveryOutcome() {
    Set<String> outcomes = new ConcurrentSkipListSet<>();
    Explorer.seeds(2_000)
        .cpus(2)
        .switchOneIn(4)
        .check(m -> {
          DriverQueue<String> queue = DriverQueue.open(m, DEV);
          queue.attach(new LedgerDriver(m, queue, Way.KICKED));
          Submission<String> submission = queue.post("a");
          Thread canceller =
              DriverScenarios.go(m, "canceller", () -> outcomes.add("" + submission.cancel()));
          outcomes.add(submission.await().status().toString());
          canceller.join();
          DriverStats stats = queue.stats();
          outcomes.add(
              stats.cancelledQueued() == 1 ? "queued" : stats.completed() == 1 ? "done" : "asked");
        });
    assertEquals(
        Set.of("true", "false", "CANCELLED", "COMPLETED", "queued", "done", "asked"), outcomes);
  }
}
