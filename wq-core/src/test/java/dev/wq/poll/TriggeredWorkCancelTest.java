package dev.wq.poll;

import static dev.wq.Script.ms;
import static dev.wq.poll.TriggeredWorkTest.saying;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wq.Script;
import dev.wq.WorkQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What takes an arming back, and what each state answers: zephyr 53, 66, 67, 70, P7-P11. */
class TriggeredWorkCancelTest {
  @Test
  @DisplayName(
      "zephyr 53, P7: disarmed while it waits it never runs; a second disarm answers false")
  void disarm_onlyOnce() {
    Script.anySchedule(
        s -> {
          PollSignal signal = new PollSignal();
          TriggeredWork work = saying(s, "w");
          s.say("never armed " + work.disarm());
          work.arm(s.queue("q"), ms(20), signal.raised());
          s.say(work.disarm() + " " + work.disarm() + " " + signal.raised().isWatched());
          signal.raise(0);
        },
        "0ms never armed false",
        "0ms true false false");
  }

  @Test
  @DisplayName("zephyr 67: disarm of an armed, a fired and a finished work")
  void disarm_answersByState() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          PollSignal signal = new PollSignal();
          TriggeredWork armed = saying(s, "armed");
          TriggeredWork fired = saying(s, "fired");
          TriggeredWork sleepy =
              TriggeredWork.of(
                  "sleepy",
                  _ -> {
                    s.say("sleepy runs");
                    s.sleep(10);
                  });
          sleepy.arm(q, signal.raised());
          signal.raise(0);
          s.settle();
          signal.reset();
          s.say("running " + sleepy.disarm());
          armed.arm(q, signal.raised());
          s.say("armed " + armed.disarm() + " pending " + armed.isPending());
          fired.arm(q, signal.raised());
          signal.raise(0);
          s.say("fired " + fired.disarm() + " pending " + fired.isPending());
          s.at(30);
          s.say("finished " + sleepy.disarm() + " " + fired.disarm());
        },
        "0ms sleepy runs",
        "0ms running false",
        "0ms armed true pending false",
        "0ms fired false pending true",
        "10ms fired EVENT[signal raised]",
        "30ms finished false false");
  }

  @Test
  @DisplayName("zephyr 66: while it is armed it is not pending; right after the raise it is")
  void pending_onlyFromTheRaiseOn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 10);
          PollSignal signal = new PollSignal();
          TriggeredWork work = saying(s, "w");
          s.say("new " + work.isPending());
          work.arm(q, signal.raised());
          s.say("armed " + work.isPending() + " " + work.isArmed());
          signal.raise(0);
          s.say("raised " + work.isPending() + " " + work.isArmed());
        },
        "0ms new false",
        "0ms armed false true",
        "0ms raised true false",
        "10ms w EVENT[signal raised]");
  }

  @Test
  @DisplayName("zephyr P8, P10, P11, 70: fired it is busy, and belongs to its queue until it runs")
  void fired_isBusy() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          WorkQueue other = s.ordered("other");
          s.occupy(q, 10);
          PollSignal signal = new PollSignal();
          TriggeredWork work = saying(s, "w");
          s.say("" + work.arm(q, signal.raised()));
          s.say("armed, other queue " + work.arm(other, signal.raised()));
          signal.raise(0);
          s.say("fired, same queue " + work.arm(q, signal.raised()));
          s.say("fired, other queue " + work.arm(other, signal.raised()));
          s.say("disarm " + work.disarm());
          s.at(20);
          s.say("afterwards " + work.arm(other, signal.raised()));
        },
        "0ms ARMED",
        "0ms armed, other queue OWNED_BY_OTHER_QUEUE",
        "0ms fired, same queue BUSY",
        "0ms fired, other queue OWNED_BY_OTHER_QUEUE",
        "0ms disarm false",
        "10ms w EVENT[signal raised]",
        "20ms afterwards FIRED",
        "20ms w EVENT[signal raised]");
  }

  @Test
  @DisplayName(
      "zephyr P7, ours: cancel takes an arming back as well, and a fired work off its queue")
  void cancel_armedAndFired() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 10);
          PollSignal signal = new PollSignal();
          TriggeredWork work = saying(s, "w");
          work.arm(q, signal.raised());
          s.say("armed " + work.cancel() + " " + work.cancel());
          work.arm(q, signal.raised());
          signal.raise(0);
          s.say("fired " + work.cancel() + " " + work.cancel());
          s.say("armed again for another " + work.arm(s.queue("p"), signal.raised()));
        },
        "0ms armed true false",
        "0ms fired true false",
        "0ms armed again for another FIRED",
        "0ms w EVENT[signal raised]");
  }

  @Test
  @DisplayName("ours: cancelSync takes it back, waits for the run and refuses to arm meanwhile")
  void cancelSync_refusesArming() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal signal = new PollSignal();
          TriggeredWork[] work = new TriggeredWork[1];
          work[0] =
              TriggeredWork.of(
                  "w",
                  outcome -> {
                    s.say("runs");
                    s.sleep(20);
                    s.say("in the handler " + work[0].arm(q, signal.raised()));
                  });
          work[0].arm(q, signal.raised());
          s.say("armed " + work[0].cancelSync());
          signal.raise(0);
          work[0].arm(q, signal.raised());
          s.at(10);
          signal.reset();
          s.say("armed beside the run " + work[0].arm(q, signal.raised()));
          s.say("running and armed " + work[0].cancelSync());
          s.say("afterwards " + work[0].arm(q, signal.raised()) + " " + work[0].disarm());
        },
        "0ms armed true",
        "0ms runs",
        "10ms armed beside the run ARMED",
        "20ms in the handler REJECTED_CANCELING",
        "20ms running and armed true",
        "20ms afterwards ARMED true");
  }

  @Test
  @DisplayName("ours: disable takes it back and refuses to arm until enable")
  void disable_refusesArming() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal signal = new PollSignal();
          TriggeredWork work = saying(s, "w");
          work.arm(q, signal.raised());
          s.say("disable " + work.disable() + " armed " + work.isArmed());
          signal.raise(0);
          s.say("disabled " + work.arm(q, signal.raised()));
          work.enable();
          s.say("enabled " + work.arm(q, signal.raised()));
        },
        "0ms disable true armed false",
        "0ms disabled REJECTED_DISABLED",
        "0ms enabled FIRED",
        "0ms w EVENT[signal raised]");
  }

  @Test
  @DisplayName("ours: a flush does not wait for an armed work, and waits for a fired one")
  void flush_waitsOnlyForTheFired() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          PollSignal signal = new PollSignal();
          TriggeredWork work = saying(s, "w");
          work.arm(q, signal.raised());
          s.say("armed " + work.flush() + " " + q.flush());
          s.occupy(q, 10);
          signal.raise(0);
          s.say("fired " + work.flush());
        },
        "0ms armed false false",
        "10ms w EVENT[signal raised]",
        "10ms fired true");
  }

  @Test
  @DisplayName("ours: queued by hand while it is armed it runs for that, and stays armed")
  void enqueueWhileArmed_bothRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal signal = new PollSignal();
          TriggeredWork work = saying(s, "w");
          work.arm(q, signal.raised());
          q.enqueue(work);
          s.settle();
          s.say("armed " + work.isArmed());
          signal.raise(0);
        },
        "0ms w ENQUEUED[]",
        "0ms armed true",
        "0ms w EVENT[signal raised]");
  }

  @Test
  @DisplayName("ours: fired while it is pending by hand, one run serves both and knows the event")
  void firedWhilePending_oneRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 10);
          PollSignal signal = new PollSignal();
          TriggeredWork work = saying(s, "w");
          work.arm(q, signal.raised());
          q.enqueue(work);
          signal.raise(0);
        },
        "10ms w EVENT[signal raised]");
  }

  @Test
  @DisplayName("ours: a handler that throws is reported, and the work can be armed again")
  void handlerThrows_isReported() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal signal = new PollSignal();
          TriggeredWork work =
              TriggeredWork.of(
                  "w",
                  _ -> {
                    throw new IllegalStateException("no");
                  });
          work.arm(q, signal.raised());
          signal.raise(0);
          s.settle();
          s.say(work.busy() + " " + signal.raised().isWatched());
          s.say("" + work.arm(q, new PollSignal().raised()));
        },
        "0ms w throws IllegalStateException: no",
        "0ms [] false",
        "0ms ARMED");
  }

  @Test
  @DisplayName(
      "ours: a timed cancelSync that runs out of time has taken the arming back all the same")
  void timedCancelSync_hasTakenItBack() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal signal = new PollSignal();
          TriggeredWork work = TriggeredWork.of("w", _ -> s.sleep(50));
          work.arm(q, ms(0));
          s.at(10);
          work.arm(q, signal.raised());
          try {
            work.cancelSync(ms(10));
          } catch (TimeoutException late) {
            s.say("late");
          }
          assertFalse(work.isArmed());
          assertFalse(signal.raised().isWatched());
        },
        "20ms late");
  }
}
