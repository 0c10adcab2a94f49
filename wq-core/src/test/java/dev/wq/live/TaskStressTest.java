package dev.wq.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.JoinHandle;
import dev.wq.QueueAttrs;
import dev.wq.Task;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many tasks on real threads: what they share between two waits needs no lock. */
class TaskStressTest extends OnLiveMachine {
  private static final int TASKS = 1_000;
  private static final int TURNS = 20;

  private int counter; // changed in turns of one ordered queue only

  @Test
  void counterOfAThousandTasks_isExact() throws Exception {
    WorkQueue queue = machine.queue(QueueAttrs.named("tasks").ordered());
    List<JoinHandle<Integer>> handles = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      boolean sleeps = i % 4 == 0;
      handles.add(queue.spawnTask(() -> count(sleeps)));
    }
    queue.close();
    assertEquals(TASKS * TURNS, counter);
    for (JoinHandle<Integer> handle : handles) {
      assertEquals(TURNS, handle.join());
    }
    assertEquals(0, queue.stats().inFlight());
  }

  private int count(boolean sleeps) throws InterruptedException {
    for (int i = 0; i < TURNS; i++) {
      int before = counter;
      Thread.onSpinWait();
      counter = before + 1;
      if (sleeps && i % 5 == 0) {
        machine.sleep(Duration.ofNanos(10_000));
      } else {
        Task.yieldNow();
      }
    }
    return TURNS;
  }
}
