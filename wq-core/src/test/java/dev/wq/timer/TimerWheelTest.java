package dev.wq.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the wheel, one thread, virtual time, ticks of 1 ns unless said. */
class TimerWheelTest {
  private static final long MILLI = 1L << 20;

  private final StringBuilder log = new StringBuilder();
  private final FakeHost host = new FakeHost(0, 4);
  private final TimerWheel wheel = new TimerWheel(host, "test");

  private LoggedNode node(String name) {
    return new LoggedNode(name, log);
  }

  private LoggedNode node(String name, Runnable then) {
    return new LoggedNode(name, log, then);
  }

  private LoggedNode armed(String name, long deadline) {
    LoggedNode node = node(name);
    wheel.arm(node, deadline);
    return node;
  }

  private void turnAt(long now) {
    host.now = now;
    wheel.turn(now);
  }

  private String log() {
    return log.toString().strip();
  }

  @Test
  void exactTicks_expireAtTheDeadlineNotBefore() {
    armed("a", 50_000_000);
    turnAt(49_999_999);
    assertEquals("", log());
    turnAt(50_000_000);
    assertEquals("a", log());
  }

  @Test
  void coarseTicks_expireUpToOneTickLateNeverEarly() {
    FakeHost coarse = new FakeHost(20, 1);
    coarse.now = 777;
    TimerWheel ticking = new TimerWheel(coarse, "coarse");
    ticking.arm(node("a"), 777 + 3 * MILLI + 1);
    ticking.turn(777 + 4 * MILLI - 1);
    assertEquals("", log());
    ticking.turn(777 + 4 * MILLI);
    assertEquals("a", log());
  }

  @Test
  void onePass_expiresByDeadlineThenByArming() {
    armed("b1", 2_000_000);
    armed("c", 70_000_000_000L);
    armed("b2", 2_000_000);
    armed("a", 1);
    turnAt(1_999_000);
    armed("b3", 2_000_000); // a lower level than b1 and b2 came from
    turnAt(80_000_000_000L);
    assertEquals("a b1 b2 b3 c", log());
  }

  @Test
  void simulatedCpus_doNotChangeTheOrder() {
    for (int i = 0; i < 8; i++) {
      host.cpu = 3 - i % 4;
      armed("n" + i, 10);
    }
    turnAt(10);
    assertEquals("n0 n1 n2 n3 n4 n5 n6 n7", log());
  }

  @Test
  void stripes_areMergedByTick() {
    FakeHost coarse = new FakeHost(20, 4);
    TimerWheel ticking = new TimerWheel(coarse, "coarse");
    for (int i = 0; i < 8; i++) {
      coarse.cpu = i % 4;
      ticking.arm(node("n" + i), (10 - i) * MILLI);
    }
    ticking.turn(100 * MILLI);
    assertEquals("n7 n6 n5 n4 n3 n2 n1 n0", log());
  }

  @Test
  void pastDeadlines_expireInTheNextPassByDeadline() {
    turnAt(1_000);
    armed("x", 1_000); // makes the stripe take note of the time
    turnAt(1_000);
    armed("c", 900);
    armed("a", Long.MIN_VALUE);
    armed("b1", 500);
    armed("d", 1_000);
    armed("b2", 500);
    turnAt(1_000);
    assertEquals("x a b1 b2 c d", log());
  }

  @Test
  void armedForThePastByItsOwnExpiry_waitsForTheNextPass() {
    List<LoggedNode> self = new ArrayList<>();
    self.add(node("again", () -> wheel.arm(self.getFirst(), 0)));
    wheel.arm(self.getFirst(), 5);
    armed("other", 6);
    turnAt(10);
    assertEquals("again other", log());
    turnAt(10);
    assertEquals("again other again", log());
  }

  @Test
  void armedDuringThePassForALaterTickOfIt_comesInItsOrder() {
    wheel.arm(node("a", () -> armed("b", 7)), 5);
    armed("c", 9);
    turnAt(10);
    assertEquals("a b c", log());
  }

  @Test
  void dueButNotYetCalled_canStillBeCancelled() {
    LoggedNode victim = node("victim");
    wheel.arm(node("a", () -> log.append(wheel.cancel(victim)).append(' ')), 5);
    wheel.arm(victim, 5);
    turnAt(10);
    assertEquals("a true", log());
  }

  @Test
  void farDeadline_isLegal() {
    host.now = -5;
    armed("far", Long.MAX_VALUE / 2);
    armed("last", Long.MAX_VALUE - 1);
    turnAt(Long.MAX_VALUE / 2 - 1);
    assertEquals("", log());
    turnAt(Long.MAX_VALUE / 2);
    assertEquals("far", log());
    turnAt(Long.MAX_VALUE - 1);
    assertEquals("far last", log());
  }

  @Test
  void maximalDeadline_neverExpires() {
    LoggedNode node = armed("never", Long.MAX_VALUE);
    turnAt(Long.MAX_VALUE);
    assertEquals("", log());
    assertEquals(1, wheel.armed());
    assertTrue(wheel.cancel(node));
    assertEquals(0, wheel.armed());
  }

  @Test
  void coarseMaximalDeadline_neverExpires() {
    for (long origin : new long[] {Long.MIN_VALUE / 2, -1, 0, 1, Long.MAX_VALUE / 2}) {
      FakeHost coarse = new FakeHost(20, 1);
      coarse.now = origin;
      TimerWheel ticking = new TimerWheel(coarse, "coarse");
      ticking.arm(node("max"), Long.MAX_VALUE);
      ticking.arm(node("nearly"), Long.MAX_VALUE - 7);
      ticking.turn(Long.MAX_VALUE / 2);
    }
    assertEquals("", log());
  }

  @Test
  void arm_refusesAnArmedNode() {
    LoggedNode node = armed("a", 10);
    var e = assertThrows(IllegalStateException.class, () -> wheel.arm(node, 20));
    assertEquals("timer a is already armed with the timers of test", e.getMessage());
    assertEquals(10, node.deadline());
    assertEquals(1, wheel.armed());
  }

  @Test
  void otherWheel_isRefused() {
    LoggedNode node = armed("a", 10);
    TimerWheel other = new TimerWheel(host, "other");
    assertThrows(IllegalArgumentException.class, () -> other.cancel(node));
    assertThrows(IllegalArgumentException.class, () -> other.move(node, 5));
    assertThrows(IllegalStateException.class, () -> other.arm(node, 5));
  }

  @Test
  void cancel_takesOffOnce() {
    LoggedNode node = armed("a", 10);
    assertTrue(wheel.cancel(node));
    assertFalse(wheel.cancel(node));
    assertFalse(node.isArmed());
    turnAt(10);
    assertEquals("", log());
  }

  @Test
  void move_replacesTheDeadlineBothWays() {
    LoggedNode later = armed("later", 10);
    LoggedNode sooner = armed("sooner", 1_000_000);
    assertTrue(wheel.move(later, 2_000_000));
    assertTrue(wheel.move(sooner, 5));
    assertEquals(2_000_000, later.deadline());
    turnAt(10);
    assertEquals("sooner", log());
    turnAt(2_000_000);
    assertEquals("sooner later", log());
  }

  @Test
  void move_countsAsANewArming() {
    LoggedNode a = armed("a", 10);
    armed("b", 10);
    wheel.move(a, 10);
    turnAt(10);
    assertEquals("b a", log());
  }

  @Test
  void move_ofAnUnarmedNodeChangesNothing() {
    LoggedNode node = armed("a", 10);
    turnAt(10);
    assertFalse(wheel.move(node, 20));
    assertFalse(wheel.move(node("fresh"), 20));
    assertEquals(10, node.deadline());
    assertEquals(0, wheel.armed());
  }

  @Test
  void cancelAll_takesTheMatchingOnesWhereverTheyAre() {
    turnAt(100);
    armed("x", 100);
    turnAt(100);
    long[] deadlines = {50, 101, 5_000, 20_000_000, Long.MAX_VALUE / 2, Long.MAX_VALUE};
    List<TimerNode> odd = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      LoggedNode node = armed("n", deadlines[i % deadlines.length]);
      if (i % 2 == 1) {
        odd.add(node);
      }
    }
    List<TimerNode> told = new ArrayList<>();
    assertEquals(30, wheel.cancelAll(odd::contains, told::add));
    assertEquals(30, told.size());
    assertTrue(odd.stream().noneMatch(TimerNode::isArmed));
    assertTrue(told.containsAll(odd));
    assertEquals(30, wheel.armed());
  }

  @Test
  void cancelAll_holdsNoLockInTheFunctions() {
    LoggedNode a = armed("a", 10);
    LoggedNode b = armed("b", 10);
    int n =
        wheel.cancelAll(
            node -> node == b || wheel.move(b, 20), node -> wheel.arm(node, 1_000 + wheel.armed()));
    assertEquals(2, n);
    assertTrue(a.isArmed() && b.isArmed());
  }

  @Test
  void cancelAll_asksAgainAboutANodeThatChanged() {
    List<Long> asked = new ArrayList<>();
    LoggedNode a = armed("a", 10);
    wheel.cancelAll(
        node -> {
          asked.add(node.deadline());
          return asked.size() > 1 || wheel.move(a, 20);
        },
        node -> {});
    assertEquals(List.of(10L, 20L), asked);
    assertFalse(a.isArmed());
  }

  @Test
  void armingInTheMiddleOfASpread_doesNotOvertake() {
    long block = 1L << Level.BITS;
    int many = 1_000;
    for (int i = 0; i < many; i++) {
      armed("n" + i, block + 3);
    }
    // three points until the first chunk is spread: the pass's lock, the step to the block, the
    // chunk
    host.atPoint(4, () -> armed("last", block + 3));
    turnAt(block + 3);
    String[] order = log().split(" ");
    assertEquals(many + 1, order.length);
    assertEquals("n0", order[0]);
    assertEquals("last", order[many]);
  }

  @Test
  void expiredThatThrows_isLoggedAndTheRestGoesOn() {
    wheel.arm(
        node(
            "bad",
            () -> {
              throw new IllegalStateException("planted by the test");
            }),
        5);
    armed("good", 5);
    turnAt(5);
    assertEquals("bad good", log());
  }

  @Test
  void construction_startsNoDriver() {
    assertFalse(host.isDriverStarted());
    armed("a", 5);
    assertTrue(host.isDriverStarted());
  }

  @Test
  void driverThatCannotStart_leavesTheNodeUnarmed() {
    LoggedNode node = node("a");
    host.refusal = new IllegalStateException("no thread");
    var e = assertThrows(IllegalStateException.class, () -> wheel.arm(node, 5));
    assertEquals("no thread", e.getMessage());
    assertFalse(node.isArmed());
    assertEquals(0, wheel.armed());
    host.refusal = null;
    wheel.arm(node, 5);
    assertTrue(node.isArmed());
  }

  @Test
  void close_keepsDueNodesFromExpiring() {
    wheel.arm(node("a", wheel::close), 5);
    LoggedNode b = armed("b", 5);
    turnAt(10);
    turnAt(20);
    assertEquals("a", log());
    assertTrue(b.isArmed());
    assertTrue(wheel.cancel(b));
    var e = assertThrows(IllegalStateException.class, () -> wheel.arm(b, 30));
    assertEquals("timers of test (closed) refused timer b", e.getMessage());
  }

  @Test
  void close_beforeTheFirstArmingStartsNothing() {
    wheel.close();
    assertThrows(IllegalStateException.class, () -> armed("a", 5));
    assertFalse(host.isDriverStarted());
  }

  @Test
  void driver_sleepsExactlyFromDeadlineToDeadline() {
    List<Long> at = new ArrayList<>();
    for (long deadline : new long[] {7, 5_000, 50_000_000, 3_000_000_000L, 1L << 50}) {
      wheel.arm(node("n", () -> at.add(host.now - deadline)), deadline);
    }
    wheel.arm(node("end", wheel::close), (1L << 50) + 1);
    host.runDriver();
    assertEquals(List.of(0L, 0L, 0L, 0L, 0L), at);
    assertEquals(6, host.parks.size());
  }

  /** The interleaving of the store and the second look: an earlier arming comes in between. */
  @Test
  void armedWhileTheDriverGoesToSleep_isNotSleptOver() {
    int hits = 0;
    for (int point = 1; point <= 8; point++) {
      FakeHost fake = new FakeHost(0, 1);
      TimerWheel racing = new TimerWheel(fake, "racing");
      List<Long> at = new ArrayList<>();
      racing.arm(
          node(
              "late",
              () -> {
                at.add(fake.now);
                racing.close();
              }),
          1_000);
      LoggedNode early = node("early", () -> at.add(fake.now));
      fake.atPoint(
          point,
          () -> {
            if (fake.parks.isEmpty()) {
              racing.arm(early, 10);
            }
          });
      fake.runDriver();
      boolean hit = early.deadline() == 10;
      hits += hit ? 1 : 0;
      assertEquals(hit ? List.of(10L, 1_000L) : List.of(1_000L), at, "point " + point);
    }
    assertEquals(2, hits, "one point on either side of the store");
  }
}
