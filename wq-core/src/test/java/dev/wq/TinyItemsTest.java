package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Queues of items that take next to no time: one worker is enough, see dispatch.Pace. */
class TinyItemsTest {
  private static final int SEEDS = 100;
  private static final int ITEMS = 300;
  private static final Duration SLEEP = Duration.ofMillis(10);
  private static final Duration WATCH = Duration.ofNanos(100_000);

  private interface Scenario {
    void run(Machine machine) throws InterruptedException;
  }

  private static void underManySeeds(Scenario scenario) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Simulation.withCpus(2).seed(seed).run(scenario::run);
    }
  }

  private static Work[] tiny() {
    return Stream.generate(() -> Work.of("tiny", () -> {})).limit(ITEMS).toArray(Work[]::new);
  }

  private static void enqueueAll(WorkQueue queue, Work... works) {
    for (Work work : works) {
      queue.enqueue(work);
    }
  }

  @Test
  void tinyItems_areRunByFewWorkersTurnsEach() {
    List<Long> wakeUps = new ArrayList<>();
    underManySeeds(machine -> {
      WorkQueue queue = machine.queue(QueueAttrs.named("tiny"));
      enqueueAll(queue, tiny());
      queue.awaitIdle();
      wakeUps.add(queue.stats().wakeUps());
    });
    assertTrue(wakeUps.stream().mapToLong(Long::longValue).max().getAsLong() < ITEMS / 2);
  }

  @Test
  void functionThatBlocks_holdsUpAFastQueueForOneWatchAtMost() {
    underManySeeds(machine -> {
      WorkQueue queue = machine.queue(QueueAttrs.named("fast"));
      Duration[] began = new Duration[1];
      enqueueAll(queue, tiny());
      queue.enqueue(Work.of("blocks", () -> machine.sleep(SLEEP)));
      queue.enqueue(Work.of("last", () -> began[0] = machine.now()));
      queue.awaitIdle();
      assertTrue(began[0].compareTo(WATCH) <= 0, () -> "began after " + began[0]);
    });
  }

  @Test
  void queueThatHasRunEmpty_startsTheNextItemAtOnce() {
    underManySeeds(machine -> {
      WorkQueue queue = machine.queue(QueueAttrs.named("fast"));
      Duration[] began = new Duration[1];
      enqueueAll(queue, tiny());
      queue.awaitIdle();
      Duration asked = machine.now();
      queue.enqueue(Work.of("next", () -> began[0] = machine.now()));
      queue.awaitIdle();
      assertEquals(asked, began[0]);
    });
  }

  @Test
  void workerThatStandsInForAFunctionThatBlocks_leavesItsFastQueueToAnotherAtOnce() {
    underManySeeds(machine -> {
      WorkQueue queue = machine.queue(QueueAttrs.named("fast"));
      WorkQueue high = machine.queue(QueueAttrs.named("high").highPriority());
      Duration[] began = new Duration[1];
      Work[] first = tiny();
      Work urgent = Work.of("urgent", () -> machine.sleep(SLEEP));
      first[ITEMS / 2] = Work.of("asks", () -> high.enqueue(urgent));
      enqueueAll(queue, first);
      queue.enqueue(Work.of("last", () -> began[0] = machine.now()));
      queue.awaitIdle();
      high.awaitIdle();
      assertEquals(Duration.ZERO, began[0]);
    });
  }
}
