package dev.wq.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves the wheel together: one thread, virtual time, ticks of 1 ns. */
class BatchedNodeTest {
  private static final long SOON = 10;

  private final FakeHost host = new FakeHost(0, 1);
  private final TimerWheel wheel = new TimerWheel(host, "test");
  private final List<String> batches = new ArrayList<>();

  private final class Node extends BatchedNode {
    private final String name;
    private final boolean batched;

    Node(String name, boolean batched) {
      this.name = name;
      this.batched = batched;
    }

    @Override
    protected boolean isBatched() {
      return batched;
    }

    @Override
    protected void expired() {
      StringBuilder batch = new StringBuilder();
      Node behind;
      for (Node node = this; node != null; node = behind) {
        behind = (Node) node.takeNext();
        batch.append(node.name);
      }
      batches.add(batch.toString());
    }
  }

  private Node armed(String name, boolean batched, long deadline) {
    Node node = new Node(name, batched);
    wheel.arm(node, deadline);
    return node;
  }

  private void turn() {
    host.now = SOON + 1;
    wheel.turn(host.now);
  }

  @Test
  void nodesOfOneTick_leaveInOneBatchUpToAnotherKind() {
    armed("a", true, SOON);
    armed("b", true, SOON);
    armed("c", true, SOON + 1);
    armed("d", true, SOON);
    armed("x", false, SOON);
    armed("y", false, SOON);
    armed("e", true, SOON);
    turn();
    assertEquals(List.of("abd", "x", "y", "e", "c"), batches);
    assertEquals(0, wheel.armed());
  }

  @Test
  void batch_hasAnEnd() {
    for (int i = 0; i < 2 * BatchedNode.MOST + 1; i++) {
      armed("n", true, SOON);
    }
    turn();
    String full = "n".repeat(BatchedNode.MOST);
    assertEquals(List.of(full, full, "n"), batches);
  }

  @Test
  void lateNodes_leaveTogetherAsFarAsTheyAreDue() {
    armed("first", true, SOON);
    turn();
    armed("b", true, 5);
    armed("a", true, 3);
    turn();
    assertEquals(List.of("first", "ab"), batches);
  }

  @Test
  void nodeOfTheNextBatch_canBeTakenBackWhileThisOneIsCalled() {
    for (int i = 0; i < BatchedNode.MOST; i++) {
      armed("n", true, SOON);
    }
    Node next = armed("m", true, SOON);
    Node last = armed("o", true, SOON);
    host.atPoint(3, () -> assertTrue(wheel.cancel(next))); // the driver asks for the second batch
    turn();
    assertEquals(List.of("n".repeat(BatchedNode.MOST), "o"), batches);
    assertFalse(last.isArmed());
  }

  @Test
  void nodeOfABatch_canBeArmedAgainAtOnce() {
    Node a = new Node("a", true);
    Node b = new Node("b", true);
    wheel.arm(a, SOON);
    wheel.arm(b, SOON);
    turn();
    wheel.arm(b, SOON);
    wheel.arm(a, SOON);
    turn();
    assertEquals(List.of("ab", "ba"), batches);
  }
}
