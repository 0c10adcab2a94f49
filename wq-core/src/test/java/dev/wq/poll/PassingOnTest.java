package dev.wq.poll;

import static dev.wq.Script.ms;
import static dev.wq.poll.TriggeredWorkTest.saying;

import dev.wq.Script;
import dev.wq.SubmitResult;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is told, and who is told next: zephyr P17, P20-P22, P24, P29. */
class PassingOnTest {
  private final Logger log = Logger.getLogger("dev.wq");
  private final Level level = log.getLevel();

  @BeforeEach
  void expectWarnings() {
    log.setLevel(Level.OFF); // each refused work is one
  }

  @AfterEach
  void hearAgain() {
    log.setLevel(level);
  }

  /** A work that says how it ended. */
  private record Told(Script s, String name) implements TriggerHandler {
    @Override
    public void fired(TriggerOutcome outcome) {
      s.say(name + " " + outcome.cause());
    }

    @Override
    public void refused(TriggeredWork work, SubmitResult why) {
      s.say(work.name() + " " + why + " " + work.busy() + work.isArmed());
    }

    TriggeredWork work() {
      return TriggeredWork.of(name, this);
    }
  }

  @Test
  @DisplayName(
      "zephyr P17, ours: an event for a work that has been fired is told to the next watcher")
  void firedWatcher_consumesNothing() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          WorkQueue p = s.ordered("p");
          PollSignal a = new PollSignal();
          PollSignal b = new PollSignal();
          s.occupy(q, 50);
          saying(s, "first").arm(q, a.raised(), b.raised());
          saying(s, "second").arm(p, b.raised());
          a.raise(0);
          b.raise(0);
        },
        "0ms second EVENT[signal raised]",
        "50ms first EVENT[signal raised, signal raised]");
  }

  @Test
  @DisplayName("zephyr P20, P21: each raise tells one watcher, the oldest first")
  void eachRaise_tellsOne() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          PollSignal signal = new PollSignal();
          for (int i = 1; i <= 3; i++) {
            String name = "w" + i;
            TriggeredWork.of(name, _ -> s.say(name + " " + signal.checkAndReset()))
                .arm(q, signal.raised());
          }
          for (int i = 1; i <= 3; i++) {
            s.at(10 * i);
            signal.raise(i);
          }
        },
        "10ms w1 OptionalInt[1]",
        "20ms w2 OptionalInt[2]",
        "30ms w3 OptionalInt[3]");
  }

  @Test
  @DisplayName("zephyr P22: the handler uses the object that fired it")
  void handler_usesTheSource() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal signal = new PollSignal();
          TriggeredWork.of(
                  "w",
                  _ -> {
                    s.say("" + signal.checkAndReset());
                    signal.raise(2);
                    s.say("" + signal.check());
                  })
              .arm(q, signal.raised());
          signal.raise(1);
        },
        "0ms OptionalInt[1]",
        "0ms OptionalInt[2]");
  }

  @Test
  @DisplayName("zephyr P24, ours: fired and refused by a closed queue it is told, idle, passed on")
  void refusedByClosedQueue_isPassedOn() {
    Script.anySchedule(
        s -> {
          WorkQueue closed = s.ordered("closed");
          WorkQueue q = s.ordered("q");
          PollSignal signal = new PollSignal();
          TriggeredWork first = new Told(s, "first").work();
          first.arm(closed, signal.raised());
          closed.close();
          s.say("still armed " + first.isArmed());
          new Told(s, "second").work().arm(q, signal.raised());
          signal.raise(0);
          s.settle();
          s.say("at once " + first.arm(closed, signal.raised()));
          s.say("on another " + first.arm(q, signal.raised()));
        },
        "0ms still armed true",
        "0ms first REJECTED_CLOSED []false",
        "0ms second EVENT",
        "0ms first REJECTED_CLOSED []false",
        "0ms at once REJECTED_BY_QUEUE",
        "0ms on another FIRED",
        "0ms first EVENT");
  }

  @Test
  @DisplayName(
      "zephyr P24, Q8: while the queue drains an event from outside is refused, chained not")
  void drainingQueue_refusesFromOutside() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          PollSignal outside = new PollSignal();
          PollSignal chained = new PollSignal();
          new Told(s, "outsider").work().arm(q, outside.raised());
          new Told(s, "inner").work().arm(q, chained.raised());
          q.enqueue(
              Work.of(
                  "busy",
                  () -> {
                    s.sleep(20);
                    chained.raise(0);
                  }));
          s.await("drain", q::drain);
          s.at(10);
          outside.raise(0);
        },
        "10ms outsider REJECTED_DRAINING []false",
        "20ms inner EVENT",
        "20ms drain: returns");
  }

  @Test
  @DisplayName("zephyr P24: a timeout on a closed queue is told as well")
  void timeoutOnClosedQueue_isTold() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          new Told(s, "w").work().arm(q, ms(10), new PollSignal().raised());
          q.close();
          s.at(20);
        },
        "10ms w REJECTED_CLOSED []false");
  }

  @Test
  @DisplayName(
      "ours: fired and cancelled by a close that runs out of time, it is told and passed on")
  void cancelledByClose_isPassedOn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          WorkQueue p = s.ordered("p");
          PollSignal signal = new PollSignal();
          q.enqueue(Work.of("patient", () -> sleepOn(s)));
          s.settle();
          TriggeredWork first = new Told(s, "first").work();
          first.arm(q, signal.raised());
          TriggeredWork second = new Told(s, "second").work();
          p.freeze();
          second.arm(p, signal.raised());
          signal.raise(0);
          s.say("" + q.close(ms(10)).cancelled().contains(first));
          s.say("second " + second.cancel());
        },
        "10ms first REJECTED_CLOSED []false",
        "10ms interrupted",
        "10ms true",
        "10ms second true");
  }

  private static void sleepOn(Script s) {
    try {
      s.sleep(50);
    } catch (InterruptedException closed) {
      s.say("interrupted");
    }
  }

  @Test
  @DisplayName(
      "zephyr P29, ours: what a handler leaves is told to the next watcher when it returns")
  void handlerTakesNothing_nextIsTold() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          PollSignal signal = new PollSignal();
          for (String name : new String[] {"a", "b", "c"}) {
            new Told(s, name).work().arm(q, signal.raised());
          }
          signal.raise(0);
          s.settle();
          s.say("" + signal.check());
        },
        "0ms a EVENT",
        "0ms b EVENT",
        "0ms c EVENT",
        "0ms OptionalInt[0]");
  }

  @Test
  @DisplayName("zephyr P29, ours: cancelled after it was fired, it is passed on")
  void firedAndCancelled_nextIsTold() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          WorkQueue p = s.ordered("p");
          PollSignal signal = new PollSignal();
          s.occupy(q, 10);
          TriggeredWork first = saying(s, "first");
          first.arm(q, signal.raised());
          saying(s, "second").arm(p, signal.raised());
          signal.raise(0);
          s.say("cancel " + first.cancel());
        },
        "0ms cancel true",
        "0ms second EVENT[signal raised]");
  }

  @Test
  @DisplayName(
      "ours: a handler that throws an error when it is refused keeps nothing from the next")
  void refusedHandlerThrows_isPassedOnAllTheSame() {
    Script.anySchedule(
        s -> {
          WorkQueue closed = s.ordered("closed");
          PollSignal signal = new PollSignal();
          TriggerHandler throwing =
              new TriggerHandler() {
                @Override
                public void fired(TriggerOutcome outcome) {}

                @Override
                public void refused(TriggeredWork work, SubmitResult why) {
                  throw new StackOverflowError("told " + why);
                }
              };
          TriggeredWork first = TriggeredWork.of("first", throwing);
          first.arm(closed, signal.raised());
          closed.close();
          new Told(s, "second").work().arm(s.ordered("q"), signal.raised());
          signal.raise(0);
          s.settle();
          s.say("armed " + first.isArmed());
        },
        "0ms second EVENT",
        "0ms armed false");
  }

  @Test
  @DisplayName("ours: a thousand refused watchers are passed over, not a call for each")
  void longLineOfRefused_isNoRecursion() {
    Script.inTurnLive(
        s -> {
          WorkQueue closed = s.ordered("closed");
          PollSignal signal = new PollSignal();
          TriggerHandler silent =
              new TriggerHandler() {
                @Override
                public void fired(TriggerOutcome outcome) {}

                @Override
                public void refused(TriggeredWork work, SubmitResult why) {}
              };
          for (int i = 0; i < 20_000; i++) {
            TriggeredWork.of("w", silent).arm(closed, signal.raised());
          }
          closed.close();
          saying(s, "last").arm(s.queue("q"), signal.raised());
          signal.raise(0);
        },
        "0ms last EVENT[signal raised]");
  }
}
