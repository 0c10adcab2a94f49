package dev.wq.driver;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Bad input: each message names item, queue and value. */
class MisuseTest {
  private static final DriverAttrs DEV = DriverAttrs.named("dev");
  private static final Duration NEGATIVE = Duration.ofMillis(-1);

  private static void assertBad(String message, Executable step) {
    assertEquals(message, refusal(IllegalArgumentException.class, step));
  }

  @Test
  void attributes() {
    assertBad(
        "the name of a driver queue must not be empty, was ' '", () -> DriverAttrs.named(" "));
    assertBad("depth of driver queue 'dev' must be at least 1, was 0", () -> DEV.depth(0));
    assertBad("capacity of driver queue 'dev' must be at least 1, was -1", () -> DEV.capacity(-1));
    assertBad(
        "number of resets before a ban of driver queue 'dev' must be at least 1, was 0",
        () -> DEV.banAfter(0));
    assertBad(
        "largest batch of driver queue 'dev' must be at least 1, was 0", () -> DEV.batch(0, ms(1)));
    assertBad(
        "run limit of driver queue 'dev' must be from 0 to 100 years, was PT-0.001S",
        () -> DEV.runLimit(NEGATIVE));
    assertBad(
        "close timeout of driver queue 'dev' must be from 0 to 100 years, was PT876024H",
        () -> DEV.closeTimeout(Duration.ofDays(36_501)));
    assertBad(
        "linger of driver queue 'dev' must be from 0 to 100 years, was PT-0.001S",
        () -> DEV.batch(2, NEGATIVE));
  }

  @Test
  void postings() {
    assertBad("an item takes at least one credit, was 0", () -> Posting.PLAIN.credits(0));
    assertBad(
        "deadline must not be negative, was PT-0.001S", () -> Posting.PLAIN.deadline(NEGATIVE));
    assertThrows(NullPointerException.class, () -> Posting.PLAIN.after(null));
  }

  @Test
  void models() {
    DeviceModel<String> model = DeviceModel.taking(ms(1));
    assertBad("latency must not be negative, was PT-0.001S", () -> DeviceModel.taking(NEGATIVE));
    assertBad("a device has at least one engine, was 0", () -> model.engines(0));
    assertBad("error rate must be from 0 to 1, was 1.5", () -> model.rates(1.5, 0, 1));
    assertBad("hang rate must be from 0 to 1, was NaN", () -> model.rates(0, Double.NaN, 1));
    assertBad(
        "sum of error rate and hang rate must be from 0 to 1, was 1.25",
        () -> model.rates(0.75, 0.5, 1));
    assertBad("extensions must not be negative, were -1", () -> model.extending(-1));
  }

  @Test
  void calls() {
    Simulation.withCpus(1)
        .run(machine -> {
          DriverQueue<String> queue = DriverQueue.open(machine, DEV.depth(2));
          String name = "driver queue 'dev' 0/2 in progress, 0 queued, no driver";
          assertBad(
              "a wants 3 credits, " + name + " has 2",
              () -> queue.post("a", Posting.PLAIN.credits(3)));
          assertBad(
              "timeout must not be negative, was PT-0.001S",
              () -> queue.post("a", Posting.PLAIN, NEGATIVE));
          assertBad("timeout must not be negative, was PT-0.001S", () -> queue.awaitIdle(NEGATIVE));
          assertBad("timeout must not be negative, was PT-0.001S", () -> queue.close(NEGATIVE));
          assertThrows(NullPointerException.class, () -> queue.post(null));
          assertThrows(NullPointerException.class, () -> queue.attach(null));
          assertEquals(
              "the line of " + name + " itself can't be closed",
              refusal(IllegalStateException.class, () -> queue.ownSubmitter().close()));
          assertEquals(
              "the line of " + name + " itself can't be moved",
              refusal(IllegalStateException.class, () -> queue.ownSubmitter().moveTo(queue)));
          queue.close();
          assertEquals(
              "driver queue 'dev' is closed, refused a",
              refusal(RejectedExecutionException.class, () -> queue.post("a")));
          assertThrows(
              IllegalStateException.class,
              () -> queue.attach(new SimulatedDevice<>(queue, DeviceModel.taking(ms(1)))));
        });
  }
}
