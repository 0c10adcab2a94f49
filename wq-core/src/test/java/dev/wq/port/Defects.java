package dev.wq.port;

import static dev.wq.port.DefectScript.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.port.WorkLayer.Item;
import dev.wq.port.WorkLayer.Queue;
import dev.wq.port.WorkLayer.Signal;
import dev.wq.port.WorkLayer.Watcher;

/** The known defects, each as the script in which it shows. */
final class Defects {
  private Defects() {}

  /** C6: two threads in cancelSync of one running item. */
  static void twoCancelSyncs(DefectScript s) {
    Queue q = s.layer.queue("q");
    Item item = s.item("item", 10);
    q.submit(item);
    s.settle();
    s.start("first cancelSync", item::cancelSync);
    s.start("second cancelSync", item::cancelSync);
    s.finish();
  }

  /** C8, D9: a deadline that is set during a cancel, and passes before its end. */
  static void rescheduleWhileCancelling(DefectScript s) {
    Queue q = s.layer.queue("q");
    Item item = s.item("item", 10);
    q.submit(item);
    s.settle();
    s.start("cancelSync", item::cancelSync);
    boolean accepted = q.reschedule(item, ms(5));
    s.finish();
    assertEquals(accepted ? 2 : 1, s.runsOf("item"), "an accepted deadline was lost");
  }

  /** Q11, D9: a deadline that passes while the queue is plugged. */
  static void deadlineOnAPluggedQueue(DefectScript s) {
    Queue q = s.layer.queue("q");
    Item item = s.item("item", 0);
    q.reschedule(item, ms(5));
    s.start("drain and plug", q::drainAndPlug);
    s.at(10);
    q.unplug();
    s.finish();
    assertEquals(1, s.runsOf("item") + q.reported(), "an accepted deadline was lost");
  }

  /** Q15: stop while a plug-drain still waits. */
  static void stopDuringPlugDrain(DefectScript s) {
    Queue q = s.layer.queue("q");
    q.submit(s.item("item", 10));
    s.settle();
    s.start("drain and plug", q::drainAndPlug);
    s.start("stop", q::stop);
    s.finish();
  }

  /** Q27: what is accepted after an item took too long. */
  static void submissionAfterATimeout(DefectScript s) {
    Queue q = s.layer.queue("q", ms(100));
    q.submit(s.item("slow", 1000));
    s.at(200);
    boolean accepted = q.submit(s.item("next", 0));
    s.at(2000);
    assertEquals(accepted ? 1 : 0, s.runsOf("next"), "accepted and never run");
    s.finish();
  }

  /** P24: a signal comes while the queue refuses; the watcher must be usable afterwards. */
  static void signalOnAPluggedQueue(DefectScript s) {
    Queue q = s.layer.queue("q");
    Signal signal = s.layer.signal();
    Watcher watcher = s.watcher("watcher");
    q.arm(watcher, signal);
    s.start("drain and plug", q::drainAndPlug);
    signal.raise();
    s.settle();
    signal.reset();
    q.unplug();
    assertTrue(q.arm(watcher, signal), "can't be armed again");
    signal.raise();
    s.finish();
    assertEquals(1, s.runsOf("watcher"), "runs");
  }

  /** P17: a watcher that has been told already takes the notification of another. */
  static void secondSignalForAWatcherThatWasTold(DefectScript s) {
    Queue held = s.layer.queue("held");
    Queue q = s.layer.queue("q");
    Signal one = s.layer.signal();
    Signal both = s.layer.signal();
    held.arm(s.watcher("told"), one, both);
    q.arm(s.watcher("other"), both);
    held.submit(s.item("in front", 100));
    s.settle();
    one.raise();
    both.raise();
    s.at(50);
    assertEquals(1, s.runsOf("other"), "its notification went to one that was told already");
    s.finish();
  }

  /** P29: a watcher that is told and takes nothing. */
  static void watcherThatTakesNothing(DefectScript s) {
    Queue q = s.layer.queue("q");
    Signal signal = s.layer.signal();
    q.arm(s.watcher("first"), signal);
    q.arm(s.watcher("second"), signal);
    signal.raise();
    s.finish();
    assertEquals(1, s.runsOf("first"), "first");
    assertEquals(1, s.runsOf("second"), "it is still raised and the second was not told");
  }
}
