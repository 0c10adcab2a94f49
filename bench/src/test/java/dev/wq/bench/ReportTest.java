package dev.wq.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Measure MEASURE =
      new Measure(
          "blocking",
          Program.BLOCKING_QUEUE,
          Program.BLOCKING_SEMAPHORE,
          Reading.HEAP,
          Goal.ratio(0.2));

  private static Report report() {
    Round round = new Round();
    round.add(Program.BLOCKING_QUEUE, new Sample(540, 5000, 100, 12), 40);
    round.add(Program.BLOCKING_SEMAPHORE, new Sample(800, 9000, 1500, 160), 40);
    return Report.of(Settings.parse(), List.of(MEASURE), List.of(round));
  }

  @Test
  void table_hasOneLineForEachRow() {
    String row = report().markdown().lines().skip(2).findFirst().orElseThrow();
    assertEquals(
        "| blocking | 12.0 MB, queue of 2048 | 160 MB, semaphore + virtual thread per task"
            + " | 0.08 x (0.08-0.08) | 5000 / 9000 | 100 / 1500 | <= 0.20 x | met |",
        row);
  }

  @Test
  void figures_haveThreeDigitsAndAtMostTwoDecimals() {
    assertEquals("1234", Table.plain(1234.4));
    assertEquals("100", Table.plain(99.96));
    assertEquals("12.3", Table.plain(12.34));
    assertEquals("0.05", Table.plain(0.05));
    assertEquals("0", Table.plain(0));
  }

  @Test
  void json_holdsEverySample() {
    String json = report().json();
    assertTrue(json.contains("\"BLOCKING_SEMAPHORE\": {\"value\": 800.0"), json);
    assertTrue(json.contains("\"result\": \"met\""), json);
  }

  @Test
  void json_writesWhatIsNoNumberAsNull() {
    assertEquals("{\"a \\\"b\\\"\": null}", Json.write(Map.of("a \"b\"", Double.NaN)));
  }

  @Test
  void sample_survivesItsWayToTheParent() {
    Sample sample = new Sample(1.5, 2.25, 0, Double.NaN);
    assertTrue(Sample.isPrinted(sample.print()));
    assertEquals(sample, Sample.parse(sample.print()));
  }
}
