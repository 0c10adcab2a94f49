package dev.wq.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
  private static final Measure MEASURE =
      new Measure("ordered", Program.ORDERED, Program.COMMON_POOL, Reading.NANOS, Goal.faster(1.3));

  private static Round round(double ours, double peer, double control) {
    Round round = new Round();
    round.add(Program.ORDERED, new Sample(ours, 2 * ours, 0), 40);
    round.add(Program.COMMON_POOL, new Sample(peer, 2 * peer, 32), control);
    return round;
  }

  @Test
  void ratio_isTakenRoundByRound() {
    Row row = Row.of(MEASURE, List.of(round(10, 20, 40), round(20, 60, 40), round(30, 30, 40)));
    assertEquals(new Spread(2, 1, 3), row.compared());
    assertEquals(new Sample(20, 40, 0), row.ours());
    assertEquals(new Sample(30, 60, 32), row.peer());
    assertEquals("met", row.verdict());
  }

  @Test
  void steadyControl_leavesTheRowAlone() {
    Row row = Row.of(MEASURE, List.of(round(10, 20, 45), round(10, 20, 41)));
    assertFalse(row.isNoisy());
  }

  @Test
  void strayingControl_marksTheRowNoisy() {
    Row row = Row.of(MEASURE, List.of(round(10, 20, 40), round(10, 20, 60)));
    assertTrue(row.isNoisy());
    assertEquals("met, noisy (50 %)", row.verdict());
  }

  @Test
  void absoluteMeasure_hasNoPeer() {
    Measure absolute =
        new Measure("bytes", Program.ORDERED, null, Reading.BYTES, Goal.absolute(0.5));
    Row row = Row.of(absolute, List.of(round(10, 20, 90), round(10, 20, 40)));
    assertNull(row.peer());
    assertEquals(0, row.compared().median());
    assertFalse(row.isNoisy(), "the control beside the peer does not count");
  }

  @Test
  void subjectThatWasNotMeasured_isNamed() {
    Measure other = new Measure("x", Program.UNORDERED, null, Reading.NANOS, Goal.absolute(1));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Row.of(other, List.of(round(1, 1, 1))));
    assertTrue(refused.getMessage().contains("UNORDERED"));
  }
}
