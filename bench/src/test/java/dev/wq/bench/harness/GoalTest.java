package dev.wq.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GoalTest {
  @Test
  void faster_comparesThePeerWithUs() {
    Goal goal = Goal.faster(4);
    assertEquals(5, goal.compared(100, 500));
    assertEquals("met", goal.verdict(5));
  }

  @Test
  void ratio_comparesUsWithThePeer() {
    Goal goal = Goal.ratio(0.3);
    assertEquals(0.2, goal.compared(20, 100));
    assertEquals("met", goal.verdict(0.3));
  }

  @Test
  void absolute_needsNoPeer() {
    assertEquals(7, Goal.absolute(8).compared(7, Double.NaN));
  }

  @Test
  void aLittleBeyondTheBound_isWithinTheTolerance() {
    assertEquals("within 15 %", Goal.faster(4).verdict(3.5));
    assertEquals("within 15 %", Goal.ratio(1).verdict(1.1));
  }

  @Test
  void beyondTheTolerance_isMissed() {
    assertEquals("missed", Goal.faster(4).verdict(3.3));
    assertEquals("missed", Goal.ratio(1).verdict(1.2));
    assertEquals("missed", Goal.absolute(1).verdict(Double.NaN));
  }

  @Test
  void withoutABound_thereIsNoVerdict() {
    assertEquals("-", Goal.faster(Double.NaN).verdict(3));
  }

  @Test
  void above_isTheDifferenceToThePeer() {
    Goal goal = Goal.above(0.5);
    assertEquals(0.25, goal.compared(1.5, 1.25));
    assertEquals("met", goal.verdict(0.25));
    assertEquals("missed", goal.verdict(0.75));
  }
}
