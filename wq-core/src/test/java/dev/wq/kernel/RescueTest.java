package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.kernel.Stage.Creation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What happens when no worker can be made: linux 64-68. */
class RescueTest {
  private final Stage s = Stage.fresh();
  private final Workqueue q = s.create(QueueSpec.bound("q").withMemReclaim());
  private final KernelPool pool = s.core().boundPool(0, false);

  /** A sleeps in the only worker, the manager cannot make another, the others wait. */
  private static void starve(Stage stage, Workqueue wq, String... waiting) {
    stage.queue(wq, "A");
    stage.go();
    stage.sleep("A");
    stage.creation(Creation.DENIED);
    for (String work : waiting) {
      stage.queue(wq, work);
    }
    stage.go();
    stage.skip();
  }

  private static Stage sevenZero() {
    return Stage.fresh(Topology.flat(2), KernelRules.of(7, 0), PoolSettings.kernel(Stage.HZ));
  }

  @Test
  @DisplayName("linux 64: a MEM_RECLAIM queue has one rescuer, which never counts")
  void rescuer_isNeverCounted() {
    assertNull(s.bound("other").rescuer());
    starve(s, q, "B");
    s.pass(2);
    s.step("R-q");
    assertTrue(s.runs("B").isRescuer());
    assertEquals(0, pool.nrRunning());
    s.sleep("B");
    s.back("B");
    assertEquals(0, pool.nrRunning());
    assertEquals(2, pool.workers());
  }

  @Test
  @DisplayName("linux 65: mayday after 10 ms, at least 2 ticks, then each 100 ms")
  void mayday_comesAfterTwoTicksThenEachTenth() {
    s.showTimers();
    starve(s, q, "B");
    assertFalse(s.isRunnable("R-q"));
    s.pass(1);
    s.expect();
    s.pass(1);
    s.expect("wake R-q", "arm MAYDAY 25");
    s.pass(25);
    s.expect("arm MAYDAY 25");
    assertEquals(1, q.pwq(0).stats().mayday());
  }

  @Test
  @DisplayName("linux 65: the first mayday is at HZ / 100 where that is more than 2 ticks")
  void mayday_atThousandHertz_comesAfterTenTicks() {
    Stage fast = Stage.fresh(Topology.flat(1), KernelRules.recorded(), PoolSettings.kernel(1000));
    fast.showTimers();
    fast.queue(fast.bound("q"), "A");
    fast.go();
    fast.expect(
        "wake 0:0",
        "arm MAYDAY 10",
        "0:0 creates",
        "wake 0:1",
        "disarm MAYDAY",
        "A starts on 0:0",
        "0:1 idles");
  }

  @Test
  @DisplayName("linux 65: only queues with a rescuer and an item on the worklist are signalled")
  void mayday_signalsTheQueuesThatWait() {
    Workqueue other = s.create(QueueSpec.bound("other").withMemReclaim());
    Workqueue plain = s.bound("plain");
    starve(s, q, "B");
    s.queue(plain, "P");
    s.skip();
    s.pass(2);
    s.expect("wake R-q");
    assertEquals(0, other.pwq(0).stats().mayday());
  }

  @Test
  @DisplayName("linux 65: no signal once the pool needs no worker")
  void mayday_isSilentWhenAWorkerCameBack() {
    starve(s, q, "B");
    s.back("A");
    s.pass(2);
    s.expect();
  }

  @Test
  @DisplayName("linux 66: until 6.19 the rescuer takes all works of the pwq at once")
  void rescuer_takesAllWorksOfThePwq() {
    Workqueue plain = s.bound("plain");
    starve(s, q, "B");
    s.queue(plain, "P");
    s.queue(q, "C");
    s.pass(2);
    s.go();
    s.skip();
    s.creation(Creation.AT_ONCE);
    s.end("B");
    s.end("C");
    s.expect("B ends", "C starts on R-q", "C ends", "R-q idles");
    assertEquals(2, q.pwq(0).stats().rescued());
    assertTrue(s.work("P").isPending());
  }

  @Test
  @DisplayName("linux 66: works that come meanwhile are rescued without another mayday")
  void rescuer_goesOnWithWorksThatCameMeanwhile() {
    starve(s, q, "B");
    s.pass(2);
    s.step("R-q");
    s.queueBy("B", q, "C");
    s.skip();
    s.end("B");
    s.expect("B ends", "C starts on R-q");
    assertEquals(1, q.pwq(0).stats().mayday());
  }

  @Test
  @DisplayName("linux 66: when it leaves it wakes a normal worker")
  void rescuer_wakesAWorkerWhenItLeaves() {
    Workqueue narrow = s.create(QueueSpec.bound("n").withMemReclaim().withMaxActive(1));
    s.queue(s.bound("plain"), "A");
    s.go();
    s.sleep("A");
    s.creation(Creation.DENIED);
    s.queue(narrow, "B");
    s.queue(narrow, "D");
    s.go();
    s.pass(2);
    s.step("R-n");
    s.pass(Stage.HZ);
    s.go();
    s.skip();
    s.end("B");
    s.expect("B ends", "D activated", "wake 0:1", "R-n idles");
  }

  @Test
  @DisplayName("linux 66: from 7.0 the rescuer takes one work at a time and stops when not needed")
  void newRescuer_leavesTheRestToAWorker() {
    Stage seven = sevenZero();
    Workqueue wq = seven.create(QueueSpec.bound("q").withMemReclaim());
    starve(seven, wq, "B", "C", "D");
    seven.pass(2);
    seven.go();
    seven.end("B");
    seven.expect("wake R-q", "B starts on R-q", "B ends", "C starts on R-q");
    seven.creation(Creation.AT_ONCE);
    seven.pass(Stage.HZ);
    seven.go();
    seven.end("C");
    seven.expect(
        "wake 0:1",
        "0:1 creates",
        "wake 0:2",
        "D starts on 0:1",
        "0:2 idles",
        "C ends",
        "R-q idles");
  }

  @Test
  @DisplayName("linux 66: from 7.0 the rescuer lets other maydays go first after 16 works")
  void newRescuer_takesTurnsAfterSixteen() {
    Stage seven = sevenZero();
    Workqueue wq = seven.create(QueueSpec.bound("q").withMemReclaim());
    String[] many = new String[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = "W" + i;
    }
    starve(seven, wq, many);
    seven.pass(2);
    seven.creation(Creation.AT_ONCE);
    seven.queueOn(1, wq, "X");
    seven.step("1:0");
    seven.sleep("X");
    seven.creation(Creation.DENIED);
    seven.queueOn(1, wq, "Y");
    seven.step("1:1");
    seven.step("R-q");
    seven.pass(2);
    for (int i = 0; i < 16; i++) {
      seven.end("W" + i);
    }
    seven.skip();
    seven.end("W16");
    seven.expect("W16 ends", "Y starts on R-q");
    seven.end("Y");
    seven.expect("Y ends", "W17 starts on R-q");
  }

  @Test
  @DisplayName("linux 67: a MEM_RECLAIM queue goes on though no worker can ever be made")
  void worksThatWaitForEachOther_endWithARescuer() {
    starve(s, q, "B", "C");
    s.pass(2);
    s.finishAll();
    s.expect(
        "wake R-q",
        "B starts on R-q",
        "A ends",
        "0:0 idles",
        "B ends",
        "C starts on R-q",
        "C ends",
        "R-q idles");
  }

  @Test
  @DisplayName("linux 67: a queue without one is stuck")
  void worksThatWaitForEachOther_areStuckWithoutARescuer() {
    Workqueue plain = s.bound("plain");
    starve(s, plain, "B");
    s.pass(Stage.HZ / 2);
    s.go();
    s.expect();
    assertTrue(s.work("B").isPending());
  }

  @Test
  @DisplayName("linux 68: mayday counts signals, rescued counts works")
  void statistics_countSignalsAndRescuedWorks() {
    starve(s, q, "B", "C");
    s.pass(2 + 25);
    s.go();
    s.end("B");
    s.end("C");
    assertEquals(1, q.pwq(0).stats().mayday());
    assertEquals(2, q.pwq(0).stats().rescued());
  }

  @Test
  @DisplayName("linux 17: a rescuer hands an item that runs to its runner, too")
  void rescuer_leavesACollisionToTheRunner() {
    starve(s, q, "A", "B");
    s.pass(2);
    s.go();
    s.expect("wake R-q", "B starts on R-q");
    s.backAndEnd("A");
    s.expect("A ends", "A starts on 0:0");
    assertEquals(1, q.pwq(0).stats().rescued());
  }
}
