package dev.wq.driver;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import dev.wq.Script;
import dev.wq.driver.Completion.Status;
import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The device that takes its time and nothing else. */
class SimulatedDeviceTest {
  private static final DriverAttrs DEV = DriverAttrs.named("dev").depth(4).banAfter(99);

  private interface Body {
    void run(Script s, DriverQueue<String> queue) throws Exception;
  }

  private static void check(
      DriverAttrs attrs, DeviceModel<String> model, Body body, String... expected) {
    Script.anySchedule(
        s -> {
          DriverQueue<String> queue = DriverQueue.open(s.machine(), attrs);
          queue.attach(new SimulatedDevice<>(queue, model.effect(i -> s.say(i + " is done"))));
          body.run(s, queue);
          s.machine().runUntilIdle();
          DriverScript.assertAddsUp(queue.stats());
        },
        expected);
  }

  private static void post(DriverQueue<String> queue, String... items) throws InterruptedException {
    for (String item : items) {
      queue.post(item);
    }
  }

  @Test
  void engines_workSideBySide() {
    check(
        DEV,
        DeviceModel.<String>taking(ms(10)).engines(2),
        (_, queue) -> post(queue, "a", "b", "c"),
        "10ms a is done",
        "10ms b is done",
        "20ms c is done");
  }

  @Test
  void eachItem_hasItsTime() {
    check(
        DEV,
        DeviceModel.<String>taking(item -> ms(item.length())).engines(2),
        (_, queue) -> post(queue, "aaaaa", "b"),
        "1ms b is done",
        "5ms aaaaa is done");
  }

  @Test
  void polledDevice_isDoneWithoutAKick() {
    check(
        DEV,
        DeviceModel.<String>taking(ms(2)).polled(),
        (s, queue) -> {
          post(queue, "a");
          s.at(4);
          assertTrue(queue.stats().recalls() > 1, queue.stats()::toString);
          s.say("in progress " + queue.stats().inProgress());
        },
        "2ms a is done",
        "4ms in progress 0");
  }

  @Test
  void cancel_abortsUnlessItIsIgnored() {
    Body cancels =
        (s, queue) -> {
          Submission<String> a = queue.post("a");
          s.at(5);
          a.cancel();
          s.say(a.await().status().toString());
        };
    DeviceModel<String> model = DeviceModel.taking(ms(10));
    check(DEV, model, cancels, "5ms CANCELLED");
    check(DEV, model.ignoringCancel(), cancels, "10ms a is done", "10ms COMPLETED");
  }

  @Test
  void failingItem_fails() {
    check(
        DEV,
        DeviceModel.<String>taking(ms(10)).failing("a"::equals),
        (s, queue) -> {
          s.say(DriverScript.words(queue.post("a").await()));
          queue.post("b");
        },
        "10ms FAILED of java.io.IOException: error of the simulated device at a",
        "20ms b is done");
  }

  @Test
  void hangingItem_isResetAndOthersStartAgain() {
    check(
        DEV.runLimit(ms(10)),
        DeviceModel.<String>taking(ms(8)).engines(2).hanging("a"::equals),
        (s, queue) -> {
          Submission<String> a = queue.post("a");
          s.at(5);
          queue.post("b");
          s.say(a.await().status().toString());
        },
        "10ms TIMED_OUT",
        "18ms b is done");
  }

  @Test
  void extendingDevice_wantsMoreTimeSoOften() {
    check(
        DEV.runLimit(ms(10)),
        DeviceModel.<String>taking(ms(25)).extending(2),
        (s, queue) -> s.say(queue.post("a").await().status() + " " + queue.stats().resets()),
        "25ms a is done",
        "25ms COMPLETED 0");
  }

  @Test
  void deviceThatCantBeReset_isAtFault() {
    check(
        DEV.runLimit(ms(10)),
        DeviceModel.<String>taking(ms(1)).hanging("a"::equals).notResettable(),
        (s, queue) -> {
          s.say(DriverScript.words(queue.post("a").await()));
          s.say("faulted " + queue.isFaulted());
        },
        "10ms FAILED of java.io.IOException: simulated device of dev can't be reset",
        "10ms faulted true");
  }

  @Test
  void rates_areDrawnFromTheSeed() {
    assertEquals(outcomes(1), outcomes(1));
    List<Status> drawn = outcomes(1);
    for (Status status : List.of(Status.COMPLETED, Status.FAILED, Status.TIMED_OUT)) {
      assertTrue(drawn.stream().filter(status::equals).count() > 20, drawn::toString);
    }
  }

  private static List<Status> outcomes(long seed) {
    List<Status> outcomes = new ArrayList<>();
    Simulation.withCpus(1)
        .run(machine -> {
          DriverQueue<String> queue = DriverQueue.open(machine, DEV.runLimit(ms(10)));
          DeviceModel<String> model = DeviceModel.<String>taking(ms(1)).rates(0.3, 0.3, seed);
          queue.attach(new SimulatedDevice<>(queue, model));
          for (int i = 0; i < 100; i++) {
            outcomes.add(queue.post("item").await().status());
          }
        });
    return outcomes;
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void live_itTakesRealTime() throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    try (Machine machine = Machine.create("live")) {
      DriverQueue<Integer> queue = DriverQueue.open(machine, DEV);
      DeviceModel<Integer> model = DeviceModel.taking(Duration.ofMillis(1));
      queue.attach(
          new SimulatedDevice<>(queue, model.engines(4).effect(_ -> done.incrementAndGet())));
      for (int i = 0; i < 50; i++) {
        queue.post(i);
      }
      queue.awaitIdle();
      assertEquals(50, done.get());
      assertEquals(50, queue.stats().completed());
    }
  }
}
