package dev.wq.scenario;

import static dev.wq.scenario.Runs.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.replay.Execution;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads whose result can be computed by hand, or from the arrivals alone. */
class ClosedFormTest {
  private static String burst(int cpus, String attributes, int works, String steps) {
    return """
    machine: {cpus: %d}
    queues: [{name: q, %s}]
    works: [{name: w, queue: q, instances: %d, do: [%s]}]
    arrivals: [{work: w, at: 0, count: %d}]
    """
        .formatted(cpus, attributes, works, steps, works);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 5", "7, 1, 3", "8, 4, 3", "9, 4, 3", "10, 3, 7", "64, 16, 2"})
  void equalWorks_onUnboundPools_takeTheirNumberOverTheCpus(int works, int cpus, int millis)
      throws IOException {
    ScenarioRun run =
        Runs.run(burst(cpus, "flags: [unbound]", works, "run %dms".formatted(millis)));
    assertEquals(Math.ceilDiv(works, cpus) * millis * MILLI, Runs.makespan(run));
    Runs.assertReplayedExactly(run);
  }

  @ParameterizedTest
  @CsvSource({"5, 1", "6, 2", "7, 2", "9, 4"})
  void equalWorks_onOneBoundPool_takeTheirSum(int works, int cpus) throws IOException {
    ScenarioRun run = Runs.run(burst(cpus, "max_active: 512", works, "run 2ms"));
    assertEquals(works * 2 * MILLI, Runs.makespan(run));
    Runs.assertReplayedExactly(run);
  }

  @ParameterizedTest
  @CsvSource({"6, 1", "6, 2", "7, 3", "12, 5", "3, 8"})
  void sleepingWorks_takeTheirNumberOverTheLimit(int works, int limit) throws IOException {
    ScenarioRun run = Runs.run(burst(1, "max_active: " + limit, works, "sleep 10ms"));
    assertEquals(Math.ceilDiv(works, limit) * 10 * MILLI, Runs.makespan(run));
    assertEquals(Math.min(works, limit), QueueFigures.of(run).getFirst().peak());
    Runs.assertReplayedExactly(run);
  }

  @Test
  void maxActiveOne_neverHasTwoInFlight() throws IOException {
    ScenarioRun run =
        Runs.run(
            """
            machine: {cpus: 4}
            queues: [{name: q, flags: [unbound], max_active: 1}]
            works: [{name: w, queue: q, instances: unlimited, do: [run 300us, sleep 1ms, run 200us]}]
            arrivals: [{work: w, poisson: 600/s, seed: 3}]
            duration: 500ms
            """);
    assertEquals(1, QueueFigures.of(run).getFirst().peak());
    Runs.assertReplayedExactly(run);
  }

  @ParameterizedTest
  @CsvSource({"1, 300", "2, 500", "3, 700", "4, 950"})
  void poissonArrivals_onAnOrderedQueue_waitAsLindleySays(int seed, int perSecond)
      throws IOException {
    Scenario scenario =
        Scenario.parse(
            "lindley",
            """
            machine: {cpus: 2}
            queues: [{name: q, flags: [ordered]}]
            works: [{name: w, queue: q, instances: unlimited, do: [run 1ms]}]
            arrivals: [{work: w, poisson: %d/s, seed: %d, times: 400}]
            """
                .formatted(perSecond, seed));
    ScenarioRun run = ScenarioRun.of(scenario, false);
    List<Long> arrivals = ArrivalTimes.of(scenario.arrivals().getFirst(), null);
    assertEquals(lindley(arrivals, MILLI), waits(run));
    Runs.assertReplayedExactly(run);
  }

  /** W(n+1) = max(0, W(n) + S - A(n)). */
  private static List<Long> lindley(List<Long> arrivals, long service) {
    List<Long> waits = new ArrayList<>();
    long wait = 0;
    for (int i = 0; i < arrivals.size(); i++) {
      wait = i == 0 ? 0 : Math.max(0, wait + service - (arrivals.get(i) - arrivals.get(i - 1)));
      waits.add(wait);
    }
    return waits;
  }

  private static List<Long> waits(ScenarioRun run) {
    return run.recording().executions().stream().map(Execution::latency).toList();
  }

  @Test
  void poissonArrivals_comeAtTheirRate() {
    Arrival.Poisson arrival =
        new Arrival.Poisson("w", 1, 1000, 11, Duration.ZERO, Duration.ofSeconds(20), 0);
    int count = ArrivalTimes.of(arrival, null).size();
    assertEquals(20_000, count, 5 * Math.sqrt(20_000));
  }

  @Test
  void aHog_letsOthersStart_atTheFirstTickBehindTheThreshold() throws IOException {
    String hog =
        """
        machine: {cpus: 1, hz: %d, cpu_intensive_thresh: %s, cpu_model: declared}
        queues: [{name: q}]
        works:
          - {name: hog, queue: q, do: [run 40ms]}
          - {name: other, queue: q, do: [run 1ms]}
        arrivals: [{work: hog, at: 1ms}, {work: other, at: 1ms}]
        """;
    assertEquals(12 * MILLI, start(hog.formatted(250, "10ms"), "other"));
    assertEquals(11 * MILLI, start(hog.formatted(1000, "10ms"), "other"));
    assertEquals(24 * MILLI, start(hog.formatted(250, "20ms"), "other"));
    assertEquals(41 * MILLI, start(hog.formatted(250, "0"), "other"));
  }

  private static long start(String yaml, String work) throws IOException {
    return Runs.of(Runs.run(yaml), work).getFirst().startedAt();
  }
}
