package dev.wq.driver;

import static dev.wq.Script.ms;
import static dev.wq.driver.DriverPoll.COMPLETED;
import static dev.wq.driver.DriverPoll.PENDING;
import static dev.wq.driver.DriverPoll.PENDING_POLL_AGAIN;
import static dev.wq.driver.DriverPoll.REFUSED;
import static dev.wq.driver.DriverScript.dev;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.LogLines;
import dev.wq.Script;
import dev.wq.sim.Simulation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a driver is called, and what becomes of its errors: drivers D12 to D19. */
class CallbackRulesTest {
  @Test
  @DisplayName("drivers D12: calls are made one at a time, whoever posts, kicks and cancels")
  void calls_areMadeOneAtATime() {
    Script.anySchedule(
        s -> {
          DriverQueue<Integer> queue = DriverQueue.open(s.machine(), dev().depth(3));
          MockDriver<Integer> driver = new MockDriver<>(s.machine(), 3, _ -> {});
          queue.attach(driver.abortsOnCancel());
          for (int i = 0; i < 6; i++) {
            int item = i;
            s.thread("user " + i, () -> useOf(queue, driver, item));
          }
          s.machine().runUntilIdle();
          driver.assertNoBreach();
          DriverScript.assertAddsUp(queue.stats());
          s.say("left " + (queue.stats().queued() + queue.stats().inProgress()));
        },
        "0ms left 0");
  }

  private static void useOf(DriverQueue<Integer> queue, MockDriver<Integer> driver, int item)
      throws InterruptedException {
    Submission<Integer> posted = queue.post(item);
    driver.verdict(item, COMPLETED);
    queue.kick();
    if (item % 2 == 0) {
      posted.cancel();
    }
    queue.machine().point();
    queue.kick();
    queue.suspend().close();
    posted.await();
  }

  @Test
  @DisplayName("drivers D12: each call sees what earlier calls and the poster wrote")
  void calls_seeEarlierWrites() {
    Script.anySchedule(
        s -> {
          DriverQueue<int[]> queue = DriverQueue.open(s.machine(), dev());
          int[] calls = new int[1];
          queue.attach(
              new Driver<>() {
                @Override
                public DriverPoll post(int[] item) {
                  calls[0]++;
                  item[1] = item[0] + 1;
                  return PENDING_POLL_AGAIN;
                }

                @Override
                public DriverPoll poll(int[] item) {
                  calls[0]++;
                  item[2] = item[1] + 1;
                  return COMPLETED;
                }
              });
          int[] item = new int[3];
          item[0] = 7;
          queue.post(item).await();
          s.say(calls[0] + " calls, " + item[2]);
        },
        "0ms 2 calls, 9");
  }

  @Test
  @DisplayName("drivers D13: only what was accepted and has not ended is polled")
  void onlyWhatIsInProgress_isPolled() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", REFUSED, PENDING);
          d.postAll("a", "b");
          d.kick();
          d.attach();
          d.finish("a");
          d.finish("b");
          d.kick();
          d.kick();
        },
        "0ms post a: refused",
        "0ms post a: pending",
        "0ms poll a: completed",
        "0ms post b: pending",
        "0ms poll b: completed",
        "0ms stop");
  }

  // ---- polling again, and the kick

  @Test
  @DisplayName("drivers D14: what asks for it is polled again without a kick")
  void pollAgain_isPolledWithoutAKick() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", PENDING_POLL_AGAIN);
          d.driver.onPoll("a", PENDING_POLL_AGAIN, PENDING_POLL_AGAIN, COMPLETED);
          d.attach();
          d.post("a");
          d.s.at(1000);
          d.s.say("polls " + d.driver.pollCalls() + ", " + d.queue.stats().recalls());
        },
        "0ms post a: pending, poll again",
        "0ms poll a: pending, poll again",
        "0ms poll a: pending, poll again",
        "0ms poll a: completed",
        "0ms stop",
        "1000ms polls 3, 3");
  }

  @Test
  @DisplayName("drivers D14: a driver that is always polled again leaves the CPU to other queues")
  void pollAgain_starvesNobody() {
    Script.check(
        Simulation.withCpus(1),
        s -> {
          DriverQueue<String> queue = DriverQueue.open(s.machine(), dev());
          MockDriver<String> driver = new MockDriver<>(s.machine(), 1, _ -> {});
          queue.attach(driver.onPost("a", PENDING_POLL_AGAIN).verdict("a", PENDING_POLL_AGAIN));
          Submission<String> endless = queue.post("a");
          DriverQueue<String> other = DriverQueue.open(s.machine(), DriverAttrs.named("other"));
          MockDriver<String> quick = new MockDriver<>(s.machine(), 1, s::say);
          other.attach(quick.onPost("b", COMPLETED));
          other.post("b").await();
          s.at(1000);
          assertTrue(driver.pollCalls() >= 100, () -> "polls " + driver.pollCalls());
          assertTrue(driver.pollCalls() <= 25_000, () -> "polls " + driver.pollCalls());
          driver.verdict("a", COMPLETED);
          s.say("a: " + endless.await().status());
        },
        "0ms post b: completed",
        "0ms stop",
        "1000ms a: COMPLETED");
  }

  @Test
  @DisplayName("drivers D15: what is pending is not polled before a kick, then once")
  void pending_isPolledAfterAKickOnly() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.post("a");
          d.post("b");
          d.s.at(3_600_000);
          d.kick();
          d.s.at(7_200_000);
          d.finish("a");
        },
        "0ms post a: pending",
        "3600000ms poll a: pending",
        "7200000ms poll a: completed",
        "7200000ms post b: pending");
  }

  @Test
  @DisplayName("drivers D15: a kick in the posting itself is not lost")
  void kickDuringPost_isNotLost() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost(
              "a",
              () -> {
                d.queue.kick();
                return PENDING;
              });
          d.driver.verdict("a", COMPLETED);
          d.attach();
          d.post("a");
        },
        "0ms post a: pending",
        "0ms poll a: completed",
        "0ms stop");
  }

  @Test
  @DisplayName("drivers D15: a kick in a poll, which looked before it, is not lost")
  void kickDuringPoll_isNotLost() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPoll(
              "a",
              () -> {
                d.queue.kick();
                return PENDING;
              });
          d.driver.verdict("a", COMPLETED);
          d.attach();
          d.post("a");
          d.kick();
        },
        "0ms post a: pending",
        "0ms poll a: pending",
        "0ms poll a: completed",
        "0ms stop");
  }

  @Test
  @DisplayName("drivers D15: a kick of an idle queue, or one without a driver, calls nothing")
  void kickOfAnIdleQueue_callsNothing() {
    DriverScript.anySchedule(
        d -> {
          d.kick();
          d.attach();
          d.kick();
          d.s.say("polls " + d.driver.pollCalls() + ", posts " + d.driver.postCalls());
        },
        "0ms polls 0, posts 0");
  }

  @Test
  @DisplayName("drivers D16: the latest answer says whether it is polled again: now it is")
  void pendingThenPollAgain_isPolled() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPoll("a", PENDING_POLL_AGAIN, COMPLETED);
          d.attach();
          d.post("a");
          d.kick();
          d.s.at(1000);
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms poll a: pending, poll again",
        "0ms poll a: completed",
        "0ms stop",
        "1000ms a COMPLETED");
  }

  @Test
  @DisplayName("drivers D16: the latest answer says whether it is polled again: no more")
  void pollAgainThenPending_isNotPolled() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", PENDING_POLL_AGAIN);
          d.driver.onPoll("a", PENDING_POLL_AGAIN, PENDING);
          d.attach();
          d.post("a");
          d.s.at(3_600_000);
          d.finish("a");
        },
        "0ms post a: pending, poll again",
        "0ms poll a: pending, poll again",
        "0ms poll a: pending",
        "3600000ms poll a: completed",
        "3600000ms stop");
  }

  // ---- stop

  @Test
  @DisplayName("drivers D17: the device is stopped once at the end of each busy period")
  void stop_oncePerBusyPeriod() {
    DriverScript.anySchedule(
        d -> {
          Attachment attachment = d.attach();
          d.kick();
          d.post("a");
          d.post("b");
          d.finish("a");
          d.finish("b");
          d.kick();
          d.s.at(10);
          d.post("c");
          d.finish("c");
          attachment.close();
          d.queue.close();
        },
        "0ms post a: pending",
        "0ms poll a: completed",
        "0ms post b: pending",
        "0ms poll b: completed",
        "0ms stop",
        "10ms post c: pending",
        "10ms poll c: completed",
        "10ms stop");
  }

  @Test
  @DisplayName("drivers D18: a driver is stopped before it is detached and another one is called")
  void stop_beforeTheNextDriver() {
    DriverScript.anySchedule(
        d -> {
          MockDriver<String> next =
              new MockDriver<>(d.s.machine(), 1, line -> d.s.say("next: " + line));
          Attachment attachment = d.attach();
          d.postAll("a", "b");
          d.await("detach", () -> attachment.detach(ms(1000)));
          d.s.at(10);
          d.finish("a");
          d.s.at(20);
          d.queue.attach(next);
          d.sayAnswers();
        },
        "0ms post a: pending",
        "10ms poll a: completed",
        "10ms stop",
        "20ms next: post b: pending",
        "20ms detach: returns at 10ms");
  }

  @Test
  @DisplayName("drivers D18: a driver that was never used is detached without a stop")
  void unusedDriver_isNotStopped() {
    DriverScript.anySchedule(
        d -> {
          Attachment attachment = d.attach();
          attachment.close();
          d.s.say("attached " + attachment.isAttached());
        },
        "0ms attached false");
  }

  // ---- errors

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName(
      "drivers D19: a posting that throws fails its item, the device is reset, and on it goes")
  void throwingPost_failsTheItem(boolean isError) {
    Throwable thrown = isError ? new AssertionError("x") : new IOException("x");
    DriverScript.anySchedule(
        dev().banAfter(2),
        d -> {
          d.driver.onPost("a", MockDriver.throwing(thrown));
          d.postAll("a", "b");
          d.attach();
          d.finish("b");
          d.sayResults();
          d.s.say("resets " + d.queue.stats().resets() + ", failed " + d.queue.stats().failed());
        },
        "0ms post a: " + thrown,
        "0ms reset a: RESET",
        "0ms post b: pending",
        "0ms poll b: completed",
        "0ms stop",
        "0ms a FAILED of " + thrown + ", b COMPLETED",
        "0ms resets 1, failed 1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName(
      "drivers D19: a poll that throws fails its item, the device is reset, and on it goes")
  void throwingPoll_failsTheItem(boolean isError) {
    Throwable thrown = isError ? new StackOverflowError("x") : new IllegalStateException("x");
    DriverScript.anySchedule(
        dev().banAfter(2),
        d -> {
          d.driver.onPoll("a", MockDriver.throwing(thrown));
          d.postAll("a", "b");
          d.attach();
          d.kick();
          d.finish("b");
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms poll a: " + thrown,
        "0ms reset a: RESET",
        "0ms post b: pending",
        "0ms poll b: completed",
        "0ms stop",
        "0ms a FAILED of " + thrown + ", b COMPLETED");
  }

  @Test
  @DisplayName("drivers D19: a reset because of one item posts the innocent ones again")
  void resetOfOne_postsTheOthersAgain() {
    DriverScript.anySchedule(
        dev().depth(3).banAfter(2),
        d -> {
          d.driver.withoutPollsInLog().onPoll("b", MockDriver.throwing(new IOException("x")));
          d.postAll("a", "b", "c");
          d.attach();
          d.kick();
          d.finish("a", "c");
          d.sayResults();
          d.s.say("posted 3, accepted " + d.queue.stats().accepted());
        },
        "0ms post a: pending",
        "0ms post b: pending",
        "0ms post c: pending",
        "0ms reset b: RESET",
        "0ms post a: pending",
        "0ms post c: pending",
        "0ms stop",
        "0ms a COMPLETED, b FAILED of java.io.IOException: x, c COMPLETED",
        "0ms posted 3, accepted 5");
  }

  @Test
  @DisplayName("drivers D19: what stop and cancel throw is counted, and nothing else comes of it")
  void throwingStopAndCancel_areCounted() {
    try (LogLines _ = LogLines.open()) {
      DriverScript.anySchedule(
          d -> {
            d.driver.abortsOnCancel().hooks(new Throwing());
            d.attach();
            d.post("a").cancel();
            d.s.settle();
            d.post("b");
            d.finish("b");
            d.sayResults();
            d.s.say("errors " + d.queue.stats().driverErrors());
            d.s.say("resets " + d.queue.stats().resets());
          },
          "0ms post a: pending",
          "0ms cancel a",
          "0ms poll a: cancelled",
          "0ms stop",
          "0ms post b: pending",
          "0ms poll b: completed",
          "0ms stop",
          "0ms a CANCELLED, b COMPLETED",
          "0ms errors 3",
          "0ms resets 0");
    }
  }

  @Test
  @DisplayName("drivers D19: what stop and cancel throw is logged with the queue's name")
  void throwingStopAndCancel_areLogged() {
    try (LogLines log = LogLines.open()) {
      Script.inTurnLive(s -> {
        DriverQueue<String> queue = DriverQueue.open(s.machine(), dev());
        MockDriver<String> driver = new MockDriver<>(s.machine(), 1, _ -> {});
        queue.attach(driver.abortsOnCancel().hooks(new Throwing()));
        Submission<String> a = queue.post("a");
        s.settle();
        a.close();
        s.settle();
      });
      List<String> lines = new ArrayList<>(log.lines());
      assertTrue(lines.size() >= 2, lines::toString);
      lines.forEach(line -> PostRulesTest.assertNames(line, "dev"));
      assertTrue(lines.stream().anyMatch(line -> line.contains("no cancel")), lines::toString);
      assertTrue(lines.stream().anyMatch(line -> line.contains("no stop")), lines::toString);
    }
  }

  private static final class Throwing implements MockDriver.Hooks {
    @Override
    public void cancel() throws IOException {
      throw new IOException("no cancel");
    }

    @Override
    public void stop() {
      throw new AssertionError("no stop");
    }
  }

  @Test
  @DisplayName("drivers D19: a null answer is an error of the driver")
  void nullAnswer_failsTheItem() {
    DriverScript.anySchedule(
        dev().banAfter(3),
        d -> {
          d.driver.onPost("a", () -> null);
          d.driver.onPoll("b", () -> null);
          d.postAll("a", "b");
          d.attach();
          d.kick();
          d.s.say(d.posted(0).await().status() + " " + d.posted(1).await().status());
          d.s.say("resets " + d.queue.stats().resets());
        },
        "0ms post a: null",
        "0ms reset a: RESET",
        "0ms post b: pending",
        "0ms poll b: null",
        "0ms reset b: RESET",
        "0ms stop",
        "0ms FAILED FAILED",
        "0ms resets 2");
  }

  @Test
  @DisplayName("drivers D19: an answer to a poll that only a posting may give is an error")
  void refusedByPoll_failsTheItem() {
    DriverScript.anySchedule(
        dev().banAfter(2),
        d -> {
          d.driver.onPoll("a", REFUSED);
          d.post("a");
          d.attach();
          d.kick();
          d.s.say(d.posted(0).await().status() + ", resets " + d.queue.stats().resets());
        },
        "0ms post a: pending",
        "0ms poll a: refused",
        "0ms reset a: RESET",
        "0ms stop",
        "0ms FAILED, resets 1");
  }
}
