package dev.wq.poll;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;

import dev.wq.Script;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** From an arming to the run: zephyr P1-P6, P9, P12-P16, P25, P26. */
class TriggeredWorkTest {
  /** How one of six works is armed on its signal. */
  private interface How {
    ArmResult arm(TriggeredWork work, WorkQueue queue, PollSignal signal);
  }

  static TriggeredWork saying(Script s, String name) {
    return TriggeredWork.of(name, outcome -> s.say(name + " " + outcome.cause() + outcome.ready()));
  }

  private static void six(Script s, boolean raised, How how) {
    WorkQueue q = s.ordered("q");
    for (int i = 1; i <= 6; i++) {
      String name = "w" + i;
      PollSignal signal = new PollSignal();
      if (raised) {
        signal.raise(0);
      }
      how.arm(TriggeredWork.of(name, outcome -> s.say(name + outcome.cause())), q, signal);
    }
  }

  @Test
  @DisplayName("zephyr P1: armed on a signal it is idle until the raise, then runs once")
  void raise_runsOnce() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal signal = new PollSignal();
          TriggeredWork work = saying(s, "w");
          s.say("arm " + work.arm(q, signal.raised()) + " busy " + work.busy());
          s.at(10);
          signal.raise(7);
          s.settle();
          s.say("armed " + work.isArmed() + " signal " + signal.check());
        },
        "0ms arm ARMED busy []",
        "10ms w EVENT[signal raised]",
        "10ms armed false signal OptionalInt[7]");
  }

  @Test
  @DisplayName(
      "zephyr 44: six works, each armed on a signal of its own, run in order of the raises")
  void sixRaises_runInOrder() {
    Script.anySchedule(
        s -> {
          List<PollSignal> signals = new ArrayList<>();
          six(
              s,
              false,
              (work, queue, signal) -> {
                signals.add(signal);
                return work.arm(queue, signal.raised());
              });
          signals.forEach(signal -> signal.raise(0));
        },
        "0ms w1EVENT",
        "0ms w2EVENT",
        "0ms w3EVENT",
        "0ms w4EVENT",
        "0ms w5EVENT",
        "0ms w6EVENT");
  }

  @Test
  @DisplayName("zephyr 45, P2: armed on a signal that is raised already, it runs at once")
  void alreadyRaised_runsAtOnce() {
    Script.anySchedule(
        s -> six(s, true, (work, queue, signal) -> work.arm(queue, signal.raised())),
        "0ms w1EVENT",
        "0ms w2EVENT",
        "0ms w3EVENT",
        "0ms w4EVENT",
        "0ms w5EVENT",
        "0ms w6EVENT");
  }

  @Test
  @DisplayName("zephyr 46, P2: no timeout and a signal that is raised already: an event")
  void alreadyRaisedWithoutWaiting_isAnEvent() {
    Script.anySchedule(
        s -> six(s, true, (work, queue, signal) -> work.arm(queue, ms(0), signal.raised())),
        "0ms w1EVENT",
        "0ms w2EVENT",
        "0ms w3EVENT",
        "0ms w4EVENT",
        "0ms w5EVENT",
        "0ms w6EVENT");
  }

  @Test
  @DisplayName("zephyr 47, 70, P3: no timeout and no raise: it runs at once, as timed out")
  void notRaisedWithoutWaiting_timesOutAtOnce() {
    Script.anySchedule(
        s -> six(s, false, (work, queue, signal) -> work.arm(queue, ms(0), signal.raised())),
        "0ms w1TIMEOUT",
        "0ms w2TIMEOUT",
        "0ms w3TIMEOUT",
        "0ms w4TIMEOUT",
        "0ms w5TIMEOUT",
        "0ms w6TIMEOUT");
  }

  @Test
  @DisplayName("zephyr 48, P16: raised before the timeout: an event, and the timeout is gone")
  void raisedInTime_isAnEvent() {
    Script.anyScheduleLive(
        s -> {
          PollSignal signal = new PollSignal();
          signal.raise(1);
          saying(s, "a").arm(s.queue("q"), ms(100), signal.raised());
          s.at(50);
          signal.reset();
          saying(s, "b").arm(s.queue("p"), ms(100), signal.raised());
          s.at(100);
          signal.raise(2);
          s.at(300);
          s.say("end");
        },
        "0ms a EVENT[signal raised]",
        "100ms b EVENT[signal raised]",
        "300ms end");
  }

  @Test
  @DisplayName("zephyr 49, 70, P4: without a raise it runs at the timeout, not before")
  void notRaised_timesOut() {
    Script.anyScheduleLive(
        s -> {
          six(s, false, (work, queue, signal) -> work.arm(queue, ms(100), signal.raised()));
          s.at(50);
          s.say("nothing yet");
        },
        "50ms nothing yet",
        "100ms w1TIMEOUT",
        "100ms w2TIMEOUT",
        "100ms w3TIMEOUT",
        "100ms w4TIMEOUT",
        "100ms w5TIMEOUT",
        "100ms w6TIMEOUT");
  }

  @Test
  @DisplayName("zephyr 50, P5: a handler resets the signal and arms again: a run for each raise")
  void handlerArmsAgain_runsForEachRaise() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal signal = new PollSignal();
          TriggeredWork[] work = new TriggeredWork[1];
          int[] key = {0};
          work[0] =
              TriggeredWork.of(
                  "w",
                  outcome -> {
                    signal.reset();
                    s.say(++key[0] + " " + (key[0] < 6 ? work[0].arm(q, signal.raised()) : "end"));
                  });
          work[0].arm(q, signal.raised());
          for (int i = 0; i < 6; i++) {
            s.at(100 * i);
            signal.raise(i);
          }
        },
        "0ms 1 ARMED",
        "100ms 2 ARMED",
        "200ms 3 ARMED",
        "300ms 4 ARMED",
        "400ms 5 ARMED",
        "500ms 6 end");
  }

  @Test
  @DisplayName("zephyr P6: armed again without a reset it is fired again at once")
  void handlerArmsAgainWithoutReset_isFiredAtOnce() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal signal = new PollSignal();
          TriggeredWork[] work = new TriggeredWork[1];
          int[] runs = {0};
          work[0] =
              TriggeredWork.of(
                  "w", _ -> s.say(++runs[0] < 3 ? "" + work[0].arm(q, signal.raised()) : "enough"));
          work[0].arm(q, signal.raised());
          signal.raise(0);
        },
        "0ms FIRED",
        "0ms FIRED",
        "0ms enough");
  }

  @Test
  @DisplayName(
      "zephyr P9: armed again for the same queue, the earlier triggers and timeout are gone")
  void armedTwice_theSecondCounts() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal a = new PollSignal();
          PollSignal b = new PollSignal();
          TriggeredWork work = saying(s, "w");
          work.arm(q, ms(20), a.raised());
          s.say("again " + work.arm(q, b.raised()));
          a.raise(0);
          s.at(50);
          b.raise(0);
        },
        "0ms again ARMED",
        "50ms w EVENT[signal raised]");
  }

  @Test
  @DisplayName(
      "zephyr P12: in its handler it can be armed for any queue; what holds runs on this one")
  void handlerArmsForAnotherQueue() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          WorkQueue other = s.ordered("other");
          PollSignal signal = new PollSignal();
          TriggeredWork[] work = new TriggeredWork[1];
          work[0] =
              TriggeredWork.of(
                  "w",
                  outcome -> {
                    s.sayWhere();
                    if (signal.checkAndReset().isPresent()) {
                      s.say("" + work[0].arm(other, signal.raised()));
                    }
                  });
          work[0].arm(q, signal.raised());
          signal.raise(0);
          s.at(10);
          signal.raise(0);
          s.settle();
          work[0].disarm();
        },
        "0ms w runs on q",
        "0ms ARMED",
        "10ms w runs on other",
        "10ms ARMED");
  }

  @Test
  @DisplayName("zephyr P13: several triggers, one run; the handler sees all that hold by then")
  void severalRaises_runOnce() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          PollSignal a = new PollSignal();
          PollSignal b = new PollSignal();
          PollSignal c = new PollSignal();
          s.occupy(q, 10);
          TriggeredWork.of(
                  "w",
                  outcome ->
                      s.say(
                          List.of(a, b, c).stream().map(x -> outcome.isReady(x.raised())).toList()
                              + ""))
              .arm(q, a.raised(), b.raised(), c.raised());
          c.raise(0);
          a.raise(0);
        },
        "10ms [true, false, true]");
  }

  @Test
  @DisplayName("zephyr P15: the first trigger holds when it is armed: it stays in no list")
  void firstHolds_noneIsRegistered() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal a = new PollSignal();
          PollSignal b = new PollSignal();
          PollSignal c = new PollSignal();
          b.raise(0);
          saying(s, "w").arm(q, a.raised(), b.raised(), c.raised());
          s.settle();
          s.say(a.raised().isWatched() + " " + b.raised().isWatched() + c.raised().isWatched());
        },
        "0ms w EVENT[signal raised]",
        "0ms false falsefalse");
  }

  @Test
  @DisplayName("zephyr P16: an event between the timeout and the handler: timed out, and ready")
  void eventAfterTimeout_isReady() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.ordered("q");
          PollSignal signal = new PollSignal();
          s.occupy(q, 30);
          saying(s, "w").arm(q, ms(10), signal.raised());
          s.at(20);
          signal.raise(0);
        },
        "30ms w TIMEOUT[signal raised]");
  }

  @Test
  @DisplayName("zephyr P25: no trigger and a timeout: a plain timer")
  void noTrigger_isATimer() {
    Script.anyScheduleLive(
        s -> {
          TriggeredWork work = saying(s, "w");
          s.say("" + work.arm(s.queue("q"), ms(10)));
          s.at(20);
          s.say("without a timeout " + work.arm(s.queue("p")) + " " + work.disarm());
        },
        "0ms ARMED",
        "10ms w TIMEOUT[]",
        "20ms without a timeout ARMED true");
  }

  @Test
  @DisplayName("zephyr P26: one trigger given twice is watched twice and runs once")
  void triggerTwice_runsOnce() {
    Script.anySchedule(
        s -> {
          PollSignal signal = new PollSignal();
          saying(s, "w").arm(s.queue("q"), signal.raised(), signal.raised());
          signal.raise(0);
          s.settle();
          s.say("" + signal.raised().isWatched());
        },
        "0ms w EVENT[signal raised, signal raised]",
        "0ms false");
  }

  @Test
  @DisplayName("ours: what can't be armed throws, and the work can be armed afterwards")
  void misuse_throwsAndLeavesNothing() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          TriggeredWork work = saying(s, "w");
          PollSignal signal = new PollSignal();
          s.say(
              refusal(IllegalArgumentException.class, () -> work.arm(q, ms(-1), signal.raised())));
          s.say(
              refusal(
                  IllegalArgumentException.class,
                  () -> work.arm(q, Duration.ofDays(40_000), signal.raised())));
          s.say(
              refusal(
                  NullPointerException.class, () -> work.arm(q, signal.raised(), (Trigger) null)));
          s.say(work.arm(q, signal.raised()) + " " + work.disarm());
        },
        "0ms timeout of work 'w' on queue 'q' must be from 0 to 100 years, was PT-0.001S",
        "0ms timeout of work 'w' on queue 'q' must be from 0 to 100 years, was PT960000H",
        "0ms trigger",
        "0ms ARMED true");
  }
}
