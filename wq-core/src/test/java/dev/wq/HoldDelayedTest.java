package dev.wq;

import static dev.wq.Script.ms;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Holding the promotion of delayed works, which a freeze is not (zephyr 2.9). */
class HoldDelayedTest {
  @Test
  @DisplayName("zephyr 78: a held work does not run, what is queued does; the release runs it")
  void held_waitsForTheRelease() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          DelayedWork d = s.delayed("d");
          q.enqueueDelayed(d, ms(50));
          q.holdDelayed();
          s.at(200);
          q.enqueue(s.work("other"));
          s.settle();
          s.say(q.submit(d) + " " + d.busy() + " " + q.isHoldingDelayed());
          s.say(q.releaseDelayed() + "");
          s.settle();
          s.say(d.busy() + "");
        },
        "200ms other runs",
        "200ms ALREADY_QUEUED [DELAYED] true",
        "200ms true",
        "200ms d runs",
        "200ms []");
  }

  @Test
  @DisplayName("zephyr 78: released works run in the order of their deadlines")
  void release_inOrderOfDeadlines() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          q.holdDelayed();
          q.enqueueDelayed(s.delayed("third"), ms(30));
          q.enqueueDelayed(s.delayed("first"), ms(10));
          DelayedWork second = s.delayed("second");
          q.enqueueDelayed(second, ms(5));
          s.at(7);
          second.cancel();
          q.enqueueDelayed(second, ms(13));
          q.enqueueDelayed(s.delayed("later"), ms(100));
          s.at(40);
          q.releaseDelayed();
        },
        "40ms first runs",
        "40ms second runs",
        "40ms third runs",
        "107ms later runs");
  }

  @Test
  @DisplayName("zephyr 85: a release without a hold changes nothing; holding twice is holding once")
  void release_notHeld() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          s.say(q.releaseDelayed() + "");
          q.holdDelayed();
          q.holdDelayed();
          q.enqueueDelayed(s.delayed("d"), ms(1));
          s.at(5);
          s.say(q.releaseDelayed() + " " + q.releaseDelayed());
        },
        "0ms false",
        "5ms true false",
        "5ms d runs");
  }

  @Test
  @DisplayName("zephyr 78, D12: a due work has no time remaining and keeps its deadline")
  void due_remaining() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          DelayedWork d = s.delayed("d");
          q.holdDelayed();
          q.enqueueDelayed(d, ms(10));
          s.at(4);
          s.say(d.remaining().toMillis() + "");
          s.at(20);
          s.say(d.remaining() + " " + d.deadline().orElseThrow() + " " + d.isArmed());
          s.say("cancel " + d.cancel() + " " + d.busy());
          q.releaseDelayed();
        },
        "4ms 6",
        "20ms PT0S PT0.01S true",
        "20ms cancel true []");
  }

  @Test
  @DisplayName("zephyr 78: a due work can be re-timed; the release then leaves it to its timer")
  void due_retimed() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          DelayedWork d = s.delayed("d");
          q.holdDelayed();
          q.enqueueDelayed(d, ms(10));
          s.at(20);
          s.say(q.modDelayed(d, ms(30)) + " " + d.remaining().toMillis());
          q.releaseDelayed();
          s.at(40);
          s.say(d.busy() + "");
        },
        "20ms MOVED 30",
        "40ms [DELAYED]",
        "50ms d runs");
  }

  @Test
  @DisplayName("zephyr 78: a due work that is moved to another queue is that queue's")
  void due_movedToAnotherQueue() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          WorkQueue other = s.queue("other");
          DelayedWork d = DelayedWork.of("d", s::sayWhere);
          q.holdDelayed();
          q.enqueueDelayed(d, ms(10));
          s.at(20);
          other.modDelayed(d, ms(10));
        },
        "30ms d runs on other");
  }

  @Test
  @DisplayName("zephyr 78, D8: a flush of a due work queues it at once")
  void due_flushed() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          DelayedWork d = s.delayed("d");
          q.holdDelayed();
          q.enqueueDelayed(d, ms(10));
          s.at(20);
          s.say("flush " + d.flush());
          q.releaseDelayed();
        },
        "20ms d runs",
        "20ms flush true");
  }

  @Test
  @DisplayName("zephyr 78, Q11: a drain does not wait for due works; close cancels them")
  void due_drainAndClose() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          DelayedWork d = s.delayed("d");
          q.holdDelayed();
          q.enqueueDelayed(d, ms(10));
          s.at(20);
          q.drain();
          s.say("drained " + q);
          q.close();
          s.say(d.busy() + "");
        },
        "20ms drained q running=0/1 pending=0 started holding delayed works",
        "20ms d discarded",
        "20ms []");
  }

  @Test
  @DisplayName("zephyr 78, 2.9: freeze holds what is queued, hold what is due")
  void freezeAndHold_areTwoThings() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          q.freeze();
          q.enqueueDelayed(s.delayed("d"), ms(10));
          q.enqueue(s.work("w"));
          s.at(20);
          s.say(q.stats().pending() + " " + q.isFrozen() + " " + q.isHoldingDelayed());
          q.holdDelayed();
          q.enqueueDelayed(s.delayed("held"), ms(10));
          q.thaw();
          s.at(40);
          s.say("thawed");
          q.releaseDelayed();
        },
        "20ms 2 true false",
        "20ms w runs",
        "20ms d runs",
        "40ms thawed",
        "40ms held runs");
  }

  @Test
  @DisplayName("zephyr 78: what is released into a plugged queue is reported")
  void releaseIntoPlugged_isReported() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          DelayedWork d = s.delayed("d");
          q.holdDelayed();
          q.enqueueDelayed(d, ms(10));
          s.at(20);
          q.drainAndPlug();
          q.releaseDelayed();
          s.say(d.busy() + "");
        },
        "20ms d discarded",
        "20ms []");
  }

  @Test
  @DisplayName("zephyr 78, D7: what follows a queued run is held as well")
  void due_followUp() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          DelayedWork d = s.delayed("d");
          q.holdDelayed();
          s.occupy(q, 30);
          q.enqueue(d);
          s.say(q.reschedule(d, ms(10)).name());
          s.at(20);
          s.say(d.busy() + " " + d.remaining());
          s.at(40);
          s.say(d.busy() + "");
          q.releaseDelayed();
        },
        "0ms FOLLOWS",
        "20ms [QUEUED, DELAYED] PT0S",
        "30ms d runs",
        "40ms [DELAYED]",
        "40ms d runs");
  }

  @Test
  @DisplayName("zephyr 75, 76: a drain does not wait for armed works")
  void drain_ignoresArmed() {
    Script.anyScheduleLive(
        s -> {
          RtosQueue q = s.started("q");
          DelayedWork d = s.delayed("d");
          q.enqueueDelayed(d, ms(500));
          q.drain();
          s.say("drained, " + d.busy());
          q.modDelayed(d, ms(100));
          s.at(50);
          s.say("flush " + d.flush());
        },
        "0ms drained, [DELAYED]",
        "50ms d runs",
        "50ms flush true");
  }
}
