package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** One-shot functions: spawn, trySpawn, execute, and the handle. */
class JoinHandleTest {
  private static JoinHandle<Integer> slow(Script s, WorkQueue q, int millis, int result) {
    return q.spawn(
        "f" + result,
        () -> {
          s.sleep(millis);
          return result;
        });
  }

  @Test
  void join_waitsAndAnswersTheResult() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          JoinHandle<Integer> handle = slow(s, q, 10, 7);
          assertFalse(handle.isDone());
          s.say("joined: " + handle.join() + " " + handle.isDone());
          s.say("again: " + handle.join() + " " + handle.join(ms(0)));
        },
        "10ms joined: 7 true",
        "10ms again: 7 7");
  }

  @Test
  void joinOfAFunctionThatThrew_throwsTheCauseWrapped_andNoHandlerIsTold() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          JoinHandle<Integer> handle =
              q.spawn(() -> {
                throw new IOException("disk full");
              });
          Throwable cause = assertThrows(CompletionException.class, handle::join).getCause();
          s.say(cause + ", failed " + q.stats().failed());
        },
        "0ms java.io.IOException: disk full, failed 1");
  }

  @Test
  void timedJoin_throwsWhenItsTimeIsOver() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          JoinHandle<Integer> handle = slow(s, q, 10, 7);
          s.say(refusal(TimeoutException.class, () -> handle.join(ms(4))));
          s.say("joined: " + handle.join(ms(7)));
        },
        "4ms flush of work 'f7' timed out",
        "10ms joined: 7");
  }

  @Test
  void cancelBeforeTheStart_joinThrowsCancellation() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 20);
          JoinHandle<Integer> handle = slow(s, q, 1, 7);
          s.await("join", handle::join);
          s.at(5);
          s.say("cancel: " + handle.cancel() + " " + handle.isDone() + " " + handle.cancel());
        },
        "5ms cancel: true true false",
        "5ms join: CancellationException");
  }

  @Test
  void cancelOfARunningFunction_answersFalseAndItGoesOn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          JoinHandle<Integer> handle = slow(s, q, 10, 7);
          s.at(5);
          s.say("cancel: " + handle.cancel() + ", joined: " + handle.join());
        },
        "10ms cancel: false, joined: 7");
  }

  @Test
  void interrupt_takesBackOrInterrupts() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<Integer> running = slow(s, q, 100, 1);
          JoinHandle<Integer> waiting = slow(s, q, 100, 2);
          s.at(5);
          s.say("waiting: " + waiting.interrupt());
          s.say("running: " + running.interrupt());
          Throwable cause = assertThrows(CompletionException.class, running::join).getCause();
          s.say(cause.getClass().getSimpleName() + ", afterwards: " + running.interrupt());
          assertThrows(CancellationException.class, waiting::join);
        },
        "5ms waiting: true",
        "5ms running: true",
        "5ms InterruptedException, afterwards: false");
  }

  @Test // the worker's next function does not see it
  void interrupt_hitsOnlyTheFunctionItWasMeantFor() {
    Script.anySchedule(s -> {
      WorkQueue q = s.ordered("q");
      JoinHandle<Integer> first =
          q.spawn(() -> {
            while (!Thread.currentThread().isInterrupted()) {
              s.machine().compute(ms(1));
              s.machine().point();
            }
            return s.millis();
          });
      JoinHandle<Boolean> next = q.spawn(() -> Thread.currentThread().isInterrupted());
      s.at(5);
      assertTrue(first.interrupt());
      assertTrue(first.join() >= 5);
      assertFalse(next.join());
    });
  }

  @Test
  void stage_completesWithTheResult_andCannotBeUsedToCancel() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          JoinHandle<Integer> handle = slow(s, q, 10, 7);
          handle.toCompletionStage().thenAccept(v -> s.say("stage: " + v));
          handle.toCompletionStage().toCompletableFuture().cancel(true);
          s.at(11);
          s.say("joined: " + handle.join());
        },
        "10ms stage: 7",
        "11ms joined: 7");
  }

  @Test
  void joinAll_answersInTheOrderOfTheHandles() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          List<JoinHandle<Integer>> handles =
              List.of(slow(s, q, 30, 1), slow(s, q, 10, 2), slow(s, q, 20, 3));
          s.say(JoinHandle.joinAll(handles).toString());
          s.say(JoinHandle.joinAll(List.<JoinHandle<Integer>>of()).toString());
        },
        "30ms [1, 2, 3]",
        "30ms []");
  }

  @Test
  void joinAll_waitsForAllAndThrowsTheFirstWithTheOthersSuppressed() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          List<JoinHandle<Integer>> handles =
              List.of(failing(s, q, "a", 5), slow(s, q, 30, 1), failing(s, q, "b", 10));
          var thrown = assertThrows(CompletionException.class, () -> JoinHandle.joinAll(handles));
          assertEquals("a", thrown.getCause().getMessage());
          assertEquals("b", thrown.getSuppressed()[0].getCause().getMessage());
          s.say("thrown");
        },
        "30ms thrown");
  }

  private static JoinHandle<Integer> failing(Script s, WorkQueue q, String message, int millis) {
    return q.spawn(() -> {
      s.sleep(millis);
      throw new IOException(message);
    });
  }

  @Test
  void joinByTheFunctionItself_throws() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          JoinHandle<?>[] handle = new JoinHandle<?>[1];
          handle[0] =
              q.spawn(
                  "f",
                  () -> {
                    s.sleep(1);
                    return refusal(IllegalStateException.class, handle[0]::join);
                  });
          s.say(String.valueOf(handle[0].join()));
        },
        "1ms work 'f' would wait for ever for itself: work 'f'");
  }

  @Test
  void interruptedJoin_throwsAndTheFunctionGoesOn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          JoinHandle<Integer> handle = slow(s, q, 10, 7);
          Thread joiner = s.ask("join", handle::join);
          s.at(5);
          joiner.interrupt();
          s.say("joined: " + handle.join());
        },
        "5ms join: InterruptedException",
        "10ms joined: 7");
  }

  @Test // functions that nobody lets start any more are cancelled, not lost
  void closeOfTheQueue_cancelsWhatHasNotStarted() {
    Script.anySchedule(
        s -> {
          try (LogLines _ = LogLines.open()) {
            WorkQueue q = s.ordered("q");
            JoinHandle<Integer> running = slow(s, q, 1000, 6);
            JoinHandle<Integer> waiting = slow(s, q, 1, 7);
            s.settle();
            s.thread("closer", () -> q.close(ms(5)));
            assertThrows(CancellationException.class, waiting::join);
            assertThrows(CompletionException.class, running::join);
            s.say("cancelled");
          }
        },
        "5ms cancelled");
  }

  @Test
  void spawnOnAClosedQueue_throws_trySpawnAnswersFalse() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.close();
          s.say(refusal(RejectedExecutionException.class, () -> q.spawn("f", () -> 1)));
          s.say(refusal(RejectedExecutionException.class, () -> q.execute(() -> {})));
          s.say("trySpawn: " + q.trySpawn(() -> {}));
        },
        "0ms queue 'q' is closed, refused work 'f'",
        "0ms queue 'q' is closed, refused work 'task'",
        "0ms trySpawn: false");
  }

  @Test
  void trySpawnAndExecute_runOnceAndTellTheHandler() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          assertTrue(q.trySpawn(() -> fail("one")));
          q.execute(() -> s.say("executed"));
        },
        "0ms spawned throws IOException: one",
        "0ms executed");
  }

  private static void fail(String message) throws IOException {
    throw new IOException(message);
  }

  @Test
  void handle_knowsItsWork() {
    Script.anySchedule(s -> {
      JoinHandle<Integer> handle = slow(s, s.queue("q"), 1, 7);
      assertEquals("f7", handle.work().name());
      assertTrue(handle.toString().startsWith("handle of f7"), handle::toString);
      assertSame(handle.work(), handle.work().work());
    });
  }
}
