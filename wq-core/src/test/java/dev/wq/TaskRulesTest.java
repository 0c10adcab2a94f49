package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tasks: who runs while one waits, in which order, and how each ends. */
class TaskRulesTest {
  private final Logger log = Logger.getLogger("dev.wq");
  private final Level level = log.getLevel();

  @BeforeEach
  void expectWarnings() {
    log.setLevel(Level.OFF); // each turn that a closed queue refuses is one
  }

  @AfterEach
  void logAgain() {
    log.setLevel(level);
  }

  /** A task that says when it begins, sleeps, goes on and ends. */
  private static JoinHandle<String> sleeper(Script s, WorkQueue q, String name, int millis) {
    return q.spawnTask(
        name,
        () -> {
          s.say(name + " begins");
          s.sleep(millis);
          s.say(name + " goes on");
          return name;
        });
  }

  // ---- turns

  @Test
  @DisplayName("zephyr R1: while a task sleeps, works and other tasks of its ordered queue run")
  void whileATaskSleeps_othersRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 30);
          JoinHandle<String> b = sleeper(s, q, "b", 10);
          q.enqueue(s.work("w", 5));
          s.say("joined " + a.join() + " " + b.join());
        },
        "0ms a begins",
        "0ms b begins",
        "0ms w runs",
        "5ms w ends",
        "10ms b goes on",
        "30ms a goes on",
        "30ms joined a b");
  }

  @Test
  @DisplayName("zephyr R1: spawn keeps the slot of its queue while it sleeps")
  void spawned_keepsTheSlot() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.spawn(() -> {
            s.say("a begins");
            s.sleep(30);
            s.say("a goes on");
            return null;
          });
          q.enqueue(s.work("w"));
        },
        "0ms a begins",
        "30ms a goes on",
        "30ms w runs");
  }

  @Test
  void aTaskWhoseSleepIsOver_waitsForItsTurn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          sleeper(s, q, "a", 10);
          q.enqueue(s.work("w", 25));
          s.at(15);
          q.enqueue(s.work("behind"));
        },
        "0ms a begins",
        "0ms w runs",
        "25ms w ends",
        "25ms a goes on",
        "25ms behind runs");
  }

  @Test
  void theLimitOfTheQueue_holdsForTurns() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").unbound().maxActive(2));
          for (int i = 0; i < 4; i++) {
            q.spawnTask(() -> {
              s.sleep(1);
              q.machine().compute(ms(10));
              assertTrue(q.stats().inFlight() <= 2, q::toString);
              s.say("ends");
              return null;
            });
          }
        },
        "11ms ends",
        "11ms ends",
        "21ms ends",
        "21ms ends");
  }

  @Test
  void contextOfATask_isThatOfItsTurn_alsoAfterAWait() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.spawnTask(
              "a",
              () -> {
                s.sayWhere();
                s.sleep(5);
                s.sayWhere();
                return null;
              });
        },
        "0ms a runs on q",
        "5ms a runs on q");
  }

  @Test
  void waitThatIsOver_keepsTheTurn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          WorkQueue other = s.queue("other");
          Work idle = s.work("idle");
          q.spawnTask(
              "a",
              () -> {
                q.enqueue(s.work("w"));
                other.flush();
                idle.flush();
                idle.cancelSync();
                other.drain();
                s.sleep(0);
                s.say("a has kept its turn");
                return null;
              });
        },
        "0ms a has kept its turn",
        "0ms w runs");
  }

  @Test
  void flushCancelSyncAndDrain_giveTheTurnBack() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          WorkQueue other = s.queue("other");
          Work slow = s.work("slow", 10);
          q.spawnTask(
              "a",
              () -> {
                other.enqueue(slow);
                s.sleep(1);
                q.enqueue(s.work("w1"));
                slow.flush();
                s.say("flushed");
                other.enqueue(slow);
                s.sleep(1);
                q.enqueue(s.work("w2"));
                slow.cancelSync();
                s.say("cancelled");
                other.enqueue(slow);
                s.sleep(1);
                q.enqueue(s.work("w3"));
                other.drain();
                s.say("drained");
                return null;
              });
        },
        "0ms slow runs",
        "1ms w1 runs",
        "10ms slow ends",
        "10ms flushed",
        "10ms slow runs",
        "11ms w2 runs",
        "20ms slow ends",
        "20ms cancelled",
        "20ms slow runs",
        "21ms w3 runs",
        "30ms slow ends",
        "30ms drained");
  }

  // ---- yieldNow

  @Test
  @DisplayName("zephyr R3: yieldNow lets a single other work run")
  void yieldNow_toASingleOther() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.spawnTask(() -> {
            q.enqueue(s.work("w"));
            s.say("a yields");
            Task.yieldNow();
            s.say("a goes on");
            return null;
          });
        },
        "0ms a yields",
        "0ms w runs",
        "0ms a goes on");
  }

  @Test
  @DisplayName("zephyr R3: tasks that yield take turns")
  void tasksThatYield_takeTurns() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 5);
          for (String name : List.of("a", "b", "c")) {
            q.spawnTask(() -> {
              for (int i = 1; i <= 2; i++) {
                s.say(name + i);
                Task.yieldNow();
              }
              return null;
            });
          }
          q.enqueue(s.work("w"));
        },
        "5ms a1",
        "5ms b1",
        "5ms c1",
        "5ms w runs",
        "5ms a2",
        "5ms b2",
        "5ms c2");
  }

  @Test
  void yieldNowAlone_goesOn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.spawnTask(() -> {
            Task.yieldNow();
            s.say("goes on");
            return null;
          });
        },
        "0ms goes on");
  }

  @Test
  void yieldNow_outsideOfATask_isRefused() {
    Script.anySchedule(s -> {
      WorkQueue q = s.ordered("q");
      assertThrows(IllegalStateException.class, Task::yieldNow);
      q.enqueue(Work.of("w", () -> assertThrows(IllegalStateException.class, Task::yieldNow)));
    });
  }

  // ---- join

  @Test
  @DisplayName("zephyr R2: a second join returns the same result")
  void secondJoin_returnsTheResultAgain() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 10);
          s.ask("first", a::join);
          s.at(20);
          s.say("again: " + a.join() + " " + a.join(ms(0)) + " " + a.isDone());
        },
        "0ms a begins",
        "10ms a goes on",
        "10ms first: a",
        "20ms again: a a true");
  }

  @Test
  @DisplayName("zephyr R2: a task joins another of the same ordered queue")
  void joinOfATaskOfTheSameQueue_byATask() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.spawnTask(() -> {
            JoinHandle<String> a = sleeper(s, q, "a", 10);
            s.say("joined " + a.join());
            return null;
          });
        },
        "0ms a begins",
        "10ms a goes on",
        "10ms joined a");
  }

  @Test
  void timedJoin_throwsWhenItsTimeIsOver() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 10);
          s.say(refusal(TimeoutException.class, () -> a.join(ms(4))));
          s.say("joined " + a.join(ms(7)));
        },
        "0ms a begins",
        "4ms join of task 'a' timed out",
        "10ms a goes on",
        "10ms joined a");
  }

  @Test
  void joinOfOneself_isRefused() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<?>[] own = new JoinHandle<?>[1];
          own[0] =
              q.spawnTask(
                  "a",
                  () -> {
                    s.sleep(1);
                    s.say(refusal(IllegalStateException.class, own[0]::join));
                    return null;
                  });
        },
        "1ms task 'a' would wait for ever for itself: task 'a'");
  }

  @Test
  @DisplayName("zephyr R2: a work that joins a task of its own ordered queue is refused")
  void joinOfATaskOfTheSameOrderedQueue_byAWork_isRefused() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 10);
          s.settle();
          q.enqueue(Work.of("w", () -> s.say(refusal(IllegalStateException.class, a::join))));
        },
        "0ms a begins",
        "0ms work 'w' would wait for ever for task 'a', which waits for it",
        "10ms a goes on");
  }

  @Test
  void tasksThatJoinEachOther_areRefused() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<?>[] a = new JoinHandle<?>[1];
          JoinHandle<?>[] b = new JoinHandle<?>[1];
          a[0] = q.spawnTask("a", () -> b[0].join());
          b[0] =
              q.spawnTask(
                  "b",
                  () -> {
                    s.say(refusal(IllegalStateException.class, a[0]::join));
                    return null;
                  });
        },
        "0ms task 'b' would wait for ever for task 'a', which waits for it");
  }

  @Test
  void completionStage_completesWithTheResult() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          sleeper(s, q, "a", 10).toCompletionStage().thenAccept(r -> s.say("stage " + r));
        },
        "0ms a begins",
        "10ms a goes on",
        "10ms stage a");
  }

  @Test
  void joinAll_takesTasksAndSpawnedFunctions() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 10);
          JoinHandle<String> b = q.spawn(() -> "b");
          s.say(JoinHandle.joinAll(List.of(a, b)).toString());
        },
        "0ms a begins",
        "10ms a goes on",
        "10ms [a, b]");
  }

  @Test
  void throwingTask_tellsItsHandle_andIsCounted() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<Object> a =
              q.spawnTask(() -> {
                s.sleep(5);
                throw new IOException("disk full");
              });
          Throwable cause = assertThrows(CompletionException.class, a::join).getCause();
          s.say(cause + ", failed " + q.stats().failed());
          q.enqueue(s.work("w"));
        },
        "5ms java.io.IOException: disk full, failed 1",
        "5ms w runs");
  }

  // ---- cancel

  @Test
  void cancelBeforeTheFirstTurn_takesTheTaskBack() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 20);
          JoinHandle<String> a = sleeper(s, q, "a", 10);
          s.ask("join", a::join);
          s.at(5);
          s.say("cancelled " + a.cancel() + " " + a.cancel() + ", interrupted " + a.interrupt());
          q.drain();
          s.say("drained");
        },
        "5ms cancelled true false, interrupted false",
        "5ms join: CancellationException",
        "20ms drained");
  }

  @Test
  void cancelOfABegunTask_doesNothing() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 10);
          s.at(5);
          s.say("cancelled " + a.cancel());
          s.occupy(q, 15);
          s.at(12);
          s.say("cancelled " + a.cancel());
          s.say("joined " + a.join());
        },
        "0ms a begins",
        "5ms cancelled false",
        "12ms cancelled false",
        "15ms a goes on",
        "15ms joined a");
  }

  @Test
  @DisplayName("zephyr R4: a task interrupted while it is suspended ends as cancelled")
  void interruptWhileSuspended_endsAsCancelled() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 100);
          s.at(5);
          s.say("interrupted " + a.interrupt());
          s.say(Script.answer(a::join));
          s.say("interrupted " + a.interrupt());
        },
        "0ms a begins",
        "5ms interrupted true",
        "5ms CancellationException",
        "5ms interrupted false");
  }

  @Test
  void interruptWhileItHasItsTurn_isSeenByItsNextWait() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a =
              q.spawnTask(() -> {
                s.machine().compute(ms(10));
                s.say("flag " + Thread.currentThread().isInterrupted());
                assertThrows(InterruptedException.class, () -> s.sleep(10));
                s.sleep(10);
                return "done";
              });
          s.at(5);
          s.say("interrupted " + a.interrupt());
          s.say("joined " + a.join());
        },
        "5ms interrupted true",
        "10ms flag true",
        "20ms joined done");
  }

  @Test
  void interruptWhileItWaitsForItsTurn_isKept() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<Boolean> a =
              q.spawnTask(() -> {
                s.sleep(5);
                return Thread.currentThread().isInterrupted();
              });
          s.settle();
          s.occupy(q, 20);
          s.at(10);
          a.interrupt();
          s.say("joined " + a.join());
        },
        "20ms joined true");
  }

  @Test
  void cancelOfTheWork_whileTheTaskWaitsForItsTurn_cancelsTheTask() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 5);
          s.settle();
          s.occupy(q, 20);
          s.at(10);
          s.say("cancelled " + a.work().cancel());
          s.ask("join", a::join);
        },
        "0ms a begins",
        "10ms cancelled true",
        "10ms join: CancellationException");
  }

  @Test
  void aDisabledTask_isCancelledWhereItWouldGoOn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 5);
          s.settle();
          a.work().disable();
          s.ask("join", a::join);
        },
        "0ms a begins",
        "5ms join: CancellationException");
  }

  @Test
  void theWorkOfATask_canNotBeQueuedOrRunByHand() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 10);
          s.at(5);
          assertThrows(IllegalStateException.class, () -> q.enqueue(a.work()));
          s.say(refusal(IllegalStateException.class, a.work()::run));
          s.say("joined " + a.join());
        },
        "0ms a begins",
        "5ms task 'a' is run by its queue alone",
        "10ms a goes on",
        "10ms joined a");
  }

  // ---- the queue as a whole

  @Test
  void freeze_holdsTurns_notSleeps() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          sleeper(s, q, "a", 10);
          s.at(5);
          q.freeze();
          s.say("frozen");
          s.at(20);
          q.thaw();
        },
        "0ms a begins",
        "5ms frozen",
        "20ms a goes on");
  }

  @Test
  void flushOfTheQueue_waitsForTurns_notForTasks() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          sleeper(s, q, "a", 10);
          q.flush();
          s.say("flushed");
        },
        "0ms a begins",
        "0ms flushed",
        "10ms a goes on");
  }

  @Test
  void drain_waitsForTasks_andLetsTheirTurnsIn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          sleeper(s, q, "a", 10);
          s.await("drain", q::drain);
          s.at(5);
          s.ask("spawnTask", () -> q.spawnTask(() -> null));
        },
        "0ms a begins",
        "5ms spawnTask: RejectedExecutionException",
        "10ms a goes on",
        "10ms drain: returns");
  }

  @Test
  void machineAwaitIdle_waitsForTasks() {
    Script.anySchedule(
        s -> {
          sleeper(s, s.ordered("q"), "a", 10);
          s.machine().awaitIdle();
          s.say("idle " + s.machine().queues().getFirst().stats().inFlight());
        },
        "0ms a begins",
        "10ms a goes on",
        "10ms idle 0");
  }

  @Test
  void close_waitsForTasks() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 10);
          q.close();
          s.say("closed, " + a.isDone());
        },
        "0ms a begins",
        "10ms a goes on",
        "10ms closed, true");
  }

  @Test
  void closeOfAFrozenQueueWithTasks_isRefused() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          sleeper(s, q, "a", 10);
          s.at(5);
          q.freeze();
          s.say(refusal(IllegalStateException.class, q::close));
          q.thaw();
        },
        "0ms a begins",
        "5ms queue 'q' is frozen and has tasks that have not ended: thaw it before closing it",
        "10ms a goes on");
  }

  @Test
  @DisplayName("zephyr R4: close with a timeout cancels suspended tasks, none vanishes")
  void closeInTime_cancelsSuspendedTasks() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a = sleeper(s, q, "a", 100);
          JoinHandle<String> waits = sleeper(s, q, "b", 5);
          s.settle();
          q.enqueue(
              s.work("w", () -> assertThrows(InterruptedException.class, () -> s.sleep(100))));
          JoinHandle<String> unbegun = sleeper(s, q, "c", 5);
          s.settle();
          s.say(q.close(ms(10)).toString());
          for (JoinHandle<String> handle : List.of(a, waits, unbegun)) {
            s.say(handle.isDone() + " " + Script.answer(handle::join));
          }
        },
        "0ms a begins",
        "0ms b begins",
        "0ms w runs",
        "10ms CloseReport[cancelled=[c idle, b idle], stillRunning=[]]",
        "10ms true CancellationException",
        "10ms true CancellationException",
        "10ms true CancellationException");
  }

  @Test
  void closeInTime_reportsATaskThatGoesOn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          JoinHandle<String> a =
              q.spawnTask(
                  "a",
                  () -> {
                    assertThrows(Exception.class, () -> s.sleep(100));
                    s.sleep(50);
                    return "cleaned up";
                  });
          s.settle();
          s.say(q.close(ms(10)).toString());
          s.say("joined " + a.join());
        },
        "20ms CloseReport[cancelled=[], stillRunning=[a idle]]",
        "60ms joined cleaned up");
  }

  @Test
  void waitForTheOwnQueue_isRefused() {
    Script.anySchedule(s -> {
      WorkQueue q = s.ordered("q");
      q.spawnTask(
          "a",
          () -> {
            assertThrows(IllegalStateException.class, q::flush);
            assertThrows(IllegalStateException.class, q::drain);
            assertThrows(IllegalStateException.class, q::awaitIdle);
            assertThrows(IllegalStateException.class, q::freeze);
            assertThrows(IllegalStateException.class, q::close);
            return null;
          });
      q.drain();
      assertFalse(q.isFrozen());
    });
  }

  @Test
  void taskOfABhQueue_isRefused() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue(QueueAttrs.named("q").bh());
      assertEquals(
          "bh queue 'q' can't have tasks, refused 'a'",
          refusal(IllegalStateException.class, () -> q.spawnTask("a", () -> null)));
    });
  }

  @Test
  void tasksSpawnedByATask_whileItsQueueDrains_areAccepted() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.spawnTask(() -> {
            s.sleep(10);
            sleeper(s, q, "child", 10);
            return null;
          });
          q.close();
          s.say("closed");
          assertTrue(q.isClosed());
        },
        "10ms child begins",
        "20ms child goes on",
        "20ms closed");
  }
}
