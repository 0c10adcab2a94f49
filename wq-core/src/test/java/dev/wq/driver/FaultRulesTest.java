package dev.wq.driver;

import static dev.wq.Script.ms;
import static dev.wq.driver.DriverPoll.COMPLETED;
import static dev.wq.driver.DriverScript.dev;
import static dev.wq.driver.ResetAnswer.STILL_RUNNING;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.Script;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that hang, devices that break: drivers D44 to D46. */
class FaultRulesTest {
  /** An item may take 10 ms, and nobody is banned. */
  private static DriverAttrs limited() {
    return dev().runLimit(ms(10)).banAfter(100);
  }

  @Test
  @DisplayName(
      "drivers D44: an item over its run limit times out by a reset, and the next one starts")
  void itemOverItsLimit_timesOut() {
    DriverScript.anySchedule(
        limited(),
        d -> {
          d.attach();
          d.postAll("a", "b");
          d.s.at(9);
          d.sayResults();
          d.s.at(12);
          d.s.say("a " + d.posted(0).await().status());
          d.finish("b");
          d.s.say("timed out " + d.queue.stats().timedOut() + ", resets " + resets(d));
        },
        "0ms post a: pending",
        "9ms a is pending, b is pending",
        "10ms reset a: RESET",
        "10ms post b: pending",
        "12ms a TIMED_OUT",
        "12ms poll b: completed",
        "12ms stop",
        "12ms timed out 1, resets 1");
  }

  private static long resets(DriverScript d) {
    return d.queue.stats().resets();
  }

  @Test
  @DisplayName("drivers D44: the limit counts from the item's own start")
  void limit_countsFromTheStart() {
    DriverScript.anySchedule(
        limited(),
        d -> {
          d.postAll("a", "b");
          d.s.at(100);
          d.attach();
          d.s.at(108);
          d.finish("a");
          d.s.at(117);
          d.sayResults();
          d.finish("b");
        },
        "100ms post a: pending",
        "108ms poll a: completed",
        "108ms post b: pending",
        "117ms a COMPLETED, b is pending",
        "117ms poll b: completed",
        "117ms stop");
  }

  @Test
  @DisplayName(
      "drivers D44: a reset may say that the item is still at work, which has its time again")
  void stillRunning_extendsTheTime() {
    DriverScript.anySchedule(
        limited(),
        d -> {
          d.driver.onReset(STILL_RUNNING, STILL_RUNNING);
          d.attach();
          d.post("a");
          d.s.at(25);
          d.sayResults();
          d.finish("a");
          d.sayResults();
          d.s.say("resets " + resets(d));
        },
        "0ms post a: pending",
        "10ms reset a: STILL_RUNNING",
        "20ms reset a: STILL_RUNNING",
        "25ms a is pending",
        "25ms poll a: completed",
        "25ms stop",
        "25ms a COMPLETED",
        "25ms resets 0");
  }

  @Test
  @DisplayName(
      "drivers D44: of several in progress the one over its limit ends, the others start again")
  void oneOverItsLimit_othersStartAgain() {
    DriverScript.anySchedule(
        limited().depth(2),
        d -> {
          d.driver.withoutPollsInLog();
          d.attach();
          d.post("a");
          d.s.at(5);
          d.post("b");
          d.s.at(12);
          d.sayStatuses();
          d.finish("b");
          d.sayStatuses();
        },
        "0ms post a: pending",
        "5ms post b: pending",
        "10ms reset a: RESET",
        "10ms post b: pending",
        "12ms a TIMED_OUT, b is pending",
        "12ms stop",
        "12ms a TIMED_OUT, b COMPLETED");
  }

  @Test
  @DisplayName("drivers D44: an answer that comes after the reset is not taken for another item's")
  void lateAnswer_isNotTakenForAnother() {
    DriverScript.anySchedule(
        limited(),
        d -> {
          d.attach();
          d.postAll("a", "b");
          d.s.at(12);
          d.driver.verdict("a", COMPLETED);
          d.kick();
          d.sayStatuses();
          d.finish("b");
          d.sayStatuses();
        },
        "0ms post a: pending",
        "10ms reset a: RESET",
        "10ms post b: pending",
        "12ms poll b: pending",
        "12ms a TIMED_OUT, b is pending",
        "12ms poll b: completed",
        "12ms stop",
        "12ms a TIMED_OUT, b COMPLETED");
  }

  @Test
  @DisplayName("drivers D44: a hanging item delays another one by no more than limit and reset")
  void hangingItem_delaysOthersByTheLimit() {
    DriverScript.anySchedule(
        limited(),
        d -> {
          d.driver.hooks(
              new MockDriver.Hooks() {
                @Override
                public void reset() throws InterruptedException {
                  d.s.sleep(3);
                }
              });
          d.driver.onPost("b", COMPLETED);
          d.attach();
          d.postAll("a", "b");
          d.ask("b", () -> d.posted(1).await().status());
          d.s.at(20);
          d.sayAnswers();
        },
        "0ms post a: pending",
        "10ms reset a: RESET",
        "13ms post b: completed",
        "13ms stop",
        "20ms b: COMPLETED at 13ms");
  }

  // ---- bans

  @Test
  @DisplayName(
      "drivers D45: who causes a reset is banned: what it has queued fails, it posts no more")
  void culprit_isBanned() {
    DriverScript.anySchedule(
        dev().runLimit(ms(10)),
        d -> {
          Submitter<String> bad = d.queue.submitter("bad", Priority.NORMAL);
          Submitter<String> good = d.queue.submitter("good", Priority.NORMAL);
          d.driver.onPost("c", COMPLETED);
          d.attach();
          d.post(bad, "a");
          d.post(bad, "b");
          d.post(good, "c");
          d.s.at(12);
          d.s.say("a " + d.posted(0).await().status() + ", b " + d.posted(1).await().status());
          d.s.say("c " + d.posted(2).await().status());
          d.s.say("banned " + bad.isBanned() + " " + good.isBanned());
          PostRulesTest.assertNames(
              Script.refusal(BannedException.class, () -> bad.post("d")), "bad", "dev");
          d.s.say("failed " + d.queue.stats().failed());
        },
        "0ms post a: pending",
        "10ms reset a: RESET",
        "10ms post c: completed",
        "10ms stop",
        "12ms a TIMED_OUT, b FAILED",
        "12ms c COMPLETED",
        "12ms banned true false",
        "12ms failed 1");
  }

  @Test
  @DisplayName("drivers D45: how many resets are allowed can be said; an extension is none")
  void bannedAfterSoManyResets() {
    DriverScript.anySchedule(
        dev().runLimit(ms(10)).banAfter(2),
        d -> {
          d.driver.onReset(STILL_RUNNING, ResetAnswer.RESET, ResetAnswer.RESET);
          d.attach();
          d.post("a");
          d.s.at(22);
          d.s.say("banned " + d.queue.ownSubmitter().isBanned());
          d.post("b");
          d.s.at(40);
          d.s.say("banned " + d.queue.ownSubmitter().isBanned());
          assertThrows(BannedException.class, () -> d.queue.post("c"));
          assertThrows(BannedException.class, () -> d.queue.tryPost("c"));
        },
        "0ms post a: pending",
        "10ms reset a: STILL_RUNNING",
        "20ms reset a: RESET",
        "20ms stop",
        "22ms banned false",
        "22ms post b: pending",
        "32ms reset b: RESET",
        "32ms stop",
        "40ms banned true");
  }

  @Test
  @DisplayName("drivers D45: a pardon lifts the ban and forgets the resets")
  void pardon_liftsTheBan() {
    DriverScript.anySchedule(
        dev().runLimit(ms(10)),
        d -> {
          d.attach();
          d.post("a");
          d.s.at(12);
          Submitter<String> own = d.queue.ownSubmitter();
          d.s.say("banned " + own.isBanned());
          own.pardon();
          d.s.say("banned " + own.isBanned());
          d.post("b");
          d.finish("b");
        },
        "0ms post a: pending",
        "10ms reset a: RESET",
        "10ms stop",
        "12ms banned true",
        "12ms banned false",
        "12ms post b: pending",
        "12ms poll b: completed",
        "12ms stop");
  }

  // ---- faults

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName(
      "drivers D46: a reset that throws is a fault: every item fails and posting is refused")
  void throwingReset_isAFault(boolean isError) {
    Throwable thrown = isError ? new AssertionError("dead") : new IOException("dead");
    DriverScript.anySchedule(
        limited(),
        d -> {
          d.driver.hooks(throwingReset(thrown));
          d.attach();
          d.postAll("a", "b", "c");
          d.ask("c", () -> d.posted(2).await().status());
          d.s.at(12);
          d.s.say("faulted " + d.queue.isFaulted());
          for (int i = 1; i < 3; i++) {
            d.s.say(d.posted(i).item() + " " + d.posted(i).await().status());
          }
          d.s.say("a is done " + d.posted(0).isDone() + ", completed " + completed(d));
          PostRulesTest.assertNames(
              Script.refusal(RejectedExecutionException.class, () -> d.queue.post("d")), "dev");
          d.sayAnswers();
        },
        "0ms post a: pending",
        "10ms reset a: RESET",
        "12ms faulted true",
        "12ms b FAILED",
        "12ms c FAILED",
        "12ms a is done true, completed 0",
        "12ms c: FAILED at 10ms");
  }

  private static long completed(DriverScript d) {
    return d.queue.stats().completed();
  }

  private static MockDriver.Hooks throwingReset(Throwable thrown) {
    return new MockDriver.Hooks() {
      @Override
      public void reset() throws Exception {
        MockDriver.throwing(thrown).give();
      }
    };
  }

  @Test
  @DisplayName("drivers D46: the next driver ends the fault")
  void nextDriver_endsTheFault() {
    DriverScript.anySchedule(
        limited(),
        d -> {
          d.driver.hooks(throwingReset(new IOException("dead")));
          Attachment dead = d.attach();
          d.post("a");
          d.s.at(12);
          d.s.say("attached " + dead.isAttached());
          dead.close();
          MockDriver<String> next =
              new MockDriver<>(d.s.machine(), 1, line -> d.s.say("next: " + line));
          d.queue.attach(next.onPost("b", COMPLETED));
          d.s.say("faulted " + d.queue.isFaulted());
          d.post("b");
          d.s.say("b " + d.posted(1).await().status());
        },
        "0ms post a: pending",
        "10ms reset a: RESET",
        "12ms attached false",
        "12ms faulted false",
        "12ms next: post b: completed",
        "12ms next: stop",
        "12ms b COMPLETED");
  }

  @Test
  @DisplayName("drivers D46: a driver that has no reset is at fault at its first error")
  void driverWithoutReset_isAtFault() {
    Script.anySchedule(
        s -> {
          DriverQueue<String> queue = DriverQueue.open(s.machine(), dev().banAfter(9));
          queue.attach(new WithoutReset());
          Submission<String> a = queue.post("a");
          s.settle();
          s.say(a.await().status() + " " + queue.isFaulted());
        },
        "0ms FAILED true");
  }

  private static final class WithoutReset implements Driver<String> {
    @Override
    public DriverPoll post(String item) throws IOException {
      throw new IOException("x");
    }

    @Override
    public DriverPoll poll(String item) {
      return COMPLETED;
    }
  }

  @Test
  @DisplayName("drivers D46: a close ends that is answered by a reset that throws")
  void closeThatNeedsAThrowingReset_ends() {
    DriverScript.anySchedule(
        dev().closeTimeout(ms(50)),
        d -> {
          d.driver.hooks(throwingReset(new IOException("dead")));
          d.attach();
          d.post("a");
          d.await("close", () -> d.posted(0).close());
          d.s.at(60);
          d.sayAnswers();
          d.s.say("done " + d.posted(0).isDone() + ", faulted " + d.queue.isFaulted());
        },
        "0ms post a: pending",
        "0ms cancel a",
        "0ms poll a: pending",
        "50ms reset a: RESET",
        "60ms close: returns at 50ms",
        "60ms done true, faulted true");
  }

  // ---- the pump itself

  /** Can't be named once it takes too long. */
  private static final class Nameless {
    private boolean named = true;

    @Override
    public String toString() {
      if (!named) {
        throw new LinkageError("no name");
      }
      return "nameless";
    }
  }

  @Test
  @DisplayName("drivers D46: an error of the pump itself is a fault: all waiters are told")
  void errorOfThePump_isAFault() {
    Script.anySchedule(
        s -> {
          DriverQueue<Nameless> queue = DriverQueue.open(s.machine(), limited());
          queue.attach(new MockDriver<>(s.machine(), 1, _ -> {}));
          Nameless item = new Nameless();
          Submission<Nameless> running = queue.post(item);
          Submission<Nameless> queued = queue.post(new Nameless());
          s.settle();
          item.named = false;
          s.say(running.await().status() + " " + queued.await().status());
          s.say("faulted " + queue.isFaulted());
          item.named = true;
          assertThrows(RejectedExecutionException.class, () -> queue.post(item));
          queue.attach(new MockDriver<Nameless>(s.machine(), 1, _ -> {}).onPost(item, COMPLETED));
          s.say(queue.post(item).await().status() + "");
          queue.close();
        },
        "10ms FAILED FAILED",
        "10ms faulted true",
        "10ms COMPLETED");
  }

  @Test
  @DisplayName("drivers D46: an error of the pump during a close ends the close")
  void errorOfThePumpDuringAClose_endsTheClose() {
    Script.anySchedule(
        s -> {
          DriverQueue<Nameless> queue = DriverQueue.open(s.machine(), limited());
          queue.attach(new MockDriver<>(s.machine(), 1, _ -> {}));
          Nameless item = new Nameless();
          Submission<Nameless> running = queue.post(item);
          s.settle();
          item.named = false;
          queue.close();
          s.say(running.poll().orElseThrow().status() + " " + queue.isClosed());
        },
        "10ms FAILED true");
  }
}
