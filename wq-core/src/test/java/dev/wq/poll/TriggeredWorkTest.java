package dev.wq.poll;

import static dev.wq.Script.ms;

import dev.wq.Script;
import dev.wq.WorkQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TriggeredWorkTest {
  private static TriggeredWork saying(Script s, String name) {
    return TriggeredWork.of(name, outcome -> s.say(name + " " + outcome.cause() + outcome.ready()));
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
  @DisplayName("zephyr P3, P4: without an event it runs at the timeout")
  void nothingRaised_timesOut() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          PollSignal signal = new PollSignal();
          s.say("now " + saying(s, "a").arm(q, ms(0), signal.raised()));
          s.say("later " + saying(s, "b").arm(q, ms(20), signal.raised()));
          s.at(30);
        },
        "0ms now FIRED",
        "0ms later ARMED",
        "0ms a TIMEOUT[]",
        "20ms b TIMEOUT[]");
  }
}
