package dev.wq.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.bench.harness.Curve;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.bench.queue.Peer;
import dev.wq.bench.timer.TimerPeer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScaleTest {
  private static final Settings QUICK = new Settings(true);
  private static final List<Long> POINTS = List.of(1L, 10L);

  private static void assertBothPoints(Sample sample) {
    for (long point : POINTS) {
      assertTrue(sample.get(Reading.NANOS.at(point)) > 0, sample.toString());
    }
  }

  @Test
  void bursts_haveAFigureForEachSize() {
    assertBothPoints(Bursts.ofSizes(POINTS, Peer.ordered(), QUICK));
  }

  @Test
  void queuesInTurn_haveAFigureForEachNumber() {
    assertBothPoints(Bursts.ofPeers(POINTS, n -> Peer.inTurn((int) n), QUICK));
    assertBothPoints(Bursts.ofPeers(POINTS, n -> Bursts.guavaInTurn((int) n), QUICK));
  }

  static Stream<Blocked> blocked() {
    return Stream.of(new Blocked.Works(), new Blocked.Threads());
  }

  @ParameterizedTest
  @MethodSource("blocked")
  void blockedOnes_leaveRoomForTicks(Blocked blocked) throws InterruptedException {
    assertBothPoints(Bursts.ofBlocked(POINTS, blocked, QUICK));
  }

  @Test
  void blockedWorks_haveAsManyQueuesAsTheyNeed() throws InterruptedException {
    try (Blocked blocked = new Blocked.Works()) {
      blocked.growTo(4001);
      assertBothPoints(Bursts.ofBlocked(POINTS, blocked, QUICK));
    }
  }

  static Stream<Waiting> waiting() {
    return Stream.of(new Waiting.Works(10_000), new Waiting.Threads(10_000));
  }

  @ParameterizedTest
  @MethodSource("waiting")
  void everyWaiter_isServed_andTakesSomeHeap(Waiting waiting) throws InterruptedException {
    List<Long> counts = List.of(10_000L);
    Sample sample = waiting.measure(counts, QUICK);
    assertTrue(sample.get(Reading.NANOS.at(10_000)) > 0);
    assertTrue(sample.get(Reading.BYTES.at(10_000)) > 0);
  }

  @Test
  void armedTimers_haveAFigureForEachNumber() {
    assertBothPoints(ArmedTimers.measure(POINTS, TimerPeer.Kind.WHEEL, QUICK));
  }

  @Test
  void pictures_haveNamesOfTheirOwn() {
    List<Curve> curves = new ScaleSuite().curves();
    assertEquals(curves.size(), curves.stream().map(Curve::name).distinct().count());
  }
}
