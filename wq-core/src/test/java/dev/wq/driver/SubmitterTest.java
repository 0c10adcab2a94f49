package dev.wq.driver;

import static dev.wq.Script.ms;
import static dev.wq.driver.DriverPoll.COMPLETED;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Script;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lines of several users of one queue, and what an item may ask for. */
class SubmitterTest {
  private static final DriverAttrs DEV = DriverAttrs.named("dev");

  /** A submitter of its own, and what it posts, which is done at once. */
  private static Submitter<String> posting(DriverScript d, Priority priority, String... items)
      throws InterruptedException {
    Submitter<String> submitter = d.queue.submitter(items[0] + "'s", priority);
    for (String item : items) {
      d.post(submitter, item);
      d.driver.onPost(item, COMPLETED);
    }
    return submitter;
  }

  @Test
  void priorities_goInOrder() {
    DriverScript.anySchedule(
        d -> {
          posting(d, Priority.LOW, "low");
          posting(d, Priority.NORMAL, "normal");
          posting(d, Priority.HIGH, "high");
          posting(d, Priority.KERNEL, "kernel");
          d.attach();
        },
        "0ms post kernel: completed",
        "0ms post high: completed",
        "0ms post normal: completed",
        "0ms post low: completed",
        "0ms stop");
  }

  @Test
  void priority_canBeChangedWhileItemsAreQueued() {
    DriverScript.anySchedule(
        d -> {
          posting(d, Priority.NORMAL, "normal");
          posting(d, Priority.LOW, "first", "second").setPriority(Priority.HIGH);
          d.attach();
        },
        "0ms post first: completed",
        "0ms post second: completed",
        "0ms post normal: completed",
        "0ms stop");
  }

  @Test
  void submittersOfOnePriority_takeTurns() {
    DriverScript.anySchedule(
        d -> {
          posting(d, Priority.NORMAL, "a1", "a2", "a3");
          posting(d, Priority.NORMAL, "b1", "b2");
          d.attach();
        },
        "0ms post a1: completed",
        "0ms post b1: completed",
        "0ms post a2: completed",
        "0ms post b2: completed",
        "0ms post a3: completed",
        "0ms stop");
  }

  @Test
  void itemOfManyCredits_isNotOvertaken() {
    DriverScript.anySchedule(
        DEV.depth(3),
        d -> {
          d.attach();
          d.post("a");
          d.post("large", Posting.PLAIN.credits(3));
          d.post("c");
          d.s.say("in progress " + d.driver.inProgress());
          d.finish("a");
          d.finish("large");
          d.finish("c");
        },
        "0ms post a: pending",
        "0ms in progress [a]",
        "0ms poll a: completed",
        "0ms post large: pending",
        "0ms poll large: completed",
        "0ms post c: pending",
        "0ms poll c: completed",
        "0ms stop");
  }

  @Test
  void creditsThatFit_areInProgressTogether() {
    DriverScript.anySchedule(
        DEV.depth(3),
        d -> {
          d.attach();
          d.post("two", Posting.PLAIN.credits(2));
          d.post("one");
          d.post("more");
          d.s.say("in progress " + d.driver.inProgress());
          d.finish("two", "one", "more");
          d.finish("more");
        },
        "0ms post two: pending",
        "0ms post one: pending",
        "0ms in progress [two, one]",
        "0ms poll two: completed",
        "0ms poll one: completed",
        "0ms post more: pending",
        "0ms poll more: completed",
        "0ms stop");
  }

  @Test
  void moved_startsThereAfterWhatStaysHere() {
    DriverScript.anySchedule(
        d -> {
          DriverQueue<String> other = DriverQueue.open(d.s.machine(), DriverAttrs.named("other"));
          MockDriver<String> next =
              new MockDriver<>(d.s.machine(), 1, line -> d.s.say("other: " + line));
          other.attach(next.onPost("b", COMPLETED));
          d.attach();
          Submitter<String> user = d.queue.submitter("user", Priority.NORMAL);
          d.post(user, "a");
          user.moveTo(other);
          Submission<String> b = user.post("b");
          d.s.settle();
          d.s.say(b.toString());
          d.finish("a");
        },
        "0ms post a: pending",
        "0ms b #1 queued",
        "0ms poll a: completed",
        "0ms stop",
        "0ms other: post b: completed",
        "0ms other: stop");
  }

  @Test
  void close_cancelsTheQueuedAndWaitsForTheRest() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          Submitter<String> user = d.queue.submitter("user", Priority.NORMAL);
          d.post(user, "a");
          d.post(user, "b");
          d.post("c");
          d.await("close", user::close);
          d.s.at(10);
          d.sayStatuses();
          d.s.say(Script.refusal(RejectedExecutionException.class, () -> user.post("d")));
          d.finish("a");
          d.sayAnswers();
        },
        "0ms post a: pending",
        "0ms cancel a",
        "0ms poll a: pending",
        "10ms a is pending, b CANCELLED, c is pending",
        "10ms submitter 'user' is closed, refused d",
        "10ms poll a: completed",
        "10ms post c: pending",
        "10ms close: returns at 10ms");
  }

  // ---- items that wait for others

  @Test
  @DisplayName("drivers D17: the device is not stopped before what has waited for its last item")
  void after_waitsForAll_withoutAStop() {
    DriverScript.anySchedule(
        DEV.depth(3),
        d -> {
          d.attach();
          Submission<String> a = d.post("a");
          Submission<String> b = d.post("b");
          d.post("both", Posting.PLAIN.after(a).after(b));
          d.finish("a");
          d.s.say("b ends");
          d.finish("b");
          d.finish("both");
        },
        "0ms post a: pending",
        "0ms post b: pending",
        "0ms poll a: completed",
        "0ms poll b: pending",
        "0ms b ends",
        "0ms poll b: completed",
        "0ms post both: pending",
        "0ms poll both: completed",
        "0ms stop");
  }

  @Test
  void after_whatHasEnded_startsAtOnce() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", COMPLETED).onPost("b", COMPLETED);
          d.attach();
          d.post("b", Posting.PLAIN.after(d.post("a")).after(Submission.completed("c")));
        },
        "0ms post a: completed",
        "0ms stop",
        "0ms post b: completed",
        "0ms stop");
  }

  @Test
  void after_whatFailedOrWasCancelled_failsWithoutTheDriver() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("bad", DriverPoll.failed(new IllegalStateException("x")));
          Submission<String> bad = d.post("bad");
          Submission<String> gone = d.post("gone");
          Submission<String> chained = d.post("chained", Posting.PLAIN.after(bad));
          d.post("end of the chain", Posting.PLAIN.after(chained));
          d.post("other", Posting.PLAIN.after(gone));
          gone.cancel();
          d.attach();
          d.sayStatuses();
          d.s.say(d.posted(2).await().cause().getMessage());
          d.s.say(d.posted(2).await().cause().getCause().getMessage());
        },
        "0ms post bad: failed: java.lang.IllegalStateException: x",
        "0ms stop",
        "0ms bad FAILED, gone CANCELLED, chained FAILED, end of the chain FAILED, other FAILED",
        "0ms waited for bad #1 failed",
        "0ms x");
  }

  @Test
  void after_itemOfAnotherQueue() {
    DriverScript.anySchedule(
        d -> {
          DriverQueue<Integer> other = DriverQueue.open(d.s.machine(), DriverAttrs.named("other"));
          other.attach(new SimulatedDevice<>(other, DeviceModel.taking(ms(5))));
          d.driver.onPost("a", COMPLETED);
          d.attach();
          d.post("a", Posting.PLAIN.after(other.post(7)));
          d.s.at(10);
          d.sayStatuses();
        },
        "5ms post a: completed",
        "5ms stop",
        "10ms a COMPLETED");
  }

  // ---- the end of the queue

  @Test
  void closeInTime_reportsWhatDidNotComplete() {
    DriverScript.anySchedule(
        DEV.closeTimeout(ms(50)),
        d -> {
          d.attach();
          d.postAll("a", "b", "c");
          d.ask("close", () -> d.queue.close(ms(10)));
          d.s.at(5);
          d.finish("a");
          d.s.at(100);
          d.sayStatuses();
          d.sayAnswers();
          assertTrue(d.queue.isClosed());
        },
        "0ms post a: pending",
        "5ms poll a: completed",
        "5ms post b: pending",
        "10ms cancel b",
        "10ms poll b: pending",
        "60ms reset b: RESET",
        "60ms stop",
        "100ms a COMPLETED, b CANCELLED, c CANCELLED",
        "100ms close: [c, b] at 60ms");
  }

  @Test
  void closeWithoutADriver_cancels() {
    DriverScript.anySchedule(
        d -> {
          d.postAll("a", "b");
          d.queue.close();
          d.sayStatuses();
          d.s.say(d.queue.close(ms(1)).toString());
        },
        "0ms a CANCELLED, b CANCELLED",
        "0ms [a, b]");
  }

  @Test
  void closeOfTheMachine_endsTheQueue() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.postAll("a", "b");
          d.await("close", d.s.machine()::close);
          d.s.at(5);
          d.finish("a");
          d.finish("b");
          d.sayStatuses();
          d.sayAnswers();
        },
        "0ms post a: pending",
        "5ms poll a: completed",
        "5ms post b: pending",
        "5ms poll b: completed",
        "5ms stop",
        "5ms a COMPLETED, b COMPLETED",
        "5ms close: returns at 5ms");
  }
}
