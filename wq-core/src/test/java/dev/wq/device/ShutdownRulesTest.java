package dev.wq.device;

import static dev.wq.device.Rig.GPU;
import static dev.wq.device.Rig.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The end of runners, and what comes after it. */
class ShutdownRulesTest {
  /** A service that wants to be closed. */
  static final class Lamp implements DeviceService, AutoCloseable {
    private final List<String> told;
    private final String name;

    Lamp(String name, List<String> told) {
      this.name = name;
      this.told = told;
    }

    @Override
    public void close() {
      told.add(name + " closed");
    }
  }

  private static final ServiceType<Lamp> LAMP =
      ServiceType.of(Lamp.class, DeviceStage.UPSTREAM, id -> new Lamp(id + "", new ArrayList<>()));

  private static DeviceHandle<Lamp> lamp(Script s, DeviceId id, String name, List<String> told) {
    return DeviceHandle.insert(s.machine(), id, LAMP, new Lamp(name, told));
  }

  // ---- what is queued, what comes late

  @Test
  @DisplayName("drivers C30: shutdown runs what is queued, then refuses everything")
  void shutdown_runsTheQueued_thenRefuses() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          handle.submit(rig.slow("first", 10));
          handle.submit(rig.says("second"));
          rig.devices.shutdown(GPU);
          s.say("down");
          assertRefusesAll(handle);
        },
        "0ms first begins",
        "10ms first ends",
        "10ms second",
        "10ms down");
  }

  private static void assertRefusesAll(DeviceHandle<Rig.Counter> handle) {
    assertThrows(RejectedExecutionException.class, () -> handle.submit(Rig.Counter::add));
    assertThrows(
        RejectedExecutionException.class, () -> handle.submit(Rig.Counter::add, Script.ms(1)));
    assertThrows(RejectedExecutionException.class, () -> handle.submitBlocking(Rig.Counter::value));
    assertThrows(RejectedExecutionException.class, () -> handle.exclusive(() -> 0));
    String message =
        Script.refusal(RejectedExecutionException.class, () -> handle.trySubmit(Rig.Counter::add));
    assertTrue(message.contains("sim"), message);
  }

  @Test
  @DisplayName("drivers C30: submits during a shutdown are refused, and nothing of them runs")
  void submitDuringShutdown_isRefused() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          rig.occupy(handle, 50);
          s.thread("closer", () -> rig.devices.shutdown(GPU));
          s.at(10);
          assertRefusesAll(handle);
          s.ask("late", () -> handle.submitBlocking(Rig.Counter::add));
          s.at(60);
          s.say("fresh " + rig.counter().submitBlocking(Rig.Counter::value));
        },
        "10ms late: RejectedExecutionException",
        "60ms fresh 0");
  }

  @Test
  @DisplayName("drivers C30: the thread of a runner ends with it")
  void thread_endsWithItsRunner() {
    Script.anyScheduleLive(
        s -> {
          Rig rig = new Rig(s);
          Thread runner = rig.counter().submitBlocking(_ -> Thread.currentThread());
          Thread engine = rig.engine().submitBlocking(_ -> Thread.currentThread());
          rig.devices.shutdown(GPU);
          s.settle();
          s.say("alive: " + runner.isAlive() + " " + engine.isAlive());
        },
        "0ms alive: false false");
  }

  @Test
  @DisplayName("drivers C30: a shutdown in time says what is left, and leaves no waiter behind")
  void timedShutdown_reportsWhatIsLeft() {
    Script.anyScheduleLive(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          handle.submit(_ -> stubborn(s, 100));
          s.settle();
          List<String> returned = new ArrayList<>();
          s.thread(
              "waiter",
              () -> returned.add(Script.answer(() -> handle.submitBlocking(Rig.Counter::add))));
          s.settle();
          handle.submit(rig.says("never"));
          handle.submitAsync(Rig.Counter::add).whenComplete((_, why) -> returned.add(why + ""));
          var report = rig.devices.shutdown(GPU, Script.ms(20));
          assertFalse(report.isClean(), report::toString);
          s.settle();
          s.say("returned " + returned.size());
          s.at(200);
          s.say("returned " + returned.size());
        },
        "20ms returned 2",
        "200ms returned 2");
  }

  private static void stubborn(Script s, int untilMillis) {
    while (s.millis() < untilMillis) {
      try {
        s.sleep(untilMillis - s.millis());
      } catch (InterruptedException ignored) {
        continue;
      }
    }
  }

  @Test
  @DisplayName("drivers C30: a shutdown in time that suffices is clean")
  void timedShutdown_thatSuffices_isClean() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          handle.submit(rig.slow("task", 10));
          s.say("clean " + rig.devices.shutdown(GPU, Script.ms(20)).isClean());
          s.say("again " + rig.devices.shutdown(GPU, Script.ms(20)).isClean());
        },
        "0ms task begins",
        "10ms task ends",
        "10ms clean true",
        "10ms again true");
  }

  @Test
  @DisplayName("drivers C30: shutdown releases blocked producers: their tasks are refused")
  void shutdown_releasesBlockedProducers() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.devices.configure(GPU, RunnerAttrs.defaults().capacity(1));
          DeviceHandle<Rig.Counter> handle = rig.counter();
          rig.occupy(handle, 50);
          while (handle.trySubmit(Rig.Counter::add)) {
            s.settle();
          }
          String[] answers = new String[2];
          s.thread(
              "blocked",
              () ->
                  answers[0] =
                      Script.answer(() -> {
                        handle.submit(rig.says("never"));
                        return "submits";
                      }));
          s.thread(
              "blocked",
              () -> answers[1] = Script.answer(() -> handle.submitBlocking(Rig.Counter::add)));
          s.at(5);
          rig.devices.shutdown(GPU);
          s.settle();
          s.say(answers[0] + " " + answers[1]);
        },
        "50ms RejectedExecutionException RejectedExecutionException");
  }

  @Test
  @DisplayName("drivers C35: a task queued last before the shutdown runs")
  void lastTask_runs() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> handle = rig.counter();
      int[] ran = new int[1];
      for (int round = 0; round < 20; round++) {
        DeviceHandle<Rig.Counter> fresh = rig.counter();
        fresh.submit(_ -> ran[0]++);
        rig.devices.shutdown(GPU);
        assertEquals(round + 1, ran[0]);
      }
      assertThrows(
          RejectedExecutionException.class, () -> handle.submitBlocking(Rig.Counter::value));
    });
  }

  @Test
  @DisplayName("drivers C13, C30: a queued task may submit inline during the shutdown")
  void queuedTask_mayStillSubmitInline() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Notes> notes = rig.notes();
          DeviceHandle<Rig.Counter> handle = rig.counter();
          rig.occupy(handle, 10);
          handle.submit(_ -> {
            notes.submit(n -> n.lines.add("inline"));
            s.say("inline " + notes.submitBlocking(n -> n.lines));
          });
          rig.devices.shutdown(GPU);
          s.say("down");
        },
        "10ms inline [inline]",
        "10ms down");
  }

  // ---- who may close

  @Test
  @DisplayName("drivers C31: a shutdown by a task of the device is refused, and does nothing")
  void shutdownFromItsOwnRunner_isRefused() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> handle = rig.counter();
      handle.submitBlocking(
          _ -> assertThrows(IllegalStateException.class, () -> rig.devices.shutdown(GPU)));
      handle.exclusive(() ->
          assertThrows(IllegalStateException.class, () -> rig.devices.shutdown(GPU, Script.ms(1))));
      rig.engine()
          .submitBlocking(
              _ -> assertThrows(IllegalStateException.class, () -> rig.devices.shutdown(GPU)));
      assertEquals(1, handle.submitBlocking(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers C31: a task may shut another device down")
  void shutdownOfAnotherDevice_isAllowed() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.counter(SECOND).submit(rig.slow("other", 5));
          rig.counter()
              .submit(_ -> {
                rig.devices.shutdown(SECOND);
                s.say("other is down");
              });
        },
        "0ms other begins",
        "5ms other ends",
        "5ms other is down");
  }

  // ---- afterwards

  @Test
  @DisplayName("drivers C32: a handle made afterwards has a fresh runner and a fresh state")
  void handleAfterShutdown_isFresh() {
    Script.anyScheduleLive(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> old = rig.counter();
      assertEquals(1, old.submitBlocking(Rig.Counter::add));
      Thread oldThread = old.submitBlocking(_ -> Thread.currentThread());
      rig.devices.shutdown(GPU);
      DeviceHandle<Rig.Counter> fresh = rig.counter();
      assertEquals(0, fresh.submitBlocking(Rig.Counter::value));
      assertNotSame(oldThread, fresh.submitBlocking(_ -> Thread.currentThread()));
      assertThrows(RejectedExecutionException.class, () -> old.submit(Rig.Counter::add));
      assertEquals(1, fresh.submitBlocking(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers C32: a service may be inserted again afterwards")
  void insertAfterShutdown_works() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      rig.counter();
      rig.devices.shutdown(GPU);
      Rig.Counter mine = new Rig.Counter();
      mine.value = 7;
      DeviceHandle.insert(s.machine(), GPU, Rig.Counter.TYPE, mine);
      assertEquals(8, rig.counter().submitBlocking(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers C33: a creation during a shutdown waits for it, and gets a fresh runner")
  void creationDuringShutdown_waitsForIt() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> old = rig.counter();
          old.submit(Rig.Counter::add);
          rig.occupy(old, 50);
          s.thread("closer", () -> rig.devices.shutdown(GPU));
          s.at(10);
          s.ask("same service", () -> rig.counter().submitBlocking(Rig.Counter::value));
          s.at(60);
          s.ask("new service", () -> rig.notes().submitBlocking(n -> n.lines));
        },
        "50ms same service: 0",
        "60ms new service: []");
  }

  @Test
  @DisplayName("drivers C33: also the creation of a service that the runner did not have")
  void creationOfAnotherServiceDuringShutdown_waits() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> old = rig.counter();
          rig.occupy(old, 50);
          s.thread("closer", () -> rig.devices.shutdown(GPU));
          s.at(10);
          DeviceHandle<Rig.Notes> notes = rig.notes();
          s.say("created");
          notes.submitBlocking(n -> n.lines.add("x"));
          s.say(rig.notes().submitBlocking(n -> n.lines).toString());
        },
        "50ms created",
        "50ms [x]");
  }

  @Test
  @DisplayName("drivers C33: a creation by a task of the dying runner does not wait for itself")
  void creationByATaskOfTheDyingRunner_isNotStuck() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          rig.occupy(handle, 10);
          List<String> told = new ArrayList<>();
          handle.submit(_ -> told.add(Script.answer(rig::notes)));
          rig.devices.shutdown(GPU);
          s.say("down, told " + told.size());
          s.say("fresh " + rig.notes().submitBlocking(n -> n.lines));
        },
        "10ms down, told 1",
        "10ms fresh []");
  }

  @Test
  @DisplayName("drivers C34: concurrent shutdowns all return after the stop")
  void concurrentShutdowns_returnAfterTheStop() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.occupy(rig.counter(), 50);
          for (int i = 0; i < 3; i++) {
            s.await("shutdown", () -> rig.devices.shutdown(GPU));
          }
          s.at(49);
          s.say("none has returned");
        },
        "49ms none has returned",
        "50ms shutdown: returns",
        "50ms shutdown: returns",
        "50ms shutdown: returns");
  }

  @Test
  @DisplayName("drivers C34: a shutdown of what was never there returns at once")
  void shutdownOfNothing_returns() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.devices.shutdown(GPU);
          rig.counter();
          rig.devices.shutdown(GPU);
          rig.devices.shutdown(GPU);
          s.say("down");
        },
        "0ms down");
  }

  // ---- others

  @Test
  @DisplayName("drivers C36: the shutdown of one device leaves the others alone")
  void otherDevices_areLeftAlone() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> other = rig.counter(SECOND);
      rig.counter().submit(Rig.Counter::add);
      other.submit(Rig.Counter::add);
      rig.devices.shutdown(GPU);
      assertEquals(2, other.submitBlocking(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers C36: the same index of another runtime is another device")
  void indexOfAnotherRuntime_isAnotherDevice() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> cuda = rig.counter(new DeviceId("cuda", 0));
      DeviceHandle<Rig.Counter> vulkan = rig.counter(new DeviceId("vulkan", 0));
      cuda.submit(Rig.Counter::add);
      assertEquals(0, vulkan.submitBlocking(Rig.Counter::value));
      rig.devices.shutdown(new DeviceId("cuda", 0));
      assertEquals(1, vulkan.submitBlocking(Rig.Counter::add));
      assertThrows(RejectedExecutionException.class, () -> cuda.submit(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers C36: shutdown ends both stages of a device")
  void shutdown_endsBothStages() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> upstream = rig.counter();
          DeviceHandle<Rig.Engine> downstream = rig.engine();
          downstream.submit(rig.slow("engine", 20));
          upstream.submit(_ -> s.sleep(10));
          rig.devices.shutdown(GPU);
          s.say("down");
          assertThrows(RejectedExecutionException.class, () -> upstream.submit(_ -> {}));
          assertThrows(RejectedExecutionException.class, () -> downstream.submit(_ -> {}));
        },
        "0ms engine begins",
        "20ms engine ends",
        "20ms down");
  }

  // ---- services that want to be closed

  @Test
  @DisplayName("drivers C37: a service is closed on its runner, after its last task")
  void services_areClosedAfterTheLastTask() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      List<String> told = new ArrayList<>();
      DeviceHandle<Lamp> gpu = lamp(s, GPU, "gpu", told);
      ServiceType<Lamp> made =
          ServiceType.of(Lamp.class, DeviceStage.UPSTREAM, _ -> new Lamp("second", told));
      DeviceHandle.of(SECOND, made);
      gpu.submit(_ -> {
        s.sleep(5);
        told.add("task");
      });
      rig.devices.shutdown(GPU);
      assertEquals(List.of("task", "gpu closed"), told);
      rig.devices.shutdown(GPU);
      assertEquals(2, told.size());
      rig.devices.shutdown(SECOND);
      assertEquals(List.of("task", "gpu closed", "second closed"), told);
    });
  }

  @Test
  @DisplayName("drivers C37: closed on the runner's thread")
  void services_areClosedOnTheRunnersThread() {
    Script.anyScheduleLive(s -> {
      Rig rig = new Rig(s);
      List<Thread> threads = new ArrayList<>();
      List<String> told =
          new ArrayList<>() {
            @Override
            public boolean add(String line) {
              threads.add(Thread.currentThread());
              return super.add(line);
            }
          };
      DeviceHandle<Lamp> gpu = lamp(s, GPU, "gpu", told);
      Thread runner = gpu.submitBlocking(_ -> Thread.currentThread());
      rig.devices.shutdown(GPU);
      assertEquals(List.of(runner), threads);
    });
  }

  @Test
  @DisplayName(
      "drivers C37: a close that throws keeps neither the others open nor the runner alive")
  void throwingClose_keepsNothingOpen() {
    Script.anyScheduleLive(s -> {
      Rig rig = new Rig(s);
      List<String> told = new ArrayList<>();
      List<String> broken =
          new ArrayList<>() {
            @Override
            public boolean add(String line) {
              told.add(line);
              throw new IllegalStateException("broken lamp");
            }
          };
      Thread runner = rig.counter().submitBlocking(_ -> Thread.currentThread());
      lamp(s, GPU, "broken", broken);
      DeviceHandle.insert(s.machine(), GPU, OTHER_LAMP, new OtherLamp(told));
      rig.devices.shutdown(GPU);
      s.settle();
      assertEquals(List.of("broken closed", "other closed"), told.stream().sorted().toList());
      assertFalse(runner.isAlive());
      assertEquals(0, rig.counter().submitBlocking(Rig.Counter::value));
    });
  }

  private static final ServiceType<OtherLamp> OTHER_LAMP =
      ServiceType.of(OtherLamp.class, DeviceStage.UPSTREAM, _ -> new OtherLamp(new ArrayList<>()));

  record OtherLamp(List<String> told) implements DeviceService, AutoCloseable {
    @Override
    public void close() {
      told.add("other closed");
    }
  }

  @Test
  @DisplayName("drivers C30, C37: the end of the machine is the end of its devices")
  void closeOfTheMachine_endsItsDevices() {
    Script.anyScheduleLive(s -> {
      List<String> told = new ArrayList<>();
      DeviceHandle<Lamp> gpu = lamp(s, GPU, "gpu", told);
      gpu.submit(_ -> told.add("task"));
      Devices.of(s.machine()).close();
      assertEquals(List.of("task", "gpu closed"), told);
      assertThrows(RejectedExecutionException.class, () -> gpu.submit(_ -> {}));
    });
  }
}
