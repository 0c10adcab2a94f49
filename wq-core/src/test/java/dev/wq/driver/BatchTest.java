package dev.wq.driver;

import static dev.wq.Script.ms;
import static dev.wq.driver.DriverPoll.COMPLETED;
import static dev.wq.driver.DriverPoll.PENDING;
import static dev.wq.driver.DriverPoll.REFUSED;

import dev.wq.Script;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Batches, and drivers that answer them badly. */
class BatchTest {
  private static final DriverAttrs DEV =
      DriverAttrs.named("dev").depth(8).batch(3, ms(10)).banAfter(9);

  /** Answers batches as it is told, otherwise completes them. */
  private static final class Batcher implements Driver<String> {
    private final Script s;
    private final Queue<Callable<List<DriverPoll>>> told = new ArrayDeque<>();

    Batcher(Script s) {
      this.s = s;
    }

    Batcher answers(DriverPoll... answers) {
      told.add(() -> Arrays.asList(answers));
      return this;
    }

    Batcher fails(Exception thrown) {
      told.add(() -> {
        throw thrown;
      });
      return this;
    }

    @Override
    public List<DriverPoll> postBatch(List<String> items) throws Exception {
      s.say("batch " + items);
      return told.isEmpty() ? items.stream().map(_ -> COMPLETED).toList() : told.remove().call();
    }

    @Override
    public DriverPoll post(String item) {
      throw new AssertionError("not in a batch: " + item);
    }

    @Override
    public DriverPoll poll(String item) {
      return COMPLETED;
    }

    @Override
    public ResetAnswer reset(String overdue) {
      s.say("reset " + overdue);
      return ResetAnswer.RESET;
    }
  }

  private interface Body {
    void run(Script s, DriverQueue<String> queue, Batcher driver) throws Exception;
  }

  private static void check(DriverAttrs attrs, Body body, String... expected) {
    Script.anySchedule(
        s -> {
          DriverQueue<String> queue = DriverQueue.open(s.machine(), attrs);
          body.run(s, queue, new Batcher(s));
          s.machine().runUntilIdle();
          DriverScript.assertAddsUp(queue.stats());
        },
        expected);
  }

  private static List<Submission<String>> post(DriverQueue<String> queue, String... items)
      throws InterruptedException {
    List<Submission<String>> posted = new ArrayList<>();
    for (String item : items) {
      posted.add(queue.post(item));
    }
    return posted;
  }

  private static void sayResults(Script s, List<Submission<String>> posted) {
    s.settle();
    posted.forEach(submission -> s.say(DriverScript.result(submission)));
  }

  @Test
  void partOfABatch_lingers() {
    check(
        DEV,
        (s, queue, driver) -> {
          queue.attach(driver);
          post(queue, "a");
          s.at(9);
          post(queue, "b");
          s.at(20);
          post(queue, "c");
        },
        "10ms batch [a, b]",
        "30ms batch [c]");
  }

  @Test
  void fullBatch_goesAtOnce() {
    check(
        DEV,
        (_, queue, driver) -> {
          post(queue, "a", "b", "c", "d");
          queue.attach(driver);
        },
        "0ms batch [a, b, c]",
        "10ms batch [d]");
  }

  @Test
  void batch_hasNoMoreThanTheCredits() {
    check(
        DEV,
        (s, queue, driver) -> {
          queue.post("a", Posting.PLAIN.credits(5));
          queue.post("b", Posting.PLAIN.credits(3));
          queue.post("c");
          queue.attach(driver.answers(PENDING, PENDING));
          s.at(20);
          queue.kick();
        },
        "0ms batch [a, b]",
        "30ms batch [c]");
  }

  @Test
  void linger_endsWithTheQueue() {
    check(
        DEV.batch(3, ms(1000)),
        (s, queue, driver) -> {
          queue.attach(driver);
          post(queue, "a");
          s.at(5);
          queue.close();
          s.say("closed");
        },
        "5ms batch [a]",
        "5ms closed");
  }

  @Test
  void cancelled_isNotInTheBatch() {
    check(
        DEV,
        (s, queue, driver) -> {
          queue.attach(driver);
          List<Submission<String>> posted = post(queue, "a", "b");
          s.at(5);
          posted.getFirst().cancel();
        },
        "10ms batch [b]");
  }

  @Test
  void fewerAnswers_refuseTheRest() {
    check(
        DEV.batch(3, ms(0)),
        (s, queue, driver) -> {
          List<Submission<String>> posted = post(queue, "a", "b", "c");
          queue.attach(driver.answers(COMPLETED));
          s.at(1);
          sayResults(s, posted);
        },
        "0ms batch [a, b, c]",
        "0ms batch [b, c]",
        "1ms a COMPLETED",
        "1ms b COMPLETED",
        "1ms c COMPLETED");
  }

  @Test
  void refusedInTheMiddle_goFirstInOrder() {
    check(
        DEV.batch(3, ms(0)),
        (s, queue, driver) -> {
          post(queue, "a", "b", "c", "d");
          queue.attach(driver.answers(REFUSED, COMPLETED, REFUSED));
          s.at(1);
        },
        "0ms batch [a, b, c]",
        "0ms batch [a, c, d]");
  }

  @Test
  @DisplayName("drivers D19: more answers than items fail the batch, and the next one follows")
  void moreAnswersThanItems_failTheBatch() {
    check(
        DEV.batch(2, ms(0)),
        (s, queue, driver) -> {
          List<Submission<String>> posted = post(queue, "a", "b", "c");
          queue.attach(driver.answers(COMPLETED, COMPLETED, COMPLETED));
          sayResults(s, posted);
        },
        "0ms batch [a, b]",
        "0ms reset a",
        "0ms batch [c]",
        "0ms a FAILED of java.lang.IllegalStateException: the driver of 'dev' has answered"
            + " [completed, completed, completed] to the batch"
            + " [a #1 in progress, b #2 in progress]",
        "0ms b FAILED of java.lang.IllegalStateException: the driver of 'dev' has answered"
            + " [completed, completed, completed] to the batch"
            + " [a #1 in progress, b #2 in progress]",
        "0ms c COMPLETED");
  }

  @Test
  @DisplayName("drivers D19: a batch that throws fails, what was in progress is posted again")
  void throwingBatch_fails() {
    check(
        DEV.batch(2, ms(0)),
        (s, queue, driver) -> {
          List<Submission<String>> posted = post(queue, "a", "b", "c", "d");
          queue.attach(driver.answers(PENDING, PENDING).fails(new IOException("x")));
          sayResults(s, posted);
        },
        "0ms batch [a, b]",
        "0ms batch [c, d]",
        "0ms reset c",
        "0ms batch [a, b]",
        "0ms a COMPLETED",
        "0ms b COMPLETED",
        "0ms c FAILED of java.io.IOException: x",
        "0ms d FAILED of java.io.IOException: x");
  }

  @Test
  @DisplayName("drivers D19: a null among the answers fails the batch")
  void nullAnswer_failsTheBatch() {
    check(
        DEV.batch(2, ms(0)),
        (s, queue, driver) -> {
          List<Submission<String>> posted = post(queue, "a", "b", "c");
          queue.attach(driver.answers(COMPLETED, null));
          s.settle();
          posted.forEach(submission -> s.say(submission.toString()));
        },
        "0ms batch [a, b]",
        "0ms reset a",
        "0ms batch [c]",
        "0ms a #1 failed",
        "0ms b #2 failed",
        "0ms c #3 completed");
  }
}
