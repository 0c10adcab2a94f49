package dev.wq.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Subject QUEUE = new Named("queue of 2048");
  private static final Subject SEMAPHORE = new Named("semaphore");
  private static final Subject THREADS = new Named("threads");
  private static final List<Measure> MEASURES =
      Comparison.of("blocking", QUEUE, Reading.HEAP).ratio(0.2, SEMAPHORE).beside(THREADS).rows();

  private static Report report() throws IOException {
    Round round = new Round();
    round.add(QUEUE, sample(5000, 100, 12), 40);
    round.add(SEMAPHORE, sample(9000, 1500, 160), 40);
    round.add(THREADS, Sample.of(Reading.HEAP, 120), 40);
    return Report.of(new Settings(false), MEASURES, List.of(round), 40);
  }

  private static Sample sample(double cpu, double bytes, double heap) {
    return Sample.of(Reading.CPU_NANOS, cpu).with(Reading.BYTES, bytes).with(Reading.HEAP, heap);
  }

  @Test
  void table_namesAMeasureOnceAndHasOneLineForEachPeer() throws IOException {
    List<String> lines = report().markdown().lines().skip(2).limit(2).toList();
    assertEquals(
        "| blocking | 12.0 MB, queue of 2048 | 160 MB, semaphore"
            + " | 0.08 x (0.08-0.08) | 5000 / 9000 | 100 / 1500 | <= 0.20 x | met |",
        lines.get(0));
    assertEquals(
        "|  | 12.0 MB, queue of 2048 | 120 MB, threads"
            + " | 0.10 x (0.10-0.10) | 5000 / - | 100 / - | - | - |",
        lines.get(1));
  }

  @Test
  void figures_haveThreeDigitsAndAtMostTwoDecimals() {
    assertEquals("1234", Table.plain(1234.4));
    assertEquals("100", Table.plain(99.96));
    assertEquals("12.3", Table.plain(12.34));
    assertEquals("0.05", Table.plain(0.05));
    assertEquals("0", Table.plain(0));
    assertEquals("-", Table.plain(Double.NaN));
  }

  @Test
  void json_holdsEverySample() throws IOException {
    String json = report().json();
    assertTrue(json.contains("\"heapMb\" : 160.0"), json);
    assertTrue(json.contains("\"result\" : \"met\""), json);
  }

  @Test
  void pointOfACurve_hasItsOwnCosts() throws IOException {
    Measure measure =
        Comparison.of("flat", QUEUE, Reading.NANOS.at(1000))
            .ratio(1.5, QUEUE, Reading.NANOS.at(1))
            .rows()
            .getFirst();
    Round round = new Round();
    Sample one = Sample.of(Reading.NANOS, 50).with(Reading.CPU_NANOS, 60).at(1);
    Sample thousand = Sample.of(Reading.NANOS, 70).with(Reading.CPU_NANOS, 90).at(1000);
    round.add(QUEUE, one.with(thousand), 40);
    String table = Report.of(new Settings(false), List.of(measure), List.of(round), 40).markdown();
    assertTrue(
        table.contains("| 1.40 x (1.40-1.40) | 90.0 / 60.0 | - / - | <= 1.50 x | met |"), table);
  }

  @Test
  void files_areWrittenIntoTheDirectory(@TempDir Path directory) throws IOException {
    Path out = directory.resolve("new");
    Curve curve = new Curve("line", "t", "x", Reading.HEAP, List.of(1L), List.of()).with(QUEUE);
    report().write(out, List.of(curve));
    assertEquals(report().markdown(), Files.readString(out.resolve("bench.md")));
    assertTrue(Files.exists(out.resolve("line.svg")));
    assertEquals(report().recorded(), Recorded.read(out.resolve("bench.json"), ""));
  }

  @Test
  void sample_survivesItsWayToTheParent() {
    Sample sample = Sample.of(Reading.NANOS, 1.5).with(Reading.P99.at(1_000), 2.25);
    assertTrue(Sample.isPrinted(sample.print()));
    assertEquals(sample, Sample.parse(sample.print()));
  }

  @Test
  void pointsOfACurve_keepTheirFiguresApart() {
    Sample both = Sample.of(Reading.NANOS, 1).at(10).with(Sample.of(Reading.NANOS, 2).at(100));
    assertEquals(1, both.get(Reading.NANOS.at(10)));
    assertEquals(2, both.get(Reading.NANOS.at(100)));
    assertEquals(Double.NaN, both.get(Reading.NANOS));
  }
}
