package dev.wq;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Functions that throw: nothing else is lost. */
class FailureRulesTest {
  private static Work throwing(Throwable thrown) {
    return Work.of("w", () -> sneak(thrown));
  }

  @SuppressWarnings("unchecked") // so that any throwable can be thrown
  private static <X extends Throwable> void sneak(Throwable thrown) throws X {
    throw (X) thrown;
  }

  @Test
  void exceptionsAndErrors_areToldCountedAndTheWorkIsIdleAgain() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          for (Throwable thrown :
              new Throwable[] {
                new IOException("checked"),
                new IllegalStateException("unchecked"),
                new NoClassDefFoundError("error"),
                new OutOfMemoryError("memory"),
                new Throwable("neither")
              }) {
            Work w = throwing(thrown);
            q.enqueue(w);
            s.settle();
            s.say(w + ", failed " + q.stats().failed() + ", completed " + q.stats().completed());
          }
        },
        "0ms w throws IOException: checked",
        "0ms w idle, failed 1, completed 1",
        "0ms w throws IllegalStateException: unchecked",
        "0ms w idle, failed 2, completed 2",
        "0ms w throws NoClassDefFoundError: error",
        "0ms w idle, failed 3, completed 3",
        "0ms w throws OutOfMemoryError: memory",
        "0ms w idle, failed 4, completed 4",
        "0ms w throws Throwable: neither",
        "0ms w idle, failed 5, completed 5");
  }

  @Test
  void stackOverflow_endsTheRunAndTheWorkerGoesOn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work w = Work.of("w", FailureRulesTest::deeper);
          q.enqueue(w);
          q.enqueue(s.work("next"));
          s.at(1);
          s.say("again: " + q.enqueue(w));
        },
        "0ms w throws StackOverflowError",
        "0ms next runs",
        "1ms again: true",
        "1ms w throws StackOverflowError");
  }

  @SuppressWarnings("InfiniteRecursion")
  private static void deeper() {
    deeper();
  }

  @Test
  void workThatFailed_canBeQueuedAgainAtOnce() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          var broken = new boolean[] {true};
          Work[] w = new Work[1];
          w[0] =
              s.work(
                  "w",
                  () -> {
                    if (broken[0]) {
                      broken[0] = false;
                      q.enqueue(w[0]);
                      throw new IOException("first time");
                    }
                  });
          q.enqueue(w[0]);
        },
        "0ms w runs",
        "0ms w throws IOException: first time",
        "0ms w runs");
  }

  @Test // waiters see the end of a failed run as of any other
  void flushOfAWorkThatFails_returns() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w =
              Work.of(
                  "w",
                  () -> {
                    s.sleep(5);
                    throw new IOException("late");
                  });
          q.enqueue(w);
          s.say("flush: " + w.flush());
        },
        "5ms w throws IOException: late",
        "5ms flush: true");
  }

  @Test
  void handlerThatThrows_isLoggedAndChangesNothing() {
    Script.anySchedule(
        s -> {
          try (LogLines log = LogLines.open()) {
            WorkQueue q = s.ordered("q");
            q.onFailure((_, _, cause) -> {
              s.say("told of " + cause.getMessage());
              throw new IllegalStateException("the handler's own fault");
            });
            q.enqueue(throwing(new IOException("x")));
            q.enqueue(s.work("next"));
            s.at(1);
            s.say("failed " + q.stats().failed() + ", logged " + log.lines());
          }
        },
        "0ms told of x",
        "0ms next runs",
        "1ms failed 1, logged [the failure handler of queue 'q' failed:"
            + " java.lang.IllegalStateException: the handler's own fault]");
  }

  @Test // told before the work is idle: the slot is taken, a second run waits
  void handler_isPartOfTheRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.onFailure((work, _, _) -> {
            s.say("told, " + work);
            s.machine().compute(ms(0));
          });
          q.enqueue(throwing(new IOException("x")));
          q.enqueue(s.work("next"));
        },
        "0ms told, w running",
        "0ms next runs");
  }

  @Test
  void handler_canQueueTheWorkAgain() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          var left = new int[] {3};
          DelayedWork w =
              s.delayed(
                  "w",
                  () -> {
                    if (left[0]-- > 0) {
                      throw new IOException("not yet");
                    }
                  });
          q.onFailure((_, _, _) -> q.enqueueDelayed(w, ms(10)));
          q.enqueue(w);
        },
        "0ms w runs",
        "10ms w runs",
        "20ms w runs",
        "30ms w runs");
  }

  @Test
  void eachQueue_hasItsOwnHandler_theLastOneSet() {
    Script.anySchedule(
        s -> {
          WorkQueue a = s.queue("A");
          WorkQueue b = s.queue("B");
          a.onFailure((work, queue, cause) -> s.say("never"));
          a.onFailure((work, queue, cause) -> s.say(work.name() + " of " + queue.name()));
          b.onFailure((work, queue, cause) -> s.say("B's: " + cause.getMessage()));
          a.enqueue(throwing(new IOException("x")));
          s.settle();
          b.enqueue(throwing(new IOException("y")));
          assertThrows(NullPointerException.class, () -> a.onFailure(null));
        },
        "0ms w of A",
        "0ms B's: y");
  }

  @Test // the default handler logs
  void withoutAHandler_theFailureIsLogged() {
    Script.anySchedule(
        s -> {
          try (LogLines log = LogLines.open()) {
            WorkQueue q = s.machine().queue(QueueAttrs.named("q"));
            q.enqueue(throwing(new IOException("x")));
            s.settle();
            s.say(log.lines().toString());
          }
        },
        "0ms [work 'w' of queue 'q' failed: java.io.IOException: x]");
  }
}
