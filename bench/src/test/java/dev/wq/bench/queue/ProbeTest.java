package dev.wq.bench.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeTest {
  private static final Spin SHORT = Spin.of(1_000);

  @Test
  void eachAsk_isANewItem_andTheProbesTakeTurns() {
    List<Tick> first = new ArrayList<>();
    List<Tick> second = new ArrayList<>();
    List<Probe> probes = Probe.ask(List.of(noting(first), noting(second)), 1, 3_000_000);
    assertEquals(first.size(), first.stream().distinct().count());
    assertTrue(first.size() - second.size() <= 1, first.size() + " and " + second.size());
    assertEquals(first.size(), probes.getFirst().latencies().getTotalCount());
  }

  private static Peer noting(List<Tick> ticks) {
    return tick -> {
      ticks.add(tick);
      tick.run();
    };
  }

  @Test
  void latency_isFromWhenItWasDue_andNeverNegative() {
    Histogram latencies = new Histogram(3);
    TimedTick tick = new TimedTick(Spin.NONE);
    tick.setDue(System.nanoTime() + 1_000_000_000_000L);
    tick.run();
    tick.recordTo(latencies);
    assertEquals(0, latencies.getMaxValue());
    tick.setDue(System.nanoTime() - 1_000_000_000_000L);
    tick.run();
    tick.recordTo(latencies);
    assertTrue(latencies.getMaxValue() >= 1_000_000_000_000L);
  }

  static Stream<Peer> peers() {
    return Stream.of(Peer.unordered(), Peer.threadPerTask(), Peer.fixedPool());
  }

  @ParameterizedTest
  @MethodSource("peers")
  void load_endsOnceItIsStopped(Peer peer) throws InterruptedException {
    Saturation load = new Saturation(List.of(peer, peer), 4, SHORT);
    load.stop();
    Burst burst = new Burst(1);
    burst.put(peer);
    burst.await();
    assertEquals(1, burst.runs());
  }

  @Test
  void everyArrival_isMeasured() {
    Latencies latencies = new Latencies(Peer.unordered());
    assertTrue(isWhole(latencies.idle(2_000_000)));
    assertTrue(isWhole(latencies.loaded(10, 2_000_000)));
  }

  @Test
  void foreignAndFresh_areBothMeasured() throws InterruptedException {
    Sample sample =
        Saturated.several(2, Peer::unordered, Saturated.freshQueues(), new Settings(true));
    assertTrue(sample.get(Saturated.FOREIGN_P99) > 0);
    assertTrue(sample.get(Saturated.FRESH_P99) > 0);
  }

  private static boolean isWhole(Sample sample) {
    return sample.figures().values().stream().allMatch(figure -> figure > 0);
  }

  @Test
  void longerWork_hasMoreSteps() {
    assertTrue(Spin.of(1_000_000).steps() > Spin.of(1_000).steps());
    assertEquals(0, Spin.NONE.steps());
  }
}
