package dev.wq.device;

import static dev.wq.device.Rig.GPU;
import static dev.wq.device.Rig.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How services come about: once, on their runner, and without holding up anybody else. */
class InitRulesTest {
  /** What the init of a service does first. */
  private interface Begin {
    void run() throws Exception;
  }

  private static ServiceType<Rig.Counter> counterThat(Begin begin) {
    return ServiceType.of(
        Rig.Counter.class,
        DeviceStage.UPSTREAM,
        _ -> {
          unchecked(begin);
          return new Rig.Counter();
        });
  }

  private static void unchecked(Begin begin) {
    try {
      begin.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalArgumentException(e);
    }
  }

  // ---- once

  @Test
  @DisplayName("drivers C4: the state stays from task to task")
  void state_staysFromTaskToTask() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      assertEquals(1, rig.counter().submitBlocking(Rig.Counter::add));
      rig.counter().submit(Rig.Counter::add);
      s.sleep(1_000);
      assertEquals(3, rig.counter().submitBlocking(Rig.Counter::add));
      Rig.Counter state = rig.counter().submitBlocking(c -> c);
      assertSame(state, DeviceHandle.of(GPU, Rig.Counter.TYPE).submitBlocking(c -> c));
    });
  }

  @Test
  @DisplayName("drivers C4: many creators at once, one init")
  void manyCreators_oneInit() {
    Script.anySchedule(
        s -> {
          ServiceType<Rig.Counter> type =
              counterThat(() -> {
                s.say("init begins");
                s.sleep(5);
                s.say("init ends");
              });
          for (int i = 0; i < 64; i++) {
            s.thread(
                "creator",
                () -> DeviceHandle.of(s.machine(), GPU, type).submitBlocking(Rig.Counter::add));
          }
          s.at(10);
          DeviceHandle<Rig.Counter> handle = DeviceHandle.of(GPU, type);
          s.say("counted " + handle.submitBlocking(Rig.Counter::value));
        },
        "0ms init begins",
        "5ms init ends",
        "10ms counted 64");
  }

  @Test
  @DisplayName("drivers C4: each device and each service has an init of its own, on its runner")
  void eachDeviceAndService_hasAnInitOnItsRunner() {
    Script.anyScheduleLive(s -> {
      List<Thread> inits = new ArrayList<>();
      ServiceType<Rig.Counter> type = counterThat(() -> inits.add(Thread.currentThread()));
      List<Thread> runners = new ArrayList<>();
      for (DeviceId id : List.of(GPU, SECOND, GPU)) {
        DeviceHandle<Rig.Counter> handle = DeviceHandle.of(id, type);
        runners.add(handle.submitBlocking(_ -> Thread.currentThread()));
      }
      assertEquals(runners.subList(0, 2), inits);
      assertSame(runners.get(0), runners.get(2));
    });
  }

  // ---- insert

  @Test
  @DisplayName("drivers C7: a second insert is refused, by name, and leaves the first")
  void secondInsert_isRefused_andLeavesTheFirst() {
    Script.anySchedule(s -> {
      Rig.Counter first = new Rig.Counter();
      Rig.Counter second = new Rig.Counter();
      DeviceHandle<Rig.Counter> handle =
          DeviceHandle.insert(s.machine(), GPU, Rig.Counter.TYPE, first);
      String message =
          Script.refusal(
              IllegalStateException.class,
              () -> DeviceHandle.insert(s.machine(), GPU, Rig.Counter.TYPE, second));
      assertTrue(message.contains("Counter") && message.contains("sim"), message);
      assertSame(first, handle.submitBlocking(c -> c));
    });
  }

  @Test
  @DisplayName("drivers C7: an insert after the service was made is refused")
  void insertAfterCreation_isRefused() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      Rig.Counter made = handle.submitBlocking(c -> c);
      assertThrows(
          IllegalStateException.class,
          () -> DeviceHandle.insert(s.machine(), GPU, Rig.Counter.TYPE, new Rig.Counter()));
      assertSame(made, handle.submitBlocking(c -> c));
    });
  }

  @Test
  @DisplayName("drivers C8: who asks after an insert gets what was inserted")
  void handleAfterInsert_isOfTheInserted() {
    Script.anySchedule(s -> {
      Rig.Counter mine = new Rig.Counter();
      mine.value = 41;
      ServiceType<Rig.Counter> type =
          counterThat(() -> {
            throw new AssertionError("there is one");
          });
      DeviceHandle.insert(s.machine(), GPU, type, mine);
      assertEquals(42, DeviceHandle.of(GPU, type).submitBlocking(Rig.Counter::add));
      assertSame(mine, DeviceHandle.of(GPU, type).submitBlocking(c -> c));
    });
  }

  @Test
  @DisplayName("drivers C7: an insert inside a task works")
  void insertInsideATask_works() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      Rig.Counter mine = new Rig.Counter();
      rig.notes().submitBlocking(_ -> DeviceHandle.insert(GPU, Rig.Counter.TYPE, mine));
      assertSame(mine, rig.counter().submitBlocking(c -> c));
    });
  }

  @Test
  void utilities_areReadOnce_withoutTheRunner() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Notes> handle = rig.notes();
          rig.occupy(handle, 50);
          s.say(handle.utilities(String.class) + " of " + handle.deviceId());
          String message =
              Script.refusal(ClassCastException.class, () -> handle.utilities(Integer.class));
          assertTrue(message.contains("Integer"), message);
        },
        "0ms paper of " + GPU);
  }

  // ---- inside tasks and inits

  @Test
  @DisplayName("drivers C16: a task may create another service of its runner, and use it")
  void taskCreatesAServiceOfItsRunner() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.counter()
              .submit(_ -> {
                DeviceHandle<Rig.Notes> notes = rig.notes();
                notes.submit(n -> n.lines.add("inside"));
                s.say("created, " + notes.submitBlocking(n -> n.lines));
              });
          s.settle();
          s.say("outside " + rig.notes().submitBlocking(n -> n.lines));
        },
        "0ms created, [inside]",
        "0ms outside [inside]");
  }

  @Test
  @DisplayName("drivers C16: a task may create services of other runners")
  void taskCreatesServicesElsewhere() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.counter()
              .submit(_ -> {
                rig.counter(SECOND).submit(Rig.Counter::add);
                s.say("second " + rig.counter(SECOND).submitBlocking(Rig.Counter::add));
                s.say("engine " + rig.engine().submitBlocking(_ -> 3));
              });
        },
        "0ms second 2",
        "0ms engine 3");
  }

  @Test
  @DisplayName("drivers C16, C39: while a creator waits for a busy runner, its task may create")
  void taskCreatesWhileACreatorWaits() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.counter()
              .submit(_ -> {
                s.sleep(10);
                rig.engine();
                rig.notes(SECOND);
                s.say("created both");
              });
          s.at(5);
          s.ask("creator", () -> rig.notes().submitBlocking(n -> n.lines));
        },
        "10ms created both",
        "10ms creator: []");
  }

  @Test
  @DisplayName("drivers C16: the init of a service may create another one, here and elsewhere")
  void initCreatesOthers() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          ServiceType<Rig.Counter> type =
              counterThat(() -> {
                rig.notes().submit(n -> n.lines.add("from init"));
                rig.engine().submit(_ -> s.say("engine runs"));
              });
          DeviceHandle<Rig.Counter> handle = DeviceHandle.of(GPU, type);
          s.settle();
          s.say(handle.submitBlocking(Rig.Counter::add) + "");
          s.say(rig.notes().submitBlocking(n -> n.lines).toString());
        },
        "0ms engine runs",
        "0ms 1",
        "0ms [from init]");
  }

  @Test
  @DisplayName("drivers C15, C16: an init that asks for its own service is refused, not stuck")
  void initThatCreatesItself_isRefused() {
    Script.anySchedule(s -> {
      List<ServiceType<Rig.Counter>> self = new ArrayList<>();
      self.add(counterThat(() -> DeviceHandle.of(s.machine(), GPU, self.get(0))));
      Exception refused =
          assertThrows(RuntimeException.class, () -> DeviceHandle.of(GPU, self.get(0)));
      Throwable cause = refused;
      while (!(cause instanceof IllegalStateException) && cause.getCause() != null) {
        cause = cause.getCause();
      }
      assertTrue(cause instanceof IllegalStateException, refused::toString);
      assertEquals(0, new Rig(s).counter().submitBlocking(Rig.Counter::value));
    });
  }

  // ---- failures

  @Test
  @DisplayName("drivers C38: a failed init tells each creator its cause; the next creation retries")
  void failedInit_tellsItsCause_andIsRetried() {
    Script.anySchedule(
        s -> {
          IllegalArgumentException broken = new IllegalArgumentException("no such adapter");
          int[] tries = new int[1];
          ServiceType<Rig.Counter> type =
              counterThat(() -> {
                s.sleep(5);
                if (++tries[0] == 1) {
                  throw broken;
                }
              });
          for (int i = 0; i < 3; i++) {
            s.thread("creator", () -> assertIsRefused(s, type, broken));
          }
          s.at(10);
          s.say("tries " + tries[0]);
          s.say("value " + DeviceHandle.of(GPU, type).submitBlocking(Rig.Counter::add));
          s.say("tries " + tries[0]);
        },
        "5ms refused",
        "5ms refused",
        "5ms refused",
        "10ms tries 1",
        "15ms value 1",
        "15ms tries 2");
  }

  private static void assertIsRefused(Script s, ServiceType<?> type, Throwable cause) {
    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> DeviceHandle.of(s.machine(), GPU, type));
    assertTrue(Rig.tells(thrown, cause), thrown::toString);
    s.say("refused");
  }

  @Test
  @DisplayName(
      "drivers C38: an init that throws an Error, or answers null, leaves a runner that works")
  void initThrowingErrors_leavesTheRunnerUsable() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      Error error = new ExceptionInInitializerError("driver");
      ServiceType<Rig.Counter> type =
          counterThat(() -> {
            throw error;
          });
      Throwable thrown = assertThrows(Throwable.class, () -> DeviceHandle.of(GPU, type));
      assertTrue(Rig.tells(thrown, error), thrown::toString);
      ServiceType<Rig.Counter> none =
          ServiceType.of(Rig.Counter.class, DeviceStage.UPSTREAM, _ -> null);
      assertThrows(RuntimeException.class, () -> DeviceHandle.of(GPU, none));
      assertEquals(List.of(), rig.notes().submitBlocking(n -> n.lines));
      assertEquals(1, rig.counter().submitBlocking(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers C38: what a checked init throws arrives too, through a task")
  void failedInitInsideATask_failsTheTaskOnly() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      IOException broken = new IOException("gone");
      ServiceType<Rig.Counter> type =
          counterThat(() -> {
            throw broken;
          });
      DeviceCallException thrown =
          assertThrows(
              DeviceCallException.class,
              () -> rig.notes().submitBlocking(_ -> DeviceHandle.of(GPU, type)));
      assertTrue(Rig.tells(thrown, broken), thrown::toString);
      assertEquals(List.of(), rig.notes().submitBlocking(n -> n.lines));
    });
  }

  @Test
  @DisplayName("drivers C39: a slow init holds up its runner only")
  void slowInit_holdsUpItsRunnerOnly() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Engine> early = rig.engine();
          ServiceType<Rig.Counter> slow = counterThat(() -> s.sleep(100));
          s.ask(
              "slow",
              () -> DeviceHandle.of(s.machine(), GPU, slow).submitBlocking(Rig.Counter::value));
          s.at(1);
          s.say("engine " + early.submitBlocking(_ -> 1));
          s.say("second " + rig.counter(SECOND).submitBlocking(Rig.Counter::add));
          s.say("notes there " + rig.notes(SECOND).submitBlocking(n -> n.lines));
          s.say("stats " + (rig.devices.stats(GPU, DeviceStage.UPSTREAM) != null));
          rig.devices.shutdown(SECOND);
          s.say("second is down");
        },
        "1ms engine 1",
        "1ms second 1",
        "1ms notes there []",
        "1ms stats true",
        "1ms second is down",
        "100ms slow: 0");
  }
}
