package dev.wq.driver;

import static dev.wq.Script.ms;
import static dev.wq.driver.DriverPoll.COMPLETED;
import static dev.wq.driver.DriverPoll.PENDING_POLL_AGAIN;
import static dev.wq.driver.DriverScript.dev;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.Script;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Waiting for an item: drivers D28 to D31. */
class WaitRulesTest {
  @Test
  @DisplayName("drivers D28: any number wait, each until its own item has ended")
  void manyWaiters_eachForItsOwn() {
    DriverScript.anySchedule(
        dev().depth(3),
        d -> {
          d.driver.withoutPollsInLog();
          d.attach();
          d.postAll("a", "b", "c");
          for (int i = 0; i < 3; i++) {
            Submission<String> posted = d.posted(i);
            d.ask("one for " + posted.item(), () -> posted.await().status());
            d.ask("other for " + posted.item(), () -> posted.await(ms(1000)).status());
          }
          d.s.at(10);
          d.finish("b");
          d.s.at(20);
          d.finish("c");
          d.s.at(30);
          d.driver.verdict("a", DriverPoll.CANCELLED);
          d.kick();
          d.sayAnswers();
        },
        "0ms post a: pending",
        "0ms post b: pending",
        "0ms post c: pending",
        "30ms stop",
        "30ms one for a: CANCELLED at 30ms",
        "30ms other for a: CANCELLED at 30ms",
        "30ms one for b: COMPLETED at 10ms",
        "30ms other for b: COMPLETED at 10ms",
        "30ms one for c: COMPLETED at 20ms",
        "30ms other for c: COMPLETED at 20ms");
  }

  @Test
  @DisplayName("drivers D28: items can be waited for in another order than they are done in")
  void waitsOutOfOrder() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", COMPLETED);
          d.driver.onPost("b", COMPLETED);
          d.postAll("a", "b");
          d.attach();
          d.s.say("b " + d.posted(1).await().status());
          d.s.say("a " + d.posted(0).await().status());
        },
        "0ms post a: completed",
        "0ms post b: completed",
        "0ms stop",
        "0ms b COMPLETED",
        "0ms a COMPLETED");
  }

  @Test
  @DisplayName("drivers D29: a waiter that leaves takes no progress from the others")
  void leavingWaiter_takesNoProgress() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", PENDING_POLL_AGAIN).verdict("a", PENDING_POLL_AGAIN);
          d.driver.onPost("b", PENDING_POLL_AGAIN).verdict("b", PENDING_POLL_AGAIN);
          d.driver.withoutPollsInLog();
          d.attach();
          d.postAll("a", "b");
          Thread leaving = d.ask("for a", () -> d.posted(0).await());
          d.ask("for b", () -> d.posted(1).await().status());
          d.s.at(10);
          leaving.interrupt();
          d.driver.verdict("a", COMPLETED);
          d.s.at(20);
          d.driver.verdict("b", COMPLETED);
          d.s.at(1000);
          d.s.say("a " + d.posted(0).await().status() + ", b " + d.posted(1).await().status());
        },
        "0ms post a: pending, poll again",
        "10ms post b: pending, poll again",
        "20ms stop",
        "1000ms a COMPLETED, b COMPLETED");
  }

  @Test
  @DisplayName("drivers D30: waiting for what has ended returns at once, any number of times")
  void waitAfterTheEnd_returnsAtOnce() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", COMPLETED);
          d.post("a");
          d.attach();
          for (int i = 0; i < 3; i++) {
            assertSame(d.posted(0).await(), d.posted(0).await(ms(0)));
          }
          assertEquals(d.posted(0).await(), d.posted(0).poll().orElseThrow());
          d.s.say("a " + d.posted(0).await().status());
        },
        "0ms post a: completed",
        "0ms stop",
        "0ms a COMPLETED");
  }

  @Test
  @DisplayName("drivers D31: a wait that times out cancels nothing")
  void timedWait_cancelsNothing() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.postAll("a", "b");
          d.s.say("a: " + Script.answer(() -> d.posted(0).await(ms(10))));
          d.s.say("b: " + Script.answer(() -> d.posted(1).await(ms(10))));
          d.s.say("now: " + Script.answer(() -> d.posted(1).await(ms(0))));
          d.finish("a");
          d.finish("b");
          d.sayResults();
        },
        "0ms post a: pending",
        "10ms a: TimeoutException",
        "20ms b: TimeoutException",
        "20ms now: TimeoutException",
        "20ms poll a: completed",
        "20ms post b: pending",
        "20ms poll b: completed",
        "20ms stop",
        "20ms a COMPLETED, b COMPLETED");
  }

  @Test
  @DisplayName("drivers D31: a deadline cancels an item that is still queued")
  void deadlineOfAQueuedItem_cancels() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.post("a");
          d.post("b", Posting.PLAIN.deadline(ms(10)));
          d.post("c", Posting.PLAIN.deadline(ms(30)));
          d.ask("b", () -> d.posted(1).await().status());
          d.s.at(20);
          d.finish("a");
          d.finish("c");
          d.sayAnswers();
          d.s.at(40);
          d.sayResults();
        },
        "0ms post a: pending",
        "20ms poll a: completed",
        "20ms post c: pending",
        "20ms poll c: completed",
        "20ms stop",
        "20ms b: CANCELLED at 10ms",
        "40ms a COMPLETED, b CANCELLED, c COMPLETED");
  }

  @Test
  @DisplayName("drivers D31: a deadline asks the driver to cancel what is in progress")
  void deadlineOfAnItemInProgress_asksTheDriver() {
    DriverScript.anySchedule(
        d -> {
          d.driver.abortsOnCancel();
          d.attach();
          d.post("a", Posting.PLAIN.deadline(ms(10)));
          d.s.at(9);
          d.sayResults();
          d.s.at(10);
          d.sayResults();
        },
        "0ms post a: pending",
        "9ms a is pending",
        "10ms cancel a",
        "10ms poll a: cancelled",
        "10ms stop",
        "10ms a CANCELLED");
  }

  @Test
  @DisplayName("drivers D31: a deadline counts without a driver and while suspended")
  void deadlineWithoutADriver_cancels() {
    DriverScript.anySchedule(
        d -> {
          d.post("a", Posting.PLAIN.deadline(ms(10)));
          d.s.at(10);
          d.sayResults();
          Suspension suspension = d.queue.suspend();
          d.attach();
          d.post("b", Posting.PLAIN.deadline(ms(10)));
          d.s.at(20);
          d.sayResults();
          suspension.close();
        },
        "10ms a CANCELLED",
        "20ms a CANCELLED, b CANCELLED");
  }

  @Test
  @DisplayName("drivers D31: an item that has ended before its deadline stays as it is")
  void deadlineAfterTheEnd_doesNothing() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", COMPLETED);
          d.attach();
          d.post("a", Posting.PLAIN.deadline(ms(10)));
          d.post("b");
          d.s.at(50);
          d.sayResults();
        },
        "0ms post a: completed",
        "0ms stop",
        "0ms post b: pending",
        "50ms a COMPLETED, b is pending");
  }

  // ---- what a wait answers

  @Test
  void orThrow_saysHowItEnded() {
    Completion.COMPLETED.orThrow();
    assertThrows(CancellationException.class, Completion.CANCELLED::orThrow);
    IOException cause = new IOException("x");
    Completion failed = new Completion(Completion.Status.FAILED, cause);
    Completion late = new Completion(Completion.Status.TIMED_OUT, cause);
    assertSame(cause, assertThrows(CompletionException.class, failed::orThrow).getCause());
    assertSame(cause, assertThrows(CompletionException.class, late::orThrow).getCause());
  }

  @Test
  void stage_completesOnAThreadOfTheMachine_neverThePump() {
    DriverScript.anySchedule(
        d -> {
          Thread[] pump = new Thread[1];
          d.driver.onPost(
              "a",
              () -> {
                pump[0] = Thread.currentThread();
                return COMPLETED;
              });
          d.post("a");
          d.posted(0)
              .toCompletionStage()
              .thenAccept(end -> d.s.say(end.status() + " " + (Thread.currentThread() == pump[0])));
          d.attach();
          d.s.settle();
          d.posted(0).toCompletionStage().thenAccept(end -> d.s.say("later " + end.status()));
          d.s.settle();
        },
        "0ms post a: completed",
        "0ms stop",
        "0ms COMPLETED false",
        "0ms later COMPLETED");
  }
}
