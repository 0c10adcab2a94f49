package dev.wq;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Freeze and thaw, of a queue and of the machine: linux 110-115. */
class FreezeRulesTest {
  private static WorkQueue freezable(Script s, String name) {
    return s.queue(QueueAttrs.named(name).freezable());
  }

  @Test // linux 110: what runs goes on to its end, and the freeze waits for it
  void freeze_waitsForWhatRuns() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(s.work("w", 10));
          s.at(1);
          q.freeze();
          s.say("frozen: " + q);
        },
        "0ms w runs",
        "10ms w ends",
        "10ms frozen: q running=0/1024 pending=0 frozen");
  }

  @Test // linux 111: new works, fired timers and self-requeues wait
  void frozenQueue_holdsNewWorksTimersAndSelfRequeues() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work[] self = new Work[1];
          self[0] =
              s.work(
                  "self",
                  () -> {
                    s.sleep(5);
                    if (s.millis() < 10) {
                      q.enqueue(self[0]);
                    }
                  });
          q.enqueue(self[0]);
          s.at(1);
          q.enqueueDelayed(s.delayed("timed"), ms(20));
          q.freeze();
          s.at(10);
          q.enqueue(s.work("new"));
          s.at(30);
          s.say("held: " + q.stats().pending());
          q.thaw();
        },
        "0ms self runs",
        "30ms held: 3",
        "30ms self runs",
        "35ms new runs",
        "35ms timed runs");
  }

  @Test // linux 112
  void freeze_returnsOnlyWhenNothingIsActive() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(s.work("a", 5));
          q.enqueue(Work.of("b", () -> s.sleep(9)));
          s.at(1);
          s.await("freeze", q::freeze);
          s.at(7);
          s.say("frozen: " + q.isFrozen() + ", in flight: " + q.stats().inFlight());
        },
        "0ms a runs",
        "5ms a ends",
        "7ms frozen: true, in flight: 1",
        "9ms freeze: returns");
  }

  @Test // linux 113
  void thaw_startsHeldWorksInQueueingOrder() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").maxActive(1));
          q.freeze();
          for (String name : new String[] {"a", "b", "c"}) {
            q.enqueue(s.work(name, 1));
          }
          s.at(5);
          q.thaw();
        },
        "5ms a runs",
        "6ms a ends",
        "6ms b runs",
        "7ms b ends",
        "7ms c runs",
        "8ms c ends");
  }

  @Test // linux 113
  void thawOfAQueueThatIsNotFrozen_doesNothing() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.thaw();
          q.freeze();
          q.thaw();
          q.thaw();
          q.enqueue(s.work("w"));
        },
        "0ms w runs");
  }

  @Test // linux 114
  void flushOfAHeldWork_waitsForTheThaw_cancelSyncDoesNot() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work a = s.work("a");
          Work b = s.work("b");
          q.freeze();
          q.enqueue(a);
          q.enqueue(b);
          s.ask("flush of a", a::flush);
          s.at(5);
          s.say("cancelSync of b: " + b.cancelSync());
          s.at(20);
          s.say("thaw");
          q.thaw();
          s.at(21);
          s.say("idle: " + q.stats().completed());
        },
        "5ms cancelSync of b: true",
        "20ms thaw",
        "20ms a runs",
        "20ms flush of a: true",
        "21ms idle: 1");
  }

  @Test // linux 114
  void drainOfAFrozenQueue_waitsForTheThaw() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.freeze();
          q.enqueue(s.work("w", 5));
          s.await("drain", q::drain);
          s.at(10);
          q.thaw();
        },
        "10ms w runs",
        "15ms w ends",
        "15ms drain: returns");
  }

  @Test // linux 114
  void flushOfAFrozenQueue_waitsForTheThaw() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.freeze();
          q.enqueue(s.work("w", 5));
          s.ask("flush", q::flush);
          s.at(10);
          q.thaw();
        },
        "10ms w runs",
        "15ms w ends",
        "15ms flush: true");
  }

  @Test // linux 115
  void setMaxActiveWhileFrozen_countsFromTheThawOn() {
    Script.inTurn(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").maxActive(1));
          q.freeze();
          q.enqueue(s.work("a", 5));
          q.enqueue(s.work("b", 5));
          q.setMaxActive(2);
          s.at(10);
          s.say("thaw");
          q.thaw();
        },
        "10ms thaw",
        "10ms a runs",
        "10ms b runs",
        "15ms a ends",
        "15ms b ends");
  }

  @Test
  void freezeThatTimesOut_thawsAgain() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(s.work("slow", 20));
          s.at(1);
          String why = assertThrows(TimeoutException.class, () -> q.freeze(ms(4))).getMessage();
          s.say(why + ", frozen: " + q.isFrozen());
          q.enqueue(s.work("w"));
        },
        "0ms slow runs",
        "5ms freeze of queue 'q' timed out, frozen: false",
        "5ms w runs",
        "20ms slow ends");
  }

  @Test // a thread that gives up must not thaw for one that goes on
  void freezeThatTimesOut_leavesTheFreezeOfAnother() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(s.work("slow", 20));
          s.at(1);
          s.await("freeze for ever", q::freeze);
          s.await("freeze for 4 ms", () -> q.freeze(ms(4)));
          s.at(10);
          s.say("frozen: " + q.isFrozen());
          q.enqueue(s.work("w"));
          s.at(30);
          q.thaw();
        },
        "0ms slow runs",
        "5ms freeze for 4 ms: TimeoutException",
        "10ms frozen: true",
        "20ms slow ends",
        "20ms freeze for ever: returns",
        "30ms w runs");
  }

  @Test // linux 110
  void machineFreeze_holdsFreezableQueuesOnly() {
    Script.anySchedule(
        s -> {
          WorkQueue f = freezable(s, "F");
          WorkQueue n = s.queue("N");
          s.machine().freezeQueues(ms(1));
          f.enqueue(s.work("of F"));
          n.enqueue(s.work("of N"));
          s.at(5);
          s.say("thaw");
          s.machine().thawQueues();
        },
        "0ms of N runs",
        "5ms thaw",
        "5ms of F runs");
  }

  @Test // a freezable queue made during a freeze starts frozen
  void freezableQueueMadeDuringAMachineFreeze_startsFrozen() {
    Script.anySchedule(
        s -> {
          s.machine().freezeQueues(ms(1));
          WorkQueue f = freezable(s, "F");
          f.enqueue(s.work("w"));
          s.at(5);
          s.say("thaw, frozen: " + f.isFrozen());
          s.machine().thawQueues();
        },
        "5ms thaw, frozen: true",
        "5ms w runs");
  }

  @Test
  void machineFreezeThatTimesOut_thawsAllAndNamesWhatRuns() {
    Script.anySchedule(
        s -> {
          WorkQueue a = freezable(s, "A");
          WorkQueue b = freezable(s, "B");
          a.enqueue(s.work("slow", 20));
          s.at(1);
          String why =
              assertThrows(TimeoutException.class, () -> s.machine().freezeQueues(ms(4)))
                  .getMessage();
          assertTrue(why.endsWith("still running: 'slow' of A"), why);
          s.say("frozen: " + a.isFrozen() + " " + b.isFrozen());
          b.enqueue(s.work("w"));
        },
        "0ms slow runs",
        "5ms frozen: false false",
        "5ms w runs",
        "20ms slow ends");
  }

  @Test // linux 115, ours: nests
  void machineFreeze_nests() {
    Script.anySchedule(
        s -> {
          WorkQueue f = freezable(s, "F");
          s.machine().freezeQueues(ms(1));
          s.machine().freezeQueues(ms(1));
          f.enqueue(s.work("w"));
          s.machine().thawQueues();
          s.at(5);
          s.say("thawed once, frozen: " + f.isFrozen());
          s.machine().thawQueues();
          s.at(6);
          s.say(refusal(IllegalStateException.class, () -> s.machine().thawQueues()));
        },
        "5ms thawed once, frozen: true",
        "5ms w runs",
        "6ms machine 'sim' is not frozen");
  }

  @Test
  void freezeOfAQueueAndOfTheMachine_areThawedSeparately() {
    Script.anySchedule(
        s -> {
          WorkQueue f = freezable(s, "F");
          f.freeze();
          s.machine().freezeQueues(ms(1));
          f.enqueue(s.work("w"));
          s.machine().thawQueues();
          s.at(5);
          s.say("still frozen: " + f.isFrozen());
          f.thaw();
          assertFalse(f.isFrozen());
        },
        "5ms still frozen: true",
        "5ms w runs");
  }

  @Test // a request coalesces with a held one, as with any pending one
  void heldWork_isPendingAndCoalesces() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = s.work("w");
          q.freeze();
          s.say(q.enqueue(w) + " " + q.enqueue(w) + " " + w.busy());
          s.at(5);
          q.thaw();
        },
        "0ms true false [QUEUED]",
        "5ms w runs");
  }
}
