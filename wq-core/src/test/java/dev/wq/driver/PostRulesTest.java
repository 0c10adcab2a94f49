package dev.wq.driver;

import static dev.wq.Script.ms;
import static dev.wq.driver.DriverScript.dev;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Posting and order: drivers D1 to D11. */
class PostRulesTest {
  @Test
  @DisplayName("drivers D1, D2: items start in the order of their posting, one after the other")
  void items_startInOrder_oneAtATime() {
    DriverScript.anySchedule(
        d -> {
          d.postAll("a", "b", "c");
          d.attach();
          d.finish("a");
          d.finish("b");
          d.finish("c");
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms poll a: completed",
        "0ms post b: pending",
        "0ms poll b: completed",
        "0ms post c: pending",
        "0ms poll c: completed",
        "0ms stop",
        "0ms a COMPLETED, b COMPLETED, c COMPLETED");
  }

  @Test
  @DisplayName("drivers D2: with a depth of two, at most two are in progress")
  void depthTwo_twoInProgress() {
    DriverScript.anySchedule(
        dev().depth(2),
        d -> {
          d.driver.withoutPollsInLog();
          d.attach();
          d.postAll("a", "b", "c", "d");
          d.s.say(d.driver.inProgress() + " in progress");
          d.finish("b");
          d.finish("a", "c");
          d.finish("d");
        },
        "0ms post a: pending",
        "0ms post b: pending",
        "0ms [a, b] in progress",
        "0ms post c: pending",
        "0ms post d: pending",
        "0ms stop");
  }

  @Test
  @DisplayName("drivers D3: what is posted before any driver is attached waits for one")
  void postedBeforeAttach_waits() {
    DriverScript.anySchedule(
        d -> {
          d.post("a");
          d.s.at(10);
          d.sayResults();
          d.attach();
          d.finish("a");
          d.sayResults();
        },
        "10ms a is pending",
        "10ms post a: pending",
        "10ms poll a: completed",
        "10ms stop",
        "10ms a COMPLETED");
  }

  @Test
  @DisplayName("drivers D4: behind a refused item that is cancelled, the next is posted by itself")
  void refusedItemCancelled_nextFollows() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", DriverPoll.REFUSED);
          d.postAll("a", "b");
          d.attach();
          d.posted(0).cancel();
          d.s.at(10);
          d.finish("b");
        },
        "0ms post a: refused",
        "0ms post b: pending",
        "10ms poll b: completed",
        "10ms stop");
  }

  @Test
  @DisplayName("drivers D4: a refused item is posted again first, nothing overtakes it")
  void refusedItem_staysFirst() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", DriverPoll.REFUSED, DriverPoll.REFUSED, DriverPoll.PENDING);
          d.postAll("a", "b");
          d.attach();
          d.kick();
          d.kick();
          d.finish("a");
        },
        "0ms post a: refused",
        "0ms post a: refused",
        "0ms post a: pending",
        "0ms poll a: completed",
        "0ms post b: pending");
  }

  @Test
  @DisplayName("drivers D5: a refused item is posted again after another has ended")
  void refusedItem_isPostedAgainWhenAnotherEnds() {
    DriverScript.anySchedule(
        dev().depth(2),
        d -> {
          d.driver.onPost("b", DriverPoll.REFUSED);
          d.postAll("a", "b");
          d.attach();
          d.finish("a");
        },
        "0ms post a: pending",
        "0ms post b: refused",
        "0ms poll a: completed",
        "0ms post b: pending");
  }

  @Test
  @DisplayName("drivers D5: a refused item is posted again after a while, without spinning")
  void refusedItem_isPostedAgainAfterAWhile() {
    int[] tries = new int[1];
    DriverScript.anySchedule(
        d -> {
          d.queue.attach(
              new Driver<>() {
                @Override
                public DriverPoll post(String item) {
                  tries[0]++;
                  return d.s.millis() < 100 ? DriverPoll.REFUSED : DriverPoll.COMPLETED;
                }

                @Override
                public DriverPoll poll(String item) {
                  throw new AssertionError("polled " + item);
                }
              });
          tries[0] = 0;
          d.post("a");
          d.s.at(99);
          assertTrue(tries[0] >= 5, () -> "tries " + tries[0]);
          assertTrue(tries[0] <= 2_500, () -> "tries " + tries[0]);
          d.sayResults();
          d.s.at(200);
          d.sayResults();
        },
        "99ms a is pending",
        "200ms a COMPLETED");
  }

  @Test
  @DisplayName("drivers D5: a refused item is posted to the next driver")
  void refusedItem_isPostedToTheNextDriver() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", DriverPoll.REFUSED);
          d.post("a");
          d.attach().close();
          d.s.say("detached");
          d.attach();
        },
        "0ms post a: refused",
        "0ms detached",
        "0ms post a: pending");
  }

  @Test
  @DisplayName(
      "drivers D6: an item that is done in its posting is not polled, the next one follows")
  void doneInPost_isNotPolled() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", DriverPoll.COMPLETED);
          d.driver.onPost("b", DriverPoll.failed(new IllegalStateException("bad tag")));
          d.postAll("a", "b", "c");
          d.attach();
          d.kick();
          d.sayResults();
        },
        "0ms post a: completed",
        "0ms post b: failed: java.lang.IllegalStateException: bad tag",
        "0ms post c: pending",
        "0ms poll c: pending",
        "0ms a COMPLETED, b FAILED of java.lang.IllegalStateException: bad tag, c is pending");
  }

  @Test
  @DisplayName("drivers D7: an item that has ended can be posted again, which is a new submission")
  void endedItem_canBePostedAgain() {
    Script.anySchedule(
        s -> {
          DriverQueue<Buffer> queue = DriverQueue.open(s.machine(), dev());
          MockDriver<Buffer> driver = new MockDriver<>(s.machine(), 1, s::say);
          Buffer buffer = new Buffer("key");
          queue.attach(driver.onPost(buffer, DriverPoll.COMPLETED));
          Submission<Buffer> first = queue.post(buffer);
          first.await();
          Submission<Buffer> second = queue.post(buffer);
          s.settle();
          assertNotSame(first, second);
          s.say(DriverScript.result(first) + ", " + DriverScript.result(second));
          driver.verdict(buffer, DriverPoll.COMPLETED);
          queue.kick();
          s.settle();
          s.say(second.await() + " " + buffer.isLent());
        },
        "0ms post key: completed",
        "0ms stop",
        "0ms post key: pending",
        "0ms key COMPLETED, key is pending",
        "0ms poll key: completed",
        "0ms stop",
        "0ms Completion[status=COMPLETED, cause=null] false");
  }

  @Test
  @DisplayName("drivers D8: an item that is queued or in progress is refused, whatever the queue")
  void lentItem_isRefused() {
    Script.anySchedule(
        s -> {
          DriverQueue<Buffer> queue = DriverQueue.open(s.machine(), dev());
          DriverQueue<Buffer> other = DriverQueue.open(s.machine(), DriverAttrs.named("other"));
          MockDriver<Buffer> driver = new MockDriver<>(s.machine(), 1, s::say);
          Buffer buffer = new Buffer("key");
          queue.post(buffer);
          assertNames(refusal(queue, buffer), "key");
          assertNames(refusal(other, buffer), "key");
          queue.attach(driver);
          s.settle();
          assertNames(refusal(queue, buffer), "key");
          assertEquals(1, queue.stats().posted());
          assertEquals(0, other.stats().posted());
          assertTrue(buffer.isLent());
        },
        "0ms post key: pending");
  }

  private static String refusal(DriverQueue<Buffer> queue, Buffer buffer) {
    return Script.refusal(IllegalStateException.class, () -> queue.post(buffer));
  }

  static void assertNames(String message, String... names) {
    for (String name : names) {
      assertTrue(message.contains(name), () -> "'" + message + "' should name " + name);
    }
  }

  /** An item of which there is one. */
  private static final class Buffer extends DriverItem {
    private final String name;

    private Buffer(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  @DisplayName("drivers D9: a submission that needs no device is completed from the start")
  void completedSubmission_needsNoQueue() throws InterruptedException {
    Submission<String> done = Submission.completed("a");
    assertEquals(Optional.of(Completion.COMPLETED), done.poll());
    assertEquals(Completion.COMPLETED, done.await());
    assertTrue(done.isDone());
    assertTrue(done.cancel());
    done.close();
    assertEquals("a", done.item());
    assertEquals(Completion.COMPLETED, done.toCompletionStage().toCompletableFuture().getNow(null));
  }

  @Test
  @DisplayName("drivers D10: posting alone makes progress, nobody has to wait or poll")
  void postingAlone_makesProgress() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.driver.onPost("a", DriverPoll.COMPLETED);
          d.driver.onPost("b", DriverPoll.PENDING_POLL_AGAIN);
          d.driver.onPoll("b", DriverPoll.COMPLETED);
          d.postAll("a", "b");
          d.s.machine().runUntilIdle();
          d.s.at(100);
          d.sayResults();
        },
        "0ms post a: completed",
        "0ms stop",
        "0ms post b: pending, poll again",
        "0ms poll b: completed",
        "0ms stop",
        "100ms a COMPLETED, b COMPLETED");
  }

  // ---- the bound

  @Test
  @DisplayName("drivers D11: a full queue refuses, waits so long, or waits until an item has ended")
  void fullQueue_refusesOrWaits() {
    DriverScript.anySchedule(
        dev().capacity(2),
        d -> {
          d.attach();
          d.s.say("first " + d.queue.tryPost("a").isPresent());
          d.s.say("second " + d.queue.tryPost("b").isPresent());
          d.s.settle();
          d.s.say("third " + d.queue.tryPost("c").isPresent());
          d.s.say("in time: " + Script.answer(() -> d.queue.post("c", Posting.PLAIN, ms(10))));
          d.ask("waits", () -> d.queue.post("d").item());
          d.s.at(20);
          d.driver.verdict("a", DriverPoll.COMPLETED);
          d.queue.kick();
          d.s.at(30);
          d.s.say("full again " + d.queue.tryPost("e").isEmpty());
          d.sayAnswers();
        },
        "0ms first true",
        "0ms second true",
        "0ms post a: pending",
        "0ms third false",
        "10ms in time: TimeoutException",
        "20ms poll a: completed",
        "20ms post b: pending",
        "30ms full again true",
        "30ms waits: d at 20ms");
  }

  @Test
  @DisplayName("drivers D11: cancelling a queued item makes room as well")
  void cancel_makesRoom() {
    DriverScript.anySchedule(
        dev().capacity(1),
        d -> {
          Submission<String> a = d.post("a");
          d.ask("waits", () -> d.queue.post("b").item());
          d.s.at(10);
          a.cancel();
          d.sayAnswers();
        },
        "10ms waits: b at 10ms");
  }

  @Test
  @DisplayName("drivers D11: a poster that is interrupted while it waits has posted nothing")
  void interruptedPoster_hasPostedNothing() {
    DriverScript.anySchedule(
        dev().capacity(1),
        d -> {
          d.post("a");
          Thread poster = d.ask("waits", () -> d.queue.post("b").item());
          d.s.at(10);
          poster.interrupt();
          d.s.settle();
          d.s.say("posted " + d.queue.stats().posted());
          d.sayAnswers();
        },
        "10ms posted 1",
        "10ms waits: InterruptedException at 10ms");
  }

  @Test
  @DisplayName("drivers D11: posters that wait are served in their order")
  void waitingPosters_areServedInOrder() {
    DriverScript.anySchedule(
        dev().capacity(1),
        d -> {
          List<Submission<String>> got = new ArrayList<>();
          got.add(d.post("a"));
          for (String item : new String[] {"b", "c"}) {
            d.ask("post " + item, () -> got.add(d.queue.post(item)));
            d.s.settle();
          }
          d.s.at(10);
          got.get(0).cancel();
          d.sayAnswers();
          d.s.at(20);
          got.get(1).cancel();
          d.sayAnswers();
        },
        "10ms post b: true at 10ms",
        "10ms post c: waits",
        "20ms post b: true at 10ms",
        "20ms post c: true at 20ms");
  }

  @Test
  @DisplayName("drivers D11: without a bound posting never waits")
  void unbounded_neverWaits() {
    DriverScript.anySchedule(
        dev().capacity(Integer.MAX_VALUE),
        d -> {
          for (int i = 0; i < 10_000; i++) {
            assertFalse(d.queue.tryPost("i").isEmpty());
          }
          d.s.say("queued " + d.queue.stats().queued());
        },
        "0ms queued 10000");
  }
}
