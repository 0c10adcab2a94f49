package dev.wq.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
  private static final Subject OURS = new Named("ours");
  private static final Subject PEER = new Named("peer");
  private static final Measure MEASURE =
      Comparison.of("ordered", OURS, Reading.NANOS).faster(1.3, PEER).rows().getFirst();

  private static Round round(double ours, double peer, double control) {
    Round round = new Round();
    round.add(OURS, sample(ours, 0), 40);
    round.add(PEER, sample(peer, 32), control);
    return round;
  }

  private static Sample sample(double nanos, double bytes) {
    return Sample.of(Reading.NANOS, nanos).with(Reading.BYTES, bytes);
  }

  private static Row row(Measure measure, Round... rounds) {
    return Row.of(measure, List.of(rounds), 40);
  }

  @Test
  void ratio_isTakenRoundByRound() {
    Row row = row(MEASURE, round(10, 20, 40), round(20, 60, 40), round(30, 60, 40));
    assertEquals(new Spread(2, 2, 3), row.compared());
    assertEquals(sample(20, 0), row.ours());
    assertEquals(sample(60, 32), row.peer());
    assertEquals("met", row.verdict());
  }

  @Test
  void steadyControl_leavesTheRowAlone() {
    assertFalse(row(MEASURE, round(10, 20, 45), round(10, 20, 41)).isNoisy());
  }

  @Test
  void strayingControl_marksTheRowNoisy() {
    Row row = row(MEASURE, round(10, 20, 40), round(10, 20, 60));
    assertTrue(row.isNoisy());
    assertEquals("met, noisy (control 50 %)", row.verdict());
  }

  @Test
  void roundsThatDisagree_markTheRowNoisy() {
    Round well = round(10, 20, 40);
    Round better = round(10, 30, 40);
    Round badly = round(10, 5, 40);
    assertEquals("met", row(MEASURE, well, better, well, well).verdict());
    assertEquals("met, noisy (rounds differ)", row(MEASURE, well, well, well, badly).verdict());
  }

  @Test
  void absoluteMeasure_hasNoPeer() {
    Measure absolute = Comparison.of("bytes", OURS, Reading.BYTES).absolute(0.5).rows().getFirst();
    Row row = row(absolute, round(10, 20, 90), round(10, 20, 40));
    assertNull(row.peer());
    assertEquals(0, row.compared().median());
    assertFalse(row.isNoisy(), "the control beside the peer does not count");
  }

  @Test
  void subjectThatWasNotMeasured_isNamed() {
    Measure other =
        Comparison.of("x", new Named("other"), Reading.NANOS).absolute(1).rows().getFirst();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> row(other, round(1, 1, 1)));
    assertTrue(refused.getMessage().contains("other"));
  }
}
