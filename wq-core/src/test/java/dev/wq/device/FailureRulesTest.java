package dev.wq.device;

import static dev.wq.device.Rig.GPU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Script;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What tasks throw: who is told, and that the runner goes on. */
class FailureRulesTest {
  private static DeviceCallException failure(DeviceHandle<Rig.Counter> handle, Throwable thrown) {
    return assertThrows(
        DeviceCallException.class, () -> handle.submitBlocking(_ -> rethrow(thrown)));
  }

  private static Integer rethrow(Throwable thrown) throws Exception {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (Exception) thrown;
  }

  // ---- blocking calls

  @Test
  @DisplayName("drivers C18: what a blocking task throws reaches the caller: the same object")
  void thrownByABlockingTask_reachesTheCaller() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      IOException checked = new IOException("bus error 99");
      DeviceCallException thrown = failure(handle, checked);
      assertSame(checked, thrown.getCause());
      assertEquals("bus error 99", thrown.getCause().getMessage());
      assertTrue(thrown.getMessage().contains("sim"), thrown::getMessage);
      Error error = new StackOverflowError("deep");
      assertSame(error, failure(handle, error).getCause());
    });
  }

  @Test
  @DisplayName("drivers C18: what exclusive throws reaches the caller: the same object")
  void thrownByExclusive_reachesTheCaller() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      IOException checked = new IOException("exclusive");
      DeviceCallException thrown =
          assertThrows(
              DeviceCallException.class,
              () ->
                  handle.exclusive(() -> {
                    throw checked;
                  }));
      assertSame(checked, thrown.getCause());
      assertEquals(1, handle.submitBlocking(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers C18: the runner survives any number of exceptions and errors")
  void runner_survivesThemAll() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      Thread before = handle.submitBlocking(_ -> Thread.currentThread());
      for (int i = 0; i < 100; i++) {
        Throwable thrown = i % 2 == 0 ? new IllegalStateException("no " + i) : new Error("no " + i);
        assertSame(thrown, failure(handle, thrown).getCause());
        assertEquals(i + 1, handle.submitBlocking(Rig.Counter::add));
      }
      assertTrue(before.isAlive());
    });
  }

  @Test
  @DisplayName("drivers C18: the place of the call is in the stack trace")
  void placeOfTheCall_isInTheTrace() {
    Script.anySchedule(s -> {
      DeviceCallException thrown = failure(new Rig(s).counter(), new IOException("where"));
      StringBuilder frames = new StringBuilder();
      append(thrown.getStackTrace(), frames);
      for (Throwable suppressed : thrown.getSuppressed()) {
        append(suppressed.getStackTrace(), frames);
      }
      assertTrue(frames.indexOf("FailureRulesTest") >= 0, frames::toString);
    });
  }

  private static void append(StackTraceElement[] trace, StringBuilder to) {
    for (StackTraceElement frame : trace) {
      to.append(frame).append('\n');
    }
  }

  @Test
  @DisplayName(
      "drivers C18: a blocking task's failure is its caller's alone, the handler hears none")
  void thrownByABlockingTask_isNotTheHandlers() {
    Script.anySchedule(
        s -> {
          DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
          failure(handle, new IOException("mine"));
          s.sayAfterAll("quiet");
        },
        "0ms quiet");
  }

  // ---- submits

  @Test
  @DisplayName("drivers C19: what a submitted task throws goes to the handler; later tasks run")
  void thrownByASubmittedTask_goesToTheHandler() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          handle.submit(_ -> {
            throw new IOException("one");
          });
          handle.submit(rig.says("between"));
          handle.submit(_ -> {
            throw new StackOverflowError("two");
          });
          handle.submit(rig.says("after"));
          s.settle();
          s.say("errors " + rig.devices.stats(GPU, DeviceStage.UPSTREAM).errors());
        },
        "0ms handler: IOException: one",
        "0ms between",
        "0ms handler: StackOverflowError: two",
        "0ms after",
        "0ms errors 2");
  }

  @Test
  @DisplayName("drivers C19: a handler that throws does not end the runner")
  void throwingHandler_doesNotEndTheRunner() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.devices.onFailure((_, cause) -> {
            s.say("handler throws");
            throw new IllegalStateException("handler", cause);
          });
          DeviceHandle<Rig.Counter> handle = rig.counter();
          handle.submit(_ -> {
            throw new IOException("task");
          });
          s.settle();
          s.say("value " + handle.submitBlocking(Rig.Counter::add));
        },
        "0ms handler throws",
        "0ms value 1");
  }

  @Test
  @DisplayName("drivers C19: the stage of submitAsync completes with what the task throws")
  void stage_completesWithWhatTheTaskThrows() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          IOException broken = new IOException("later");
          CompletionStage<Integer> failing = handle.submitAsync(_ -> rethrow(broken));
          CompletionStage<Integer> fine = handle.submitAsync(Rig.Counter::add);
          CompletionException thrown =
              assertThrows(CompletionException.class, () -> failing.toCompletableFuture().join());
          assertTrue(Rig.tells(thrown, broken), thrown::toString);
          s.sayAfterAll("then " + fine.toCompletableFuture().join());
        },
        "0ms then 1");
  }

  @Test
  @DisplayName("drivers C19: what a dependent of a stage throws does not reach the runner")
  void throwingDependent_doesNotReachTheRunner() {
    Script.anySchedule(
        s -> {
          DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
          handle
              .submitAsync(c -> {
                s.sleep(5);
                return c.add();
              })
              .thenAccept(_ -> {
                throw new IllegalStateException("dependent");
              });
          s.say("value " + handle.submitBlocking(Rig.Counter::add));
        },
        "5ms value 2");
  }

  @Test
  void nullTasks_areRefusedAtOnce() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      assertThrows(NullPointerException.class, () -> handle.submit(null));
      assertThrows(NullPointerException.class, () -> handle.trySubmit(null));
      assertThrows(NullPointerException.class, () -> handle.submitBlocking(null));
      assertThrows(NullPointerException.class, () -> handle.submitAsync(null));
      assertThrows(NullPointerException.class, () -> handle.exclusive(null));
      assertNull(handle.submitBlocking(_ -> null));
    });
  }

  // ---- locals of the caller

  @Test
  @DisplayName("drivers C42: a blocking task is finished with the caller's locals when it returns")
  void blockingTask_isFinishedWithLocals() {
    Script.anySchedule(
        s -> {
          DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
          int[] local = {40};
          handle.submitBlocking(_ -> {
            s.sleep(5);
            return local[0] += 2;
          });
          s.say("local " + local[0]);
        },
        "5ms local 42");
  }

  @Test
  @DisplayName("drivers C42: also when it throws")
  void throwingBlockingTask_isFinishedWithLocals() {
    Script.anySchedule(
        s -> {
          DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
          int[] local = {40};
          assertThrows(
              DeviceCallException.class,
              () ->
                  handle.submitBlocking(_ -> {
                    s.sleep(5);
                    local[0] += 2;
                    throw new IOException("after the write");
                  }));
          s.say("local " + local[0]);
          s.at(100);
          s.say("local " + local[0]);
        },
        "5ms local 42",
        "100ms local 42");
  }

  @Test
  @DisplayName("drivers C42: also when it is rejected: then it never runs")
  void rejectedBlockingTask_neverRuns() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          rig.devices.shutdown(GPU);
          int[] local = new int[1];
          assertThrows(
              RejectedExecutionException.class, () -> handle.submitBlocking(_ -> local[0]++));
          rig.counter().submitBlocking(Rig.Counter::add);
          s.sayAfterAll("local " + local[0]);
        },
        "0ms local 0");
  }

  // ---- interrupts

  @Test
  @DisplayName("drivers C43: a blocking call that is interrupted waits on, and keeps the interrupt")
  void interruptedBlockingCall_waitsOn() {
    Script.anySchedule(
        s -> {
          DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
          Thread caller =
              s.thread(
                  "caller",
                  () -> {
                    int value =
                        handle.submitBlocking(c -> {
                          s.sleep(20);
                          return c.add();
                        });
                    s.say(value + ", interrupted " + Thread.interrupted());
                  });
          s.at(5);
          caller.interrupt();
          s.at(10);
          caller.interrupt();
          s.at(20);
          s.say("runner not interrupted: " + !handle.submitBlocking(_ -> Thread.interrupted()));
        },
        "20ms 1, interrupted true",
        "20ms runner not interrupted: true");
  }

  @Test
  @DisplayName("drivers C43: so does one that comes interrupted, and exclusive")
  void callWithInterruptSet_waits() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          rig.occupy(handle, 10);
          Thread.currentThread().interrupt();
          int sum = handle.submitBlocking(Rig.Counter::add) + handle.exclusive(() -> 40);
          boolean kept = Thread.interrupted();
          s.say(sum + ", interrupted " + kept);
        },
        "10ms 41, interrupted true");
  }

  @Test
  @DisplayName("drivers C43: so does one that is interrupted while it waits for room")
  void interruptWhileThereIsNoRoom_waitsOn() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.devices.configure(GPU, RunnerAttrs.defaults().capacity(1));
          DeviceHandle<Rig.Counter> handle = rig.counter();
          rig.occupy(handle, 50);
          while (handle.trySubmit(_ -> {})) {
            s.settle();
          }
          Thread caller =
              s.thread(
                  "caller",
                  () -> {
                    int value = handle.submitBlocking(Rig.Counter::add);
                    s.say(value + ", interrupted " + Thread.interrupted());
                  });
          s.at(5);
          caller.interrupt();
        },
        "50ms 1, interrupted true");
  }

  @Test
  @DisplayName("drivers C43: the impatient wait for the stage of submitAsync")
  void stage_canBeLeft() {
    Script.anySchedule(
        s -> {
          DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
          CompletionStage<Integer> later =
              handle.submitAsync(c -> {
                s.sleep(20);
                return c.add();
              });
          Thread impatient = s.ask("impatient", () -> later.toCompletableFuture().get());
          s.at(5);
          impatient.interrupt();
          s.at(20);
          s.say("the task ran on: " + later.toCompletableFuture().join());
        },
        "5ms impatient: InterruptedException",
        "20ms the task ran on: 1");
  }
}
