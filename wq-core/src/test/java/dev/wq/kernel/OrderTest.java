package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** In which order works start: linux 20-25. */
class OrderTest {
  private final Stage s = Stage.flat();

  @Test
  @DisplayName("linux 20: the worklist of a pool is one FIFO over all queues")
  void worksOfSeveralQueues_startInTheOrderOfActivation() {
    Workqueue a = s.bound("a");
    Workqueue b = s.bound("b");
    s.queue(a, "A1");
    s.queue(b, "B1");
    s.queue(a, "A2");
    s.finishAll();
    s.expect(
        "wake 0:0",
        "A1 starts on 0:0",
        "A1 ends",
        "B1 starts on 0:0",
        "B1 ends",
        "A2 starts on 0:0",
        "A2 ends",
        "0:0 idles");
  }

  @Test
  @DisplayName("linux 21: within a pwq queueing order is activation order is start order")
  void worksOfAPwq_keepTheirOrder_othersDoNot() {
    Workqueue q = s.create(QueueSpec.bound("q").withMaxActive(1));
    s.queueFrom(0, q, "A");
    s.queueFrom(0, q, "B");
    s.queueFrom(1, q, "C");
    s.step("1:0");
    s.step("0:0");
    s.end("A");
    s.expect(
        "wake 0:0",
        "wake 1:0",
        "C starts on 1:0",
        "A starts on 0:0",
        "A ends",
        "B activated",
        "B starts on 0:0");
  }

  @Test
  @DisplayName("linux 22: an unbound queue of max_active 1 is not ordered since 6.6")
  void singleUnboundQueue_isNotOrdered() {
    Topology nodes = Topology.tree(2, 1, 1, 1);
    Stage now = Stage.of(nodes, KernelRules.recorded(), PoolSettings.kernel(Stage.HZ));
    Workqueue u = now.create(QueueSpec.unbound("u").withMaxActive(1));
    now.queueFrom(0, u, "A");
    now.queueFrom(1, u, "B");
    now.go();
    assertTrue(now.work("A").isRunning() && now.work("B").isRunning());
    Stage old = Stage.of(nodes, KernelRules.of(6, 1), PoolSettings.kernel(Stage.HZ));
    assertTrue(old.create(QueueSpec.unbound("u").withMaxActive(1)).spec().ordered());
  }

  @Test
  @DisplayName("linux 23: ordered: the next starts only after the previous returned")
  void orderedQueue_runsOneAtATimeFromAllCpus() {
    Workqueue o = s.withSpares(QueueSpec.ordered("o"));
    s.queueFrom(0, o, "A");
    s.queueFrom(1, o, "B");
    s.queueFrom(0, o, "C");
    s.go();
    s.sleep("A");
    s.go();
    s.back("A");
    s.end("A");
    s.end("B");
    s.expect(
        "wake u8:0",
        "A starts on u8:0",
        "A ends",
        "B activated",
        "B starts on u8:0",
        "B ends",
        "C activated",
        "C starts on u8:0");
  }

  @Test
  @DisplayName("linux 23: a new pwq of an ordered queue is plugged until the older ones are gone")
  void orderedQueue_keepsItsOrderOverNewAttributes() {
    Workqueue o = s.withSpares(QueueSpec.ordered("o"));
    s.queue(o, "A");
    s.queue(o, "B");
    s.go();
    s.core().applyAttrs(o, s.core().attributes(o).withNice(-20));
    s.spares(o.pwq(0).pool(), 2);
    s.queue(o, "C");
    s.queue(o, "D");
    s.core().applyAttrs(o, s.core().attributes(o).withNice(0).withScope(AffinityScope.CPU, true));
    s.spares(o.pwq(0).pool(), 2);
    s.queue(o, "E");
    assertEquals(3, o.pwqs().size());
    assertTrue(o.pwqs().get(1).isPlugged() && o.pwqs().get(2).isPlugged());
    s.finishAll();
    s.expect(
        "wake u8:0",
        "A starts on u8:0",
        "A ends",
        "B activated",
        "B starts on u8:0",
        "B ends",
        "C activated",
        "wake u9:0",
        "wake u8:1",
        "wake u8:2",
        "u8:0 dies",
        "C starts on u9:0",
        "u8:1 dies",
        "u8:2 dies",
        "C ends",
        "D activated",
        "D starts on u9:0",
        "D ends",
        "E activated",
        "wake u10:0",
        "wake u9:1",
        "wake u9:2",
        "u9:0 dies",
        "E starts on u10:0",
        "u9:1 dies",
        "u9:2 dies",
        "E ends",
        "u10:0 idles");
    assertEquals(1, o.pwqs().size());
  }

  @Test
  @DisplayName("linux 25: a self-requeue goes behind what was queued earlier")
  void selfRequeue_goesToTheTail() {
    Workqueue q = s.bound("q");
    s.queue(q, "A");
    s.queue(q, "B");
    s.go();
    s.queueBy("A", q, "A");
    s.end("A");
    s.end("B");
    s.expect(
        "wake 0:0", "A starts on 0:0", "A ends", "B starts on 0:0", "B ends", "A starts on 0:0");
  }
}
