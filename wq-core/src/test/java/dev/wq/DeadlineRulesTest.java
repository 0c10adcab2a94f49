package dev.wq;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Deadlines, periods, throttling and debouncing. */
class DeadlineRulesTest {
  @Test
  void burstOfEnqueueDelayed_throttles() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("refresh");
          for (int t = 0; t < 120; t += 10) {
            s.at(t);
            q.enqueueDelayed(w, ms(50));
          }
        },
        "50ms refresh runs",
        "100ms refresh runs",
        "150ms refresh runs");
  }

  @Test
  void burstOfModDelayed_debounces() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = s.delayed("refresh");
          for (int t = 0; t < 120; t += 10) {
            s.at(t);
            q.modDelayed(w, ms(50));
          }
          s.at(115);
          assertTrue(w.isArmed());
        },
        "160ms refresh runs");
  }

  @Test
  void enqueueAt_givesPeriodsThatDoNotDrift() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork[] tick = new DelayedWork[1];
          var left = new int[] {3};
          tick[0] =
              s.delayed(
                  "tick",
                  () -> {
                    s.sleep(7);
                    if (left[0]-- > 0) {
                      q.enqueueAt(tick[0], tick[0].deadline().orElseThrow().plus(ms(50)));
                    }
                  });
          q.enqueueDelayed(tick[0], ms(50));
        },
        "50ms tick runs",
        "100ms tick runs",
        "150ms tick runs",
        "200ms tick runs");
  }

  @Test
  void enqueueAt_anInstantThatHasPassedMeansNow() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.at(30);
          s.sayAfterAll("arm: " + q.enqueueAt(s.delayed("w"), ms(10)));
        },
        "30ms w runs",
        "30ms arm: true");
  }

  @Test
  void remainingAndDeadline_followTheTimer() {
    Script.anyScheduleLive(s -> {
      WorkQueue q = s.queue("q");
      DelayedWork w = s.delayed("w");
      assertEquals(Optional.empty(), w.deadline());
      assertEquals(ms(0), w.remaining());
      s.at(5);
      q.enqueueDelayed(w, ms(50));
      assertEquals(Optional.of(ms(55)), w.deadline());
      assertEquals(ms(50), w.remaining());
      s.at(25);
      assertEquals(ms(30), w.remaining());
      q.modDelayed(w, ms(100));
      assertEquals(ms(100), w.remaining());
      assertEquals(Set.of(BusyFlag.DELAYED), w.busy());
      w.cancel();
      assertEquals(ms(0), w.remaining());
    });
  }

  @Test
  void worksWithEqualDeadlines_runAtTheSameInstant() {
    Script.inTurnLive(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueueDelayed(s.delayed("a"), ms(50));
          s.at(20);
          q.enqueueDelayed(s.delayed("b"), ms(30));
          s.at(50);
          s.say("asked");
        },
        "50ms a runs",
        "50ms b runs",
        "50ms asked");
  }

  @Test // the periods are those of the deadlines, not of the moments at which they were set
  void enqueueAt_doesNotDriftOnAClockThatGoesOn() {
    Script.anySchedule(
        s -> {
          var host = new GoingClock();
          WorkQueue q = WrappedHost.machine("clock", host).queue(QueueAttrs.named("q"));
          DelayedWork[] tick = new DelayedWork[1];
          var left = new int[] {10};
          tick[0] =
              DelayedWork.of(
                  "tick",
                  () -> {
                    if (--left[0] > 0) {
                      q.enqueueAt(tick[0], tick[0].deadline().orElseThrow().plus(ms(50)));
                    }
                  });
          q.enqueueAt(tick[0], ms(50));
          s.at(1000);
          s.say(tick[0].deadline().orElseThrow() + " " + left[0]);
        },
        "1000ms PT0.5S 0");
  }

  /** A clock that has gone on by a nanosecond at each look. */
  private static final class GoingClock extends WrappedHost {
    private long looks;

    @Override
    public long nanoTime() {
      return super.nanoTime() + looks++;
    }
  }

  @Test // the usual end of a periodic work
  void cancelSync_stopsAWorkThatArmsItself_whileItRunsAndWhileItWaits() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork[] tick = new DelayedWork[1];
          tick[0] =
              s.delayed(
                  "tick",
                  () -> {
                    s.sleep(4);
                    q.enqueueDelayed(tick[0], ms(6));
                  });
          q.enqueueDelayed(tick[0], ms(10));
          s.at(22);
          s.say("while it runs: " + tick[0].cancelSync());
          s.at(50);
          q.enqueueDelayed(tick[0], ms(0));
          s.at(57);
          s.say("while it waits: " + tick[0].cancelSync());
        },
        "10ms tick runs",
        "20ms tick runs",
        "24ms while it runs: false",
        "50ms tick runs",
        "57ms while it waits: true");
  }
}
