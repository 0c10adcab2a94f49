package dev.wq.device;

import static dev.wq.device.Rig.GPU;
import static dev.wq.device.Rig.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.wq.Script;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** In which order tasks run, and which of them side by side. */
class OrderRulesTest {
  @Test
  @DisplayName("drivers C1: tasks of one producer run in the order of its submits")
  void tasksOfOneProducer_runInItsOrder() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      List<Integer> even = new ArrayList<>();
      List<Integer> odd = new ArrayList<>();
      Thread other =
          s.thread(
              "other", () -> IntStream.range(0, 100).forEach(i -> handle.submit(_ -> odd.add(i))));
      IntStream.range(0, 100).forEach(i -> handle.submit(_ -> even.add(i)));
      other.join();
      Rig.drain(handle);
      assertEquals(IntStream.range(0, 100).boxed().toList(), even);
      assertEquals(IntStream.range(0, 100).boxed().toList(), odd);
    });
  }

  @Test
  @DisplayName("drivers C1: the ways to submit share one order")
  void allWaysToSubmit_shareOneOrder() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          handle.submit(rig.says("submit"));
          handle.trySubmit(rig.says("trySubmit"));
          handle.submit(rig.says("submit in time"), Script.ms(1));
          handle.submitAsync(c -> {
            s.say("submitAsync");
            return c;
          });
          handle.exclusive(() -> {
            s.say("exclusive");
            return 0;
          });
          handle.submit(rig.says("submit again"));
          handle.submitBlocking(c -> {
            s.say("submitBlocking");
            return c;
          });
        },
        "0ms submit",
        "0ms trySubmit",
        "0ms submit in time",
        "0ms submitAsync",
        "0ms exclusive",
        "0ms submit again",
        "0ms submitBlocking");
  }

  @Test
  @DisplayName("drivers C2: one task at a time, whoever submits and whichever service")
  void oneTaskAtATime() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          int[] running = new int[1];
          for (int i = 0; i < 4; i++) {
            s.thread(
                "producer",
                () -> {
                  rig.counter().submit(_ -> alone(s, running));
                  rig.notes().submit(_ -> alone(s, running));
                });
          }
          s.at(79);
          s.say("still " + running[0]);
          s.at(80);
          s.say("then " + running[0]);
        },
        "79ms still 1",
        "80ms then 0");
  }

  private static void alone(Script s, int[] running) throws InterruptedException {
    assertEquals(1, ++running[0]);
    s.sleep(10);
    running[0]--;
  }

  @Test
  @DisplayName("drivers C2: all tasks of a runner run on one thread")
  void allTasks_runOnOneThread() {
    Script.anyScheduleLive(s -> {
      Rig rig = new Rig(s);
      Set<Thread> threads = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        rig.counter().submit(_ -> threads.add(Thread.currentThread()));
        rig.notes().submitBlocking(_ -> threads.add(Thread.currentThread()));
        rig.counter().exclusive(() -> threads.add(Thread.currentThread()));
        s.sleep(1);
      }
      assertEquals(1, threads.size(), threads::toString);
      assertNotEquals(Set.of(Thread.currentThread()), threads);
    });
  }

  @Test
  @DisplayName("drivers C3: each side sees what the other wrote before")
  void writes_areSeenOnTheOtherSide() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      int[] plain = new int[1];
      for (int i = 0; i < 100; i++) {
        int before = i;
        plain[0] = i;
        handle.submit(_ -> assertEquals(before, plain[0]++));
        int answer = handle.submitBlocking(_ -> plain[0]);
        assertEquals(i + 1, answer);
        assertEquals(i + 1, plain[0]);
      }
    });
  }

  @Test
  @DisplayName("drivers C5: devices, and the stages of one, run side by side")
  void devicesAndStages_runSideBySide() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          int[] ended = new int[1];
          rig.counter(GPU).submit(_ -> tenMillis(s, ended));
          rig.counter(SECOND).submit(_ -> tenMillis(s, ended));
          rig.engine().submit(_ -> tenMillis(s, ended));
          s.at(10);
          s.say(ended[0] + " ended");
        },
        "10ms 3 ended");
  }

  private static void tenMillis(Script s, int[] ended) throws InterruptedException {
    s.sleep(10);
    ended[0]++;
  }

  @Test
  @DisplayName("drivers C6: the services of a stage share its runner")
  void servicesOfAStage_shareItsRunner() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          rig.counter().submit(rig.slow("counter", 10));
          rig.notes().submit(rig.slow("notes", 10));
          rig.counter().submit(rig.says("counter again"));
        },
        "0ms counter begins",
        "10ms counter ends",
        "10ms notes begins",
        "20ms notes ends",
        "20ms counter again");
  }

  @Test
  @DisplayName("drivers C9: a blocking task sees everything that its thread submitted before")
  void submitBlocking_seesAllEarlierSubmits() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      int submitted = 0;
      for (int k : new int[] {0, 1, 31, 32, 33, 64, 65, 1000, 3000}) {
        for (int i = 0; i < k; i++) {
          handle.submit(Rig.Counter::add);
        }
        submitted += k;
        assertEquals(submitted, handle.submitBlocking(Rig.Counter::value));
      }
    });
  }

  @Test
  @DisplayName(
      "drivers C10: a full batch of the original, and many more tasks, run without a flush")
  void manyTasks_runWithoutFlush() {
    Script.anySchedule(
        s -> {
          DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
          int[] ran = new int[1];
          for (int i = 0; i < 32; i++) {
            handle.submit(_ -> ran[0]++);
          }
          s.settle();
          s.say("ran " + ran[0]);
        },
        "0ms ran 32");
  }

  @Test
  @DisplayName("drivers C11: one task runs without a flush, at once")
  void oneTask_runsAtOnceWithoutFlush() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          handle.submit(rig.says("one"));
          s.at(5);
          for (int i = 0; i < 31; i++) {
            handle.submit(Rig.Counter::add);
          }
          handle.submit(c -> s.say("after " + c.value));
          s.at(6);
          s.say("settled");
        },
        "0ms one",
        "5ms after 31",
        "6ms settled");
  }

  @Test
  @DisplayName("drivers C12: a flush of an empty runner does nothing, however often")
  void flushOfNothing_isHarmless() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          for (int i = 0; i < 10_000; i++) {
            handle.flush();
          }
          handle.submit(rig.says("runs once"));
          handle.flush();
          handle.flush();
          s.settle();
          handle.flush();
          s.at(1);
          s.say("value " + handle.submitBlocking(Rig.Counter::add));
        },
        "0ms runs once",
        "1ms value 1");
  }

  @Test
  @DisplayName("drivers C12: no number of flushes drops or repeats what is queued")
  void flushes_neitherDropNorRepeat() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          rig.occupy(handle, 50);
          for (int i = 0; i < 32; i++) {
            handle.submit(Rig.Counter::add);
          }
          for (int i = 0; i < 4; i++) {
            s.thread(
                "flusher",
                () -> {
                  for (int round = 0; round < 2_000; round++) {
                    handle.flush();
                  }
                });
          }
          s.at(50);
          s.say("counted " + handle.submitBlocking(Rig.Counter::value));
        },
        "50ms counted 32");
  }

  @Test
  @DisplayName("drivers C12: a flush inside a task does nothing")
  void flushInsideATask_isHarmless() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          handle.submit(_ -> {
            s.sleep(5);
            handle.flush();
            rig.notes().flush();
            s.say("flushed");
          });
          handle.submit(rig.says("next"));
        },
        "5ms flushed",
        "5ms next");
  }
}
