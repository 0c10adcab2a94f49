package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.kernel.Stage.Creation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Creation, idling, culling and names of workers: linux 55-63. */
class WorkersTest {
  private final Stage s = Stage.fresh();
  private final Workqueue q = s.bound("q");
  private final KernelPool pool = s.core().boundPool(0, false);

  @Test
  @DisplayName("linux 55: every pool starts with one worker; the idle list is last in, first out")
  void freshPool_hasOneWorker() {
    assertEquals(1, pool.workers());
    assertEquals(1, s.create(QueueSpec.unbound("u")).pwq(0).pool().workers());
    s.core().addWorker(pool);
    s.queue(q, "A");
    s.expect("wake 0:0");
  }

  @Test
  @DisplayName("linux 56: the last idle worker makes another before it starts the item")
  void lastIdleWorker_createsFirst() {
    s.creation(Creation.BY_HAND);
    s.queue(q, "A");
    s.go();
    s.expect("wake 0:0", "0:0 creates");
    assertTrue(s.worker("0:0").isManager());
    s.created("0:0");
    s.go();
    s.expect("wake 0:1", "A starts on 0:0", "0:1 idles");
  }

  @Test
  @DisplayName("linux 56: afterwards it tests again, for the newcomer may have taken the item")
  void newcomer_mayTakeTheItem() {
    s.queue(q, "A");
    s.go();
    s.sleep("A");
    s.queue(q, "B");
    s.creation(Creation.BY_HAND);
    s.step("0:1");
    s.skip();
    s.back("A");
    s.created("0:1");
    s.expect("wake 0:2", "0:1 idles");
  }

  @Test
  @DisplayName("linux 56: if somebody manages already, the last idle worker just proceeds")
  void secondWorker_proceedsWithoutCreation() {
    s.core().addWorker(pool);
    s.queue(q, "A");
    s.go();
    s.sleep("A");
    s.queue(q, "B");
    s.queue(q, "C");
    s.creation(Creation.BY_HAND);
    s.go();
    s.skip();
    s.backAndEnd("A");
    s.expect("A ends", "B starts on 0:0");
    s.sleep("B");
    s.expect();
    assertTrue(s.worker("0:1").isManager());
    s.created("0:1");
    s.go();
    s.expect("wake 0:2", "C starts on 0:1", "0:2 idles");
  }

  @Test
  @DisplayName("linux 57: the manager counts as not running and runs no item")
  void manager_doesNotCount() {
    s.queue(q, "A");
    s.go();
    s.sleep("A");
    s.queue(q, "B");
    s.creation(Creation.BY_HAND);
    s.go();
    KernelWorker manager = s.worker("0:1");
    assertTrue(manager.isManager());
    assertNull(manager.current());
    assertNull(manager.currentQueue());
    assertFalse(manager.isCounted());
    assertEquals(0, pool.nrRunning());
    s.skip();
    s.back("A");
    s.end("A");
    s.expect("A ends", "B starts on 0:0");
  }

  @Test
  @DisplayName("linux 57: queueing from the creation path is not chained and breaks nothing")
  void queueingByAManager_isFromOutside() {
    s.queue(q, "A");
    s.creation(Creation.BY_HAND);
    s.go();
    s.core().beginDrain(q);
    s.skip();
    s.core().queue(q, s.work("B"), -1, 0, s.worker("0:0"));
    s.expect("warning: workqueue: cannot queue a work on draining q", "B dropped");
  }

  @Test
  @DisplayName("linux 58: a failed creation is tried again after a second")
  void failedCreation_isTriedAgain() {
    s.creation(Creation.DENIED);
    s.queue(q, "A");
    s.go();
    s.expect("wake 0:0", "0:0 creates", "0:0 waits to retry");
    s.pass(Stage.HZ - 1);
    s.go();
    s.expect();
    s.pass(1);
    s.go();
    s.expect("wake 0:0", "0:0 creates", "0:0 waits to retry");
    s.creation(Creation.AT_ONCE);
    s.pass(Stage.HZ);
    s.go();
    s.expect("wake 0:0", "0:0 creates", "wake 0:1", "A starts on 0:0", "0:1 idles");
  }

  @Test
  @DisplayName("linux 58: a retry that is no longer needed ends the management")
  void retry_endsWhenNoLongerNeeded() {
    s.creation(Creation.DENIED);
    s.queue(q, "A");
    s.go();
    s.cancel("A");
    s.skip();
    s.pass(Stage.HZ);
    s.go();
    s.expect("wake 0:0", "0:0 idles");
    assertNull(pool.manager());
  }

  @Test
  @DisplayName("linux 59: with too many idle the oldest go after 300 s; two stay")
  void surplusIdleWorkers_areCulledAfterFiveMinutes() {
    s.showTimers();
    s.spares(pool, 4);
    s.queue(q, "A");
    s.go();
    s.pass(Stage.HZ);
    s.skip();
    s.end("A");
    s.expect("A ends", "arm IDLE " + 300 * Stage.HZ, "0:0 idles");
    s.pass(299 * Stage.HZ);
    s.expect();
    s.pass(Stage.HZ);
    s.go();
    s.expect("wake 0:4", "wake 0:3", "wake 0:2", "0:4 dies", "0:3 dies", "0:2 dies");
    assertEquals(2, pool.workers());
  }

  @Test
  @DisplayName("linux 59: idle > 2 and (idle - 2) * 4 >= busy")
  void culling_dependsOnTheBusyOnes() {
    s.spares(pool, 12);
    for (int i = 0; i < 10; i++) {
      s.queue(q, "W" + i);
    }
    for (int i = 0; i < 10; i++) {
      s.go();
      s.sleep("W" + i);
    }
    assertEquals(3, pool.idleWorkers());
    assertFalse(pool.hasTooManyIdle());
    for (int i = 0; i < 2; i++) {
      assertFalse(pool.hasTooManyIdle());
      s.back("W" + i);
      s.end("W" + i);
    }
    assertTrue(pool.hasTooManyIdle());
  }

  @Test
  @DisplayName("linux 59: the timer looks at the stamp of the oldest")
  void idleTimer_isArmedAgainForAYoungerOldest() {
    s.showTimers();
    s.spares(pool, 2);
    s.queue(q, "A");
    s.go();
    s.end("A");
    s.pass(100 * Stage.HZ);
    s.queue(q, "B");
    s.go();
    s.sleep("B");
    s.queue(q, "C");
    s.go();
    s.sleep("C");
    s.queue(q, "D");
    s.go();
    s.end("D");
    s.backAndEnd("C");
    s.backAndEnd("B");
    s.skip();
    s.pass(200 * Stage.HZ);
    s.expect("arm IDLE " + 100 * Stage.HZ);
  }

  @Test
  @DisplayName("linux 60: names of workers")
  void workers_areNamedAsTheKernelDoes() {
    s.create(QueueSpec.unbound("u").withMemReclaim());
    assertEquals("kworker/0:0", s.worker("0:0").name());
    assertEquals("kworker/1:0H", s.worker("1:0H").name());
    assertEquals("kworker/u8:0", s.worker("u8:0").name());
    assertEquals("kworker/R-u", s.worker("R-u").name());
  }

  @Test
  @DisplayName("linux 60: the smallest free id is used again")
  void idOfADeadWorker_isUsedAgain() {
    s.spares(pool, 2);
    s.queue(q, "A");
    s.go();
    s.end("A");
    s.pass(400 * Stage.HZ);
    s.go();
    s.expect("wake 0:0", "A starts on 0:0", "A ends", "0:0 idles", "wake 0:2", "0:2 dies");
    s.queue(q, "A");
    s.queue(q, "B");
    s.go();
    s.sleep("A");
    s.go();
    s.expect(
        "wake 0:0",
        "A starts on 0:0",
        "wake 0:1",
        "0:1 creates",
        "wake 0:2",
        "B starts on 0:1",
        "0:2 idles");
  }

  @Test
  @DisplayName("linux 63: the core reads nothing of a work after its function was called")
  void workReusedInItsOwnFunction_isAccountedForOnce() {
    Workqueue narrow = s.create(QueueSpec.bound("narrow").withMaxActive(1));
    Workqueue other = s.bound("other");
    s.queue(narrow, "A");
    s.queue(narrow, "B");
    s.go();
    s.work("A").init("reused");
    s.queue(other, "A");
    s.skip();
    s.end("A");
    s.expect("A ends", "B activated", "A starts on 0:0");
    assertEquals(1, narrow.pwq(0).nrActive());
    assertEquals(1, other.pwq(0).nrActive());
  }
}
