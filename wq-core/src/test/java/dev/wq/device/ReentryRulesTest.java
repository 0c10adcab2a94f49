package dev.wq.device;

import static dev.wq.device.Rig.GPU;
import static dev.wq.device.Rig.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tasks that submit, to their own runner and to others. */
class ReentryRulesTest {
  // ---- the own runner

  @Test
  @DisplayName("drivers C13: a submit on the runner runs inline, before what is queued")
  void submitOnTheRunner_runsBeforeTheQueued() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> counter = rig.counter();
          rig.notes()
              .submit(_ -> {
                s.sleep(5);
                s.say("outer begins");
                counter.submit(rig.says("inline"));
                s.say("outer ends");
              });
          counter.submit(rig.says("queued"));
        },
        "5ms outer begins",
        "5ms inline",
        "5ms outer ends",
        "5ms queued");
  }

  @Test
  @DisplayName("drivers C14: every way to submit to another service of the runner is inline")
  void everyWayToSubmitToAnotherService_isInline() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> counter = rig.counter();
          rig.notes()
              .submitBlocking(_ -> {
                counter.submit(rig.says("submit"));
                counter.trySubmit(rig.says("trySubmit"));
                counter.submit(rig.says("submit in time"), Script.ms(1));
                CompletionStage<Integer> later = counter.submitAsync(Rig.Counter::add);
                s.say("submitAsync is done: " + later.toCompletableFuture().isDone());
                s.say("submitBlocking " + counter.submitBlocking(Rig.Counter::add));
                s.say("exclusive " + counter.exclusive(() -> 3));
                return 0;
              });
          s.say("outer returns");
        },
        "0ms submit",
        "0ms trySubmit",
        "0ms submit in time",
        "0ms submitAsync is done: true",
        "0ms submitBlocking 2",
        "0ms exclusive 3",
        "0ms outer returns");
  }

  @Test
  @DisplayName("drivers C13: a submit to a full runner from its own task does not wait for itself")
  void submitFromATaskOfAFullRunner_isInline() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.devices.configure(GPU, RunnerAttrs.defaults().capacity(1));
          DeviceHandle<Rig.Counter> counter = rig.counter();
          rig.notes()
              .submit(_ -> {
                s.sleep(10);
                counter.submit(rig.says("inline"));
              });
          s.settle();
          s.thread("producer", () -> counter.submit(rig.says("queued")));
          s.thread("producer", () -> counter.submit(rig.says("queued")));
          s.at(5);
          s.say("full: " + !counter.trySubmit(rig.says("refused")));
        },
        "5ms full: true",
        "10ms inline",
        "10ms queued",
        "10ms queued");
  }

  @Test
  @DisplayName("drivers C15: a task that submits to its own service is refused, and goes on")
  void sameService_isRefused() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> counter = rig.counter();
          counter.submitBlocking(c -> {
            assertThrows(IllegalStateException.class, () -> counter.submit(_ -> s.say("never")));
            assertThrows(IllegalStateException.class, () -> counter.trySubmit(_ -> s.say("never")));
            assertThrows(
                IllegalStateException.class,
                () -> counter.submit(_ -> s.say("never"), Script.ms(1)));
            assertThrows(
                IllegalStateException.class, () -> counter.submitBlocking(Rig.Counter::add));
            assertThrows(IllegalStateException.class, () -> counter.submitAsync(Rig.Counter::add));
            return c.add();
          });
          s.sleep(5);
          s.say("value " + counter.submitBlocking(Rig.Counter::value));
        },
        "5ms value 1");
  }

  @Test
  @DisplayName("drivers C15: the error of the refused recursion reaches the outer caller")
  void sameService_tellsTheOuterCaller() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> counter = new Rig(s).counter();
      DeviceCallException thrown =
          assertThrows(
              DeviceCallException.class,
              () -> counter.submitBlocking(_ -> counter.submitBlocking(Rig.Counter::add)));
      assertEquals(IllegalStateException.class, thrown.getCause().getClass());
      String message = thrown.getCause().getMessage();
      assertTrue(message.contains("Counter"), message);
      assertEquals(1, counter.submitBlocking(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers C15: also through another service of the runner, and through exclusive")
  void sameServiceThroughAnother_isRefused() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> counter = rig.counter();
      DeviceHandle<Rig.Notes> notes = rig.notes();
      counter.submitBlocking(c ->
          notes.submitBlocking(_ ->
              assertThrows(
                  IllegalStateException.class, () -> counter.submitBlocking(Rig.Counter::add))));
      counter.submitBlocking(c ->
          counter.exclusive(() ->
              assertThrows(
                  IllegalStateException.class, () -> counter.submitBlocking(Rig.Counter::add))));
      assertEquals(1, counter.submitBlocking(Rig.Counter::add));
      assertEquals(List.of(), notes.submitBlocking(n -> n.lines));
    });
  }

  @Test
  @DisplayName("drivers C15: a service that failed inline can be used again")
  void serviceThatFailedInline_isFree() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> counter = rig.counter();
      IllegalArgumentException broken = new IllegalArgumentException("inline");
      rig.notes()
          .submitBlocking(_ -> {
            DeviceCallException thrown =
                assertThrows(
                    DeviceCallException.class,
                    () ->
                        counter.submitBlocking(_ -> {
                          throw broken;
                        }));
            assertEquals(broken, thrown.getCause());
            return counter.submitBlocking(Rig.Counter::add);
          });
      assertEquals(2, counter.submitBlocking(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers C15: the same service of another device is another service")
  void sameServiceElsewhere_isAllowed() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> there = rig.counter(SECOND);
      int sum =
          rig.counter().submitBlocking(c -> c.add() + 10 * there.submitBlocking(Rig.Counter::add));
      assertEquals(11, sum);
    });
  }

  // ---- cycles of runners

  @Test
  @DisplayName("drivers C17: a call back to the runner that waits is refused, and names the cycle")
  void callBackToTheWaitingRunner_isRefused() {
    Script.anyScheduleLive(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> a = rig.counter(GPU);
      DeviceHandle<Rig.Counter> b = rig.counter(SECOND);
      List<String> refusals = new ArrayList<>();
      a.submitBlocking(_ ->
          b.submitBlocking(_ ->
              refusals.add(
                  Script.refusal(
                      IllegalStateException.class, () -> a.submitBlocking(Rig.Counter::add)))));
      String told = refusals.get(0);
      assertTrue(told.contains("sim-0") || told.contains("sim:0") || told.contains("sim 0"), told);
      assertEquals(1, a.submitBlocking(Rig.Counter::add));
      assertEquals(1, b.submitBlocking(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers C17: of two runners that call each other, one is refused")
  void runnersThatCallEachOther_doNotStick() {
    Script.anyScheduleLive(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> a = rig.counter(GPU);
          DeviceHandle<Rig.Counter> b = rig.counter(SECOND);
          int[] refused = new int[1];
          callsOther(s, a, b, refused);
          callsOther(s, b, a, refused);
          s.at(10);
          s.say("refused " + refused[0]);
          s.say(
              "counted "
                  + a.submitBlocking(Rig.Counter::value)
                  + b.submitBlocking(Rig.Counter::value));
        },
        "10ms refused 1",
        "10ms counted 11");
  }

  /** Adds one after a call, or after its refusal: the other's count may be either. */
  private static void callsOther(
      Script s, DeviceHandle<Rig.Counter> from, DeviceHandle<Rig.Counter> to, int[] refused) {
    from.submit(c -> {
      s.sleep(5);
      try {
        to.submitBlocking(_ -> 0);
      } catch (IllegalStateException cycle) {
        refused[0]++;
      }
      c.add();
    });
  }

  @Test
  @DisplayName("drivers C17: a cycle over three runners and through exclusive is refused too")
  void longCycle_isRefused() {
    Script.anyScheduleLive(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> a = rig.counter(GPU);
      DeviceHandle<Rig.Counter> b = rig.counter(SECOND);
      DeviceHandle<Rig.Engine> c = rig.engine();
      a.submitBlocking(_ ->
          b.submitBlocking(_ ->
              c.exclusive(
                  () -> assertThrows(IllegalStateException.class, () -> a.exclusive(() -> 0)))));
      assertEquals(1, a.submitBlocking(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers C17: calls that only queue make no cycle")
  void submitsInACircle_areFine() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> a = rig.counter(GPU);
          DeviceHandle<Rig.Counter> b = rig.counter(SECOND);
          a.submitBlocking(_ ->
              b.submitBlocking(_ -> {
                a.submit(rig.says("back on a"));
                return 0;
              }));
          s.sayAfterAll("done");
        },
        "0ms back on a",
        "0ms done");
  }

  // ---- exclusive

  @Test
  @DisplayName("drivers C44: exclusive keeps every other task of the runner out")
  void exclusive_keepsOthersOut() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> counter = rig.counter();
          DeviceHandle<Rig.Notes> notes = rig.notes();
          s.thread(
              "other",
              () -> {
                s.sleep(5);
                counter.submit(rig.says("counter"));
                notes.submit(rig.says("notes"));
              });
          int answer =
              counter.exclusive(() -> {
                s.sleep(10);
                return 50;
              });
          s.sayAfterAll("exclusive answers " + answer);
        },
        "10ms counter",
        "10ms notes",
        "10ms exclusive answers 50");
  }

  @Test
  @DisplayName("drivers C44: inside exclusive, blocking calls to the runner's services are inline")
  void callsInsideExclusive_areInline() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> counter = rig.counter();
          DeviceHandle<Rig.Notes> notes = rig.notes();
          int sum =
              counter.exclusive(() -> {
                int one = counter.submitBlocking(Rig.Counter::add);
                notes.submit(n -> n.lines.add("inside"));
                return one + counter.exclusive(() -> counter.submitBlocking(Rig.Counter::add));
              });
          s.say(sum + " " + notes.submitBlocking(n -> n.lines));
        },
        "0ms 3 [inside]");
  }
}
