package dev.wq.device;

import static dev.wq.device.Rig.GPU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Script;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Full runners, and producers that wait for them. */
class CapacityRulesTest {
  /** A runner with room for so many tasks. */
  private static DeviceHandle<Rig.Counter> roomFor(Rig rig, int capacity) {
    rig.devices.configure(GPU, RunnerAttrs.defaults().capacity(capacity));
    return rig.counter();
  }

  /** Fills a runner that does not get on; how many more tasks it took. */
  private static int fill(DeviceHandle<Rig.Counter> handle) {
    int taken = 0;
    while (handle.trySubmit(Rig.Counter::add)) {
      assertTrue(++taken < 10_000, "no bound");
    }
    return taken;
  }

  // ---- full

  @Test
  @DisplayName("drivers C23: trySubmit to a full runner answers false, and its task never runs")
  void trySubmit_whenFull_isFalse() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = roomFor(rig, 4);
          rig.occupy(handle, 50);
          int taken = fill(handle);
          assertTrue(taken == 3 || taken == 4, () -> "took " + taken);
          s.say("again " + handle.trySubmit(Rig.Counter::add));
          s.at(50);
          s.say("lost or doubled " + (handle.submitBlocking(Rig.Counter::value) - taken));
          s.say("room again " + handle.trySubmit(Rig.Counter::add));
        },
        "0ms again false",
        "50ms lost or doubled 0",
        "50ms room again true");
  }

  @Test
  @DisplayName("drivers C23: submit to a full runner waits until there is room")
  void submit_whenFull_waits() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = roomFor(rig, 2);
          rig.occupy(handle, 50);
          int taken = fill(handle);
          s.await("submit", () -> handle.submit(Rig.Counter::add));
          s.at(49);
          s.say("waits");
          s.at(51);
          s.say("all ran: " + (handle.submitBlocking(Rig.Counter::value) - taken));
        },
        "49ms waits",
        "50ms submit: returns",
        "51ms all ran: 1");
  }

  @Test
  @DisplayName("drivers C23: every way to call waits for room")
  void allCalls_whenFull_wait() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = roomFor(rig, 1);
          rig.occupy(handle, 50);
          fill(handle);
          int[] returned = new int[1];
          s.thread(
              "blocking",
              () -> {
                handle.submitBlocking(Rig.Counter::add);
                returned[0]++;
              });
          s.thread(
              "exclusive",
              () -> {
                handle.exclusive(() -> 0);
                returned[0]++;
              });
          s.thread(
              "async",
              () -> {
                handle.submitAsync(Rig.Counter::add).toCompletableFuture().join();
                returned[0]++;
              });
          s.at(49);
          s.say("returned " + returned[0]);
          s.at(50);
          s.say("returned " + returned[0]);
        },
        "49ms returned 0",
        "50ms returned 3");
  }

  @Test
  @DisplayName(
      "drivers C23: submit in time gives up when its time is over, and its task never runs")
  void timedSubmit_givesUp() {
    Script.anyScheduleLive(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = roomFor(rig, 2);
          rig.occupy(handle, 50);
          int taken = fill(handle);
          s.ask("short", () -> handle.submit(Rig.Counter::add, Script.ms(10)));
          s.ask("long", () -> handle.submit(Rig.Counter::add, Script.ms(60)));
          s.at(5);
          s.say("zero: " + handle.submit(Rig.Counter::add, Script.ms(0)));
          s.at(51);
          s.say("ran " + (handle.submitBlocking(Rig.Counter::value) - taken));
        },
        "5ms zero: false",
        "10ms short: false",
        "50ms long: true",
        "51ms ran 1");
  }

  @Test
  @DisplayName("drivers C23, C28: a blocked producer sleeps: time passes without a step of it")
  void blockedProducer_sleeps() {
    Script.anyScheduleLive(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = roomFor(rig, 1);
          rig.occupy(handle, 1_000_000);
          fill(handle);
          Thread producer = s.thread("producer", () -> handle.submit(Rig.Counter::add));
          s.settle();
          Thread.State blocked = producer.getState();
          s.at(999_999);
          s.say(blocked + " " + producer.getState());
        },
        "999999ms WAITING WAITING");
  }

  // ---- how much

  @Test
  @DisplayName("drivers C24: capacity is a parameter, 1024 unless told")
  void capacity_isAParameter() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      assertEquals(1024, RunnerAttrs.defaults().capacity());
      for (int capacity : new int[] {1, 7, 64, 1024, 5_000}) {
        DeviceId id = new DeviceId("room", capacity);
        rig.devices.configure(id, RunnerAttrs.defaults().capacity(capacity));
        DeviceHandle<Rig.Counter> handle = rig.counter(id);
        rig.occupy(handle, s.millis() + 50);
        int taken = fill(handle);
        assertTrue(
            taken == capacity || taken == capacity - 1, () -> taken + " of capacity " + capacity);
        assertEquals(taken, handle.submitBlocking(Rig.Counter::value));
      }
    });
  }

  @Test
  @DisplayName("drivers C24: a capacity below 1, and attributes that come too late, are refused")
  void badAttributes_areRefused() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      String message =
          Script.refusal(IllegalArgumentException.class, () -> RunnerAttrs.defaults().capacity(0));
      assertTrue(message.contains("0"), message);
      rig.counter();
      String late =
          Script.refusal(
              IllegalStateException.class,
              () -> rig.devices.configure(GPU, RunnerAttrs.defaults().capacity(7)));
      assertTrue(late.contains("sim"), late);
    });
  }

  // ---- who waits

  @Test
  @DisplayName("drivers C25: blocked producers resume in the order in which they came")
  void blockedProducers_resumeInOrder() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = roomFor(rig, 1);
          rig.occupy(handle, 50);
          fill(handle);
          for (int i = 1; i <= 5; i++) {
            String name = "producer " + i;
            s.at(i);
            s.thread("producer", () -> handle.submit(rig.says(name)));
          }
        },
        "50ms producer 1",
        "50ms producer 2",
        "50ms producer 3",
        "50ms producer 4",
        "50ms producer 5");
  }

  @Test
  @DisplayName("drivers C25: one who comes later does not overtake blocked producers")
  void latecomer_doesNotOvertake() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = roomFor(rig, 1);
          rig.occupy(handle, 50);
          fill(handle);
          s.at(1);
          s.thread("first", () -> handle.submit(rig.says("first")));
          s.at(2);
          s.thread("second", () -> handle.submit(rig.says("second")));
          s.at(50 - 1);
          s.thread(
              "latecomer",
              () -> {
                s.sleep(1);
                handle.submit(rig.says("latecomer"));
              });
        },
        "50ms first",
        "50ms second",
        "50ms latecomer");
  }

  @Test
  @DisplayName("drivers C26: an interrupted producer leaves, and leaves nothing behind")
  void interruptedProducer_leavesNothing() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = roomFor(rig, 3);
          rig.occupy(handle, 50);
          int taken = fill(handle);
          Thread gone = s.ask("producer", () -> submitInterruptibly(handle, rig.says("never")));
          s.at(2);
          s.thread("patient", () -> handle.submit(rig.says("patient's")));
          s.at(5);
          gone.interrupt();
          s.at(60);
          s.say("counted " + (handle.submitBlocking(Rig.Counter::value) - taken));
          rig.occupy(handle, 100);
          s.say("room as before: " + (fill(handle) - taken));
        },
        "5ms producer: leaves",
        "50ms patient's",
        "60ms counted 0",
        "60ms room as before: 0");
  }

  private static String submitInterruptibly(
      DeviceHandle<Rig.Counter> handle, ServiceTask<Rig.Counter> task) {
    try {
      handle.submit(task);
      return "submits";
    } catch (Exception interrupted) {
      return "leaves";
    }
  }

  @Test
  @DisplayName("drivers C27: a producer that fails before its task is in wedges nobody")
  void failingProducer_wedgesNobody() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = roomFor(rig, 2);
          for (int i = 0; i < 100; i++) {
            assertThrows(NullPointerException.class, () -> handle.submit(null));
            assertThrows(NullPointerException.class, () -> handle.trySubmit(null));
            assertThrows(NullPointerException.class, () -> handle.submit(null, Script.ms(1)));
          }
          handle.submit(Rig.Counter::add);
          s.say("counted " + handle.submitBlocking(Rig.Counter::add));
          rig.occupy(handle, 50);
          s.say("room: " + (fill(handle) >= 1));
        },
        "0ms counted 2",
        "0ms room: true");
  }

  // ---- payload and memory

  @Test
  @DisplayName("drivers C21: a task may hold as much as it likes; nothing is copied")
  void largePayload_isNotCopied() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      byte[] large = new byte[1 << 20];
      byte[] back =
          handle.submitBlocking(_ -> {
            Arrays.fill(large, (byte) 7);
            return large;
          });
      assertEquals(large, back);
      assertEquals(7, large[large.length - 1]);
    });
  }

  @Test
  @DisplayName("drivers C22: an idle runner holds nothing, however much went through it")
  void idleRunner_holdsNothing() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> handle = rig.counter();
      for (int i = 0; i < 5_000; i++) {
        handle.submit(Rig.Counter::add);
      }
      assertEquals(5_000, handle.submitBlocking(Rig.Counter::value));
      s.settle();
      assertEquals(0, rig.devices.stats(GPU, DeviceStage.UPSTREAM).pending());
      assertFalse(s.machine().queues().stream().anyMatch(q -> q.stats().pending() > 0));
    });
  }
}
