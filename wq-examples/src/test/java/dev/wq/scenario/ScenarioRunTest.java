package dev.wq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the steps and arrivals of a scenario do. */
class ScenarioRunTest {
  /** Works of one queue on one CPU, all queued at 0. */
  private static ScenarioRun run(String queue, String... works) throws IOException {
    StringBuilder yaml =
        new StringBuilder("queues: [{name: q, %s}, {name: r}]\nworks:\n".formatted(queue));
    StringBuilder arrivals = new StringBuilder("arrivals:\n");
    for (int i = 0; i < works.length; i++) {
      yaml.append("  - {name: w%d, queue: q, do: [%s]}\n".formatted(i, works[i]));
      arrivals.append("  - {work: w%d, at: 0}\n".formatted(i));
    }
    return Runs.run(yaml.append(arrivals).toString());
  }

  @Test
  void aLock_isHeldByOneAtATime_firstComeFirstServed() throws IOException {
    ScenarioRun run =
        run(
            "max_active: 8",
            "lock m, sleep 5ms, unlock m",
            "lock m, sleep 5ms, unlock m",
            "lock m, run 1ms, unlock m");
    assertEquals(List.of("w0 0-5", "w1 0-10", "w2 0-11"), Runs.timeline(run));
    assertFalse(run.ending().deadlock());
    Runs.assertReplayedExactly(run);
  }

  @Test
  void locksInDifferentOrder_endInADeadlock() throws IOException {
    ScenarioRun run =
        run(
            "max_active: 8",
            "lock a, sleep 1ms, lock b, unlock b, unlock a",
            "lock b, sleep 2ms, lock a, unlock a, unlock b");
    assertTrue(run.ending().deadlock());
    assertEquals(2_000_000, run.ending().at().toNanos());
    assertEquals(
        List.of("w0 of q waits in 'lock b', held by w1", "w1 of q waits in 'lock a', held by w0"),
        run.ending().stuck());
  }

  @Test
  void aFlush_waitsForTheWork() throws IOException {
    ScenarioRun run = run("max_active: 8", "sleep 5ms", "flush w0, run 1ms");
    assertEquals(List.of("w0 0-5", "w1 0-6"), timelineOfWorks(run));
    assertEquals(1, run.recording().barriers().size());
    Runs.assertReplayedExactly(run);
  }

  private static List<String> timelineOfWorks(ScenarioRun run) {
    return Runs.timeline(run).stream().filter(line -> !line.startsWith("wq_")).toList();
  }

  @Test
  void aFlushOfItsOwnQueue_isRefusedByTheLibrary() throws IOException {
    ScenarioRun run = run("max_active: 8", "run 1ms, flush_queue q");
    assertEquals(1, run.ending().failures().size());
    String failure = run.ending().failures().getFirst();
    assertTrue(failure.startsWith("w0 at 1ms: "), failure);
    assertFalse(run.ending().deadlock());
  }

  @Test
  void aWait_endsWithTheRunsThatWereQueuedBefore() throws IOException {
    Scenario scenario =
        Scenario.parse(
            "test.yaml",
            """
            queues: [{name: q}]
            works:
              - {name: again, queue: q, do: [sleep 5ms, queue again]}
              - {name: waits, queue: q, do: [wait again, run 1ms]}
            arrivals: [{work: again, at: 0}, {work: waits, at: 0}]
            """);
    ScenarioRun run = ScenarioRun.of(scenario, false, 50);
    assertEquals(List.of("again 0-5", "waits 0-6"), Runs.timeline(run).subList(0, 2));
    assertTrue(run.ending().cut());
  }

  @Test
  void aDuration_endsWorksThatQueueThemselvesForEver() throws IOException {
    ScenarioRun run =
        Runs.run(
            """
            queues: [{name: q}]
            works: [{name: w, queue: q, do: [run 1ms, queue w]}]
            arrivals: [{work: w, at: 0}]
            duration: 10ms
            """);
    assertFalse(run.ending().cut());
    assertEquals(10, run.recording().executions().size());
  }

  @Test
  void cancel_takesBackWhatHasNotBegun() throws IOException {
    ScenarioRun run = run("max_active: 1", "run 1ms, cancel w1", "run 1ms", "run 1ms");
    assertEquals(List.of("w0 0-1", "w2 1-2"), Runs.timeline(run));
    assertEquals(List.of("w1"), run.neverRun());
  }

  @Test
  void afterAnother_itIsQueuedByTheEndOfItsRun() throws IOException {
    ScenarioRun run =
        Runs.run(
            """
            queues: [{name: q}]
            works:
              - {name: first, queue: q, do: [run 2ms]}
              - {name: then, queue: q, instances: 3, do: [run 1ms]}
            arrivals:
              - {work: first, every: 10ms, times: 2}
              - {work: then, after: first, count: 3}
            """);
    assertEquals(
        List.of(
            "first 0-2",
            "then 2-3",
            "then 3-4",
            "then 4-5",
            "first 10-12",
            "then 12-13",
            "then 13-14",
            "then 14-15"),
        Runs.timeline(run));
    assertEquals("first", cause(run, 1));
    Runs.assertReplayedExactly(run);
  }

  private static String cause(ScenarioRun run, int execution) {
    var queueing = run.recording().executions().get(execution).queueing();
    var cause = queueing == null ? null : queueing.cause();
    return cause == null ? "" : cause.function();
  }

  @Test
  void oneInstance_coalesces_unlimitedOnesDoNot() throws IOException {
    String yaml =
        """
        queues: [{name: q}]
        works: [{name: w, queue: q, instances: %s, do: [run 10ms]}]
        arrivals: [{work: w, every: 2ms, times: 5}]
        """;
    assertEquals(2, Runs.run(yaml.formatted("1")).recording().executions().size());
    assertEquals(5, Runs.run(yaml.formatted("unlimited")).recording().executions().size());
  }

  @Test
  void aChosenCpu_isWhereItRuns() throws IOException {
    ScenarioRun run =
        Runs.run(
            """
            machine: {cpus: 3}
            queues: [{name: q}]
            works: [{name: w, queue: q, cpu: 2, do: [run 1ms]}]
            arrivals: [{work: w, at: 0}]
            """);
    assertEquals(2, run.recording().executions().getFirst().startCpu());
    Runs.assertReplayedExactly(run);
  }

  @Test
  void withoutNewWorkers_aSleeperHoldsUpItsPool_andTheRescuerDoesNot() throws IOException {
    String yaml =
        """
        machine: {worker_creation: fails}
        queues: [{name: q%s}]
        works: [{name: w, queue: q, instances: 3, do: [sleep 5ms]}]
        arrivals: [{work: w, at: 0, count: 3}]
        duration: 900ms
        """;
    ScenarioRun stuck = Runs.run(yaml.formatted(""));
    assertEquals(List.of("w"), stuck.neverRun());
    assertTrue(stuck.ending().deadlock());
    assertEquals("w#0 waits on queue q: no worker takes it", stuck.ending().stuck().getFirst());
    assertEquals(
        3, Runs.run(yaml.formatted(", flags: [mem_reclaim]")).recording().executions().size());
  }

  @Test
  void whatStillRunsAtTheEnd_isUnfinished() throws IOException {
    ScenarioRun run =
        Runs.run(
            """
            queues: [{name: q, max_active: 1}]
            works: [{name: w, queue: q, instances: 3, do: [run 6ms]}]
            arrivals: [{work: w, at: 0, count: 3}]
            duration: 10ms
            """);
    QueueFigures figures = QueueFigures.of(run).getFirst();
    assertEquals(1, figures.runs());
    assertEquals(1, figures.running());
    assertEquals(1, figures.waiting());
    assertFalse(run.ending().deadlock());
  }

  @Test
  void bhWorks_runInSoftirqs() throws IOException {
    ScenarioRun run =
        Runs.run(
            """
            queues: [{name: q, flags: [bh]}]
            works: [{name: w, queue: q, instances: 2, do: [run 10us]}]
            arrivals: [{work: w, at: 1ms, count: 2}]
            """);
    assertEquals("bh0", run.recording().executions().getFirst().pool().toString());
    assertEquals(2, run.recording().executions().size());
  }

  @Test
  void highPriority_goesFirst() throws IOException {
    ScenarioRun run =
        Runs.run(
            """
            queues: [{name: q}, {name: h, flags: [highpri]}]
            works:
              - {name: w, queue: q, instances: 3, do: [run 2ms]}
              - {name: v, queue: h, do: [run 1ms]}
            arrivals: [{work: w, at: 0, count: 3}, {work: v, at: 1ms}]
            """);
    assertEquals(List.of("w 0-2", "v 2-3", "w 3-5", "w 5-7"), Runs.timeline(run));
    Runs.assertReplayedExactly(run);
  }
}
