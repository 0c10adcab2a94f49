package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many workers of a CPU run: linux 39-45, 49-54, and the same without management. */
class ManagementTest {
  private final Stage s = Stage.flat();
  private final Workqueue q = s.bound("q");
  private final KernelPool pool = s.core().boundPool(0, false);

  private static Stage with(PoolSettings settings) {
    return Stage.of(Topology.flat(1), KernelRules.recorded(), settings);
  }

  /** A is inside its function, B and C wait. */
  private void aRunsTwoWait() {
    s.queue(q, "A");
    s.queue(q, "B");
    s.queue(q, "C");
    s.go();
    s.skip();
  }

  @Test
  @DisplayName("linux 39: nr_running counts managed workers that are awake inside a work")
  void nrRunning_countsWhoIsAwake() {
    aRunsTwoWait();
    assertEquals(1, pool.nrRunning());
    s.sleep("A");
    assertEquals(0, pool.nrRunning());
    s.go();
    assertEquals(1, pool.nrRunning());
    s.back("A");
    assertEquals(2, pool.nrRunning());
    s.tick("B", 10_000);
    assertEquals(1, pool.nrRunning());
  }

  @Test
  @DisplayName("linux 40: a worker is woken if works wait and nobody runs")
  void insertion_wakesOnlyWhenNobodyRuns() {
    s.queue(q, "A");
    s.expect("wake 0:0");
    s.go();
    s.skip();
    s.queue(q, "B");
    s.expect();
    s.sleep("A");
    s.expect("wake 0:1");
  }

  @Test
  @DisplayName("linux 41: one worker is woken, the most recently idled")
  void wake_takesTheMostRecentlyIdled() {
    aRunsTwoWait();
    s.sleep("A");
    s.go();
    s.sleep("B");
    s.go();
    s.back("B");
    s.end("B");
    s.back("A");
    s.end("A");
    s.end("C");
    s.skip();
    s.queue(q, "D");
    s.queue(q, "E");
    s.expect("wake 0:2");
    s.go();
    s.sleep("D");
    s.expect("D starts on 0:2", "wake 0:0");
  }

  @Test
  @DisplayName("linux 42: a worker goes on while works wait and it is the only one that runs")
  void worker_goesOnWhileItIsAlone() {
    aRunsTwoWait();
    s.end("A");
    s.expect("A ends", "B starts on 0:0");
    s.sleep("B");
    s.go();
    s.back("B");
    s.skip();
    s.queue(q, "D");
    s.end("C");
    s.expect("C ends", "0:1 idles");
    s.end("B");
    s.expect("B ends", "D starts on 0:0");
  }

  @Test
  @DisplayName("linux 43: a woken worker tests again and may go back")
  void wokenWorker_findsSomebodyRunning() {
    aRunsTwoWait();
    s.sleep("A");
    s.back("A");
    s.step("0:1");
    s.expect("wake 0:1", "0:1 idles");
  }

  @Test
  @DisplayName("linux 44: after a wake-up two may run; the surplus one stops at its next test")
  void surplusWorker_stopsAfterItsWork() {
    aRunsTwoWait();
    s.sleep("A");
    s.go();
    s.back("A");
    assertEquals(2, pool.nrRunning());
    s.skip();
    s.end("A");
    s.expect("A ends", "0:0 idles");
    s.end("B");
    s.expect("B ends", "C starts on 0:1");
  }

  @Test
  @DisplayName("linux 45: a preempted worker still counts, so a hog blocks its pool")
  void preemptedWorker_blocksThePool() {
    aRunsTwoWait();
    s.go();
    s.expect();
    assertEquals(1, pool.nrRunning());
  }

  @Test
  @DisplayName("linux 49: a CPU_INTENSIVE work leaves management at once, but waits for its start")
  void cpuIntensiveWork_letsTheNextOneStart() {
    Workqueue hogs = s.create(QueueSpec.bound("hogs").withCpuIntensive());
    s.queue(q, "A");
    s.queue(hogs, "H1");
    s.queue(hogs, "H2");
    s.queue(q, "B");
    s.queue(q, "C");
    s.go();
    s.expect("wake 0:0", "A starts on 0:0");
    s.sleep("A");
    s.go();
    s.expect(
        "wake 0:1",
        "wake 0:2",
        "H1 starts on 0:1",
        "0:2 creates",
        "wake 0:3",
        "H2 starts on 0:2",
        "0:3 creates",
        "wake 0:4",
        "B starts on 0:3",
        "0:4 idles");
    assertEquals(1, pool.nrRunning());
    assertTrue(s.runs("H1").isCpuIntensive());
    s.sleep("H1");
    s.back("H1");
    s.end("H1");
    s.expect("H1 ends", "0:1 idles");
  }

  @Test
  @DisplayName(
      "linux 50: a tick marks a managed worker that used the threshold since start or wake")
  void tick_marksAHog() {
    aRunsTwoWait();
    assertFalse(s.tick("A", 9_999));
    assertTrue(s.tick("A", 10_000));
    assertFalse(s.tick("A", 20_000));
    assertTrue(s.runs("A").isCpuIntensive());
    s.go();
    s.expect("wake 0:1", "B starts on 0:1");
    assertEquals(1, q.pwq(0).stats().cpuIntensive());
  }

  @Test
  @DisplayName(
      "linux 50: threshold 0, a sleeper, an unbound worker and a kernel before 6.5: no mark")
  void tick_leavesOthersAlone() {
    Stage off = with(PoolSettings.kernel(Stage.HZ).withThreshold(0));
    off.queue(off.bound("q"), "A");
    off.go();
    assertFalse(off.tick("A", 1_000_000));
    Stage old = Stage.of(Topology.flat(1), KernelRules.of(6, 4), PoolSettings.kernel(Stage.HZ));
    old.queue(old.bound("q"), "A");
    old.go();
    assertFalse(old.tick("A", 1_000_000));
    aRunsTwoWait();
    s.sleep("A");
    assertFalse(s.tick("A", 1_000_000));
    s.queue(s.unbound("u"), "U");
    s.go();
    assertFalse(s.tick("U", 1_000_000));
  }

  @Test
  @DisplayName("linux 51: a hog is found at ticks only")
  void betweenTicks_nothingIsMarked() {
    aRunsTwoWait();
    s.go();
    assertFalse(s.runs("A").isCpuIntensive());
    s.expect();
  }

  @Test
  @DisplayName("linux 53: CPU_INTENSIVE is cleared after every item")
  void mark_endsWithTheItem() {
    aRunsTwoWait();
    s.tick("A", 10_000);
    s.go();
    s.sleep("B");
    s.skip();
    s.end("A");
    s.expect("A ends", "C starts on 0:0");
    assertFalse(s.runs("C").isCpuIntensive());
    assertEquals(1, pool.nrRunning());
  }

  @Test
  @DisplayName("linux 54: the high and the normal pool of a CPU do not influence each other")
  void highPool_runsBesideTheNormalOne() {
    Workqueue high = s.create(QueueSpec.bound("high").withHighPriority());
    s.queue(q, "A");
    s.queue(high, "H");
    s.go();
    s.expect("wake 0:0", "wake 0:0H", "A starts on 0:0", "H starts on 0:0H");
  }

  @Test
  @DisplayName("nocm: without management each insertion wakes a worker")
  void unmanaged_wakesAtEachInsertion() {
    Stage nocm = with(PoolSettings.kernel(Stage.HZ).with(Concurrency.UNMANAGED));
    Workqueue wq = nocm.bound("q");
    nocm.queue(wq, "A");
    nocm.go();
    nocm.queue(wq, "B");
    nocm.go();
    assertEquals(0, nocm.core().boundPool(0, false).nrRunning());
    nocm.expect("wake 0:0", "A starts on 0:0", "wake 0:1", "B starts on 0:1");
  }

  @Test
  @DisplayName("serial: one worker runs its works one after the other, even if they sleep")
  void serial_hasOneWorker() {
    Stage serial = with(PoolSettings.kernel(Stage.HZ).with(Concurrency.SERIAL));
    Workqueue wq = serial.create(QueueSpec.bound("q").withMemReclaim());
    serial.queue(wq, "A");
    serial.queue(wq, "B");
    serial.go();
    serial.sleep("A");
    serial.go();
    serial.back("A");
    serial.end("A");
    serial.expect("wake 0:0", "A starts on 0:0", "A ends", "B starts on 0:0");
    assertEquals(1, serial.core().boundPool(0, false).workers());
  }
}
