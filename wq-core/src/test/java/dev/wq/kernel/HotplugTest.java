package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** CPUs that go and come back: linux 116. */
class HotplugTest {
  private final Stage s = Stage.flat();
  private final Workqueue q = s.bound("q");
  private final KernelPool pool = s.core().boundPool(1, false);

  private void aRunsThreeWait() {
    for (String work : "A B C D".split(" ")) {
      s.queueOn(1, q, work);
    }
    s.go();
    s.skip();
  }

  @Test
  @DisplayName("linux 116: the pool of a CPU that goes becomes unbound-like; what waits runs")
  void cpuDown_endsManagement() {
    aRunsThreeWait();
    s.core().cpuDown(1);
    assertTrue(pool.isDisassociated());
    assertEquals(0, pool.nrRunning());
    s.go();
    s.expect(
        "wake 1:1",
        "wake 1:2",
        "B starts on 1:1",
        "1:2 creates",
        "wake 1:3",
        "C starts on 1:2",
        "1:3 creates",
        "wake 1:4",
        "D starts on 1:3",
        "1:4 idles");
    assertTrue(s.runs("A").isUnboundLike());
  }

  @Test
  @DisplayName("linux 116: who slept when the CPU went does not count when it wakes")
  void sleeperOfADeadCpu_doesNotCount() {
    aRunsThreeWait();
    s.sleep("A");
    s.core().cpuDown(1);
    s.go();
    s.back("A");
    assertEquals(0, pool.nrRunning());
    s.sleep("A");
    s.back("A");
    assertEquals(0, pool.nrRunning());
  }

  @Test
  @DisplayName("linux 116: queueing on a CPU that is down runs elsewhere")
  void queueingOnADeadCpu_stillRuns() {
    s.core().cpuDown(1);
    s.queueOn(1, q, "A");
    s.queueOn(1, q, "B");
    s.go();
    assertTrue(s.work("A").isRunning() && s.work("B").isRunning());
    assertEquals(0, pool.nrRunning());
  }

  @Test
  @DisplayName("linux 116: workers made while the CPU is down are unbound-like too")
  void workerMadeForADeadCpu_isUnboundLike() {
    aRunsThreeWait();
    s.core().cpuDown(1);
    s.go();
    assertTrue(s.worker("1:4").isUnboundLike());
  }

  @Test
  @DisplayName("linux 116: when the CPU is back each worker is managed from its next cycle")
  void cpuUp_resumesManagementWorkerByWorker() {
    aRunsThreeWait();
    s.core().cpuDown(1);
    s.go();
    s.core().cpuUp(1);
    assertFalse(pool.isDisassociated());
    assertEquals(0, pool.nrRunning());
    s.queueOn(1, q, "E");
    s.queueOn(1, q, "F");
    s.skip();
    s.go();
    s.expect("1:4 creates", "wake 1:5", "E starts on 1:4", "1:5 idles");
    assertEquals(1, pool.nrRunning());
    s.end("A");
    s.expect("A ends", "F starts on 1:0");
    assertEquals(1, pool.nrRunning());
    s.end("F");
    s.queueOn(1, q, "G");
    s.skip();
    s.go();
    s.expect();
    s.end("E");
    s.expect("E ends", "G starts on 1:4");
  }
}
