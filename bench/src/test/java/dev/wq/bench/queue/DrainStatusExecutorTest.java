package dev.wq.bench.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrainStatusExecutorTest {
  private final Queue<Runnable> drains = new ArrayDeque<>();
  private final DrainStatusExecutor executor = new DrainStatusExecutor(drains::add);
  private final List<Integer> ran = new ArrayList<>();

  @Test
  void tasksPutWhileADrainIsAskedFor_askForNoOther() {
    IntStream.range(0, 3).forEach(i -> executor.execute(() -> ran.add(i)));
    assertEquals(1, drains.size());
    drains.remove().run();
    assertEquals(List.of(0, 1, 2), ran);
    assertEquals(0, drains.size());
  }

  @Test
  void taskPutByATask_runsInTheSameDrain_andAnotherLooksOnce() {
    executor.execute(() -> executor.execute(() -> ran.add(1)));
    drains.remove().run();
    assertEquals(List.of(1), ran);
    drains.remove().run();
    assertEquals(0, drains.size());
  }

  @Test
  void taskPutAfterADrain_asksForAnother() {
    executor.execute(() -> ran.add(1));
    drains.remove().run();
    executor.execute(() -> ran.add(2));
    drains.remove().run();
    assertEquals(List.of(1, 2), ran);
  }

  @Test
  void failedTask_leavesTheOthersToAnotherDrain() {
    executor.execute(() -> {
      throw new IllegalStateException("planned");
    });
    executor.execute(() -> ran.add(1));
    Runnable drain = drains.remove();
    assertThrows(IllegalStateException.class, drain::run);
    drains.remove().run();
    assertEquals(List.of(1), ran);
  }

  @Test
  void tasksOfTwoThreads_runOnceEach_andInTheOrderOfEachThread() throws InterruptedException {
    int each = 5_000;
    CountDownLatch done = new CountDownLatch(2 * each);
    List<Integer> firsts = Collections.synchronizedList(new ArrayList<>());
    List<Integer> seconds = Collections.synchronizedList(new ArrayList<>());
    DrainStatusExecutor shared = new DrainStatusExecutor(ForkJoinPool.commonPool());
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (List<Integer> mine : List.of(firsts, seconds)) {
        threads.execute(() -> fill(shared, each, mine, done));
      }
      done.await();
    }
    List<Integer> expected = IntStream.range(0, each).boxed().toList();
    assertEquals(expected, firsts);
    assertEquals(expected, seconds);
  }

  private static void fill(
      DrainStatusExecutor shared, int each, List<Integer> list, CountDownLatch done) {
    for (int i = 0; i < each; i++) {
      int number = i;
      shared.execute(() -> {
        list.add(number);
        done.countDown();
      });
    }
  }
}
