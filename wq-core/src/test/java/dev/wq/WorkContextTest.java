package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a function learns about where it runs. */
class WorkContextTest {
  @Test
  void outsideOfFunctions_thereIsNone() {
    assertEquals(Optional.empty(), WorkContext.current());
    Script.anySchedule(s -> {
      assertEquals(Optional.empty(), WorkContext.current());
      s.thread("app", () -> assertEquals(Optional.empty(), WorkContext.current()));
    });
  }

  @Test
  void insideAFunction_itNamesWorkQueueWorkerAndAttributes() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").maxActive(3).freezable());
          Work[] w = new Work[1];
          w[0] =
              Work.of(
                  "w",
                  () -> {
                    WorkContext here = WorkContext.current().orElseThrow();
                    assertSame(w[0], here.work());
                    assertSame(q, here.queue());
                    assertSame(s.machine(), here.queue().machine());
                    assertEquals(3, here.attrs().maxActive());
                    assertTrue(here.attrs().isFreezable());
                    assertEquals(Thread.currentThread().getName(), here.worker());
                    assertSame(s.machine(), Machine.current());
                    s.say("asked");
                  });
          q.enqueue(w[0]);
        },
        "0ms asked");
  }

  @Test // WorkContext.queue() is the queue of this queueing, whoever's worker runs it
  void queuedToAnotherQueueWhileRunning_theContextFollowsTheQueueing() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          Work w =
              Work.of(
                  "w",
                  () -> {
                    s.sleep(5);
                    s.sayWhere();
                  });
          a.enqueue(w);
          s.at(1);
          b.enqueue(w);
        },
        "5ms w runs on A",
        "10ms w runs on B");
  }

  @Test // the handler is called on the worker, still inside the run
  void failureHandler_isInTheContextOfTheRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.onFailure((work, queue, cause) -> s.sayWhere());
          q.enqueue(
              Work.of(
                  "w",
                  () -> {
                    throw new IllegalStateException();
                  }));
        },
        "0ms w runs on q");
  }

  @Test
  void threadStartedByAFunction_isNoWorker() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      q.enqueue(
          Work.of(
              "w",
              () ->
                  s.thread(
                      "child",
                      () -> {
                        assertEquals(Optional.empty(), WorkContext.current());
                        assertSame(s.machine(), Machine.current());
                      })));
    });
  }
}
