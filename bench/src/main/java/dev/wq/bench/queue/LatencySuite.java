package dev.wq.bench.queue;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.bench.harness.Suite;
import java.util.List;
import java.util.function.Supplier;

/**
 * How long an item waits until its function begins: while nothing else is to be done, and while
 * items of 10 us take half or a quarter of both CPUs. A peer with a single thread takes part at a
 * quarter only, which is half of what it can do; at half load it is saturated.
 */
public final class LatencySuite implements Suite {
  private static final String IDLE = "start latency, idle, ";
  private static final String HALF = "start latency of 10 us items at half load, ";
  private static final String QUARTER = "start latency of 10 us items at a quarter of the load, ";

  private static final Program QUEUE = start("startQueue", "queue", Peer::unordered, 25, 50);
  private static final Program THREADS =
      start("startThreads", "virtual thread per task", Peer::threadPerTask, 25, 50);
  private static final Program COMMON_POOL =
      start("startCommonPool", "common pool", Peer::commonPool, 25);
  private static final Program GUAVA =
      start("startGuava", "Guava sequential", Peer::guavaSequential, 25);
  private static final Program NETTY = start("startNetty", "Netty event executor", Peer::netty, 25);
  private static final Program FIXED_POOL =
      start("startFixedPool", "fixed pool of 2", Peer::fixedPool, 25, 50);

  @Override
  public List<Measure> measures() {
    return Comparison.rows(
        all(Comparison.of(IDLE + "p50", QUEUE, Reading.P50.at(0)).ratio(1.2, THREADS)),
        all(Comparison.of(IDLE + "p99", QUEUE, Reading.P99.at(0)).beside(THREADS)),
        Comparison.of(HALF + "p50", QUEUE, Reading.P50.at(50)).ratio(1, THREADS).beside(FIXED_POOL),
        Comparison.of(HALF + "p99", QUEUE, Reading.P99.at(50)).beside(THREADS).beside(FIXED_POOL),
        all(Comparison.of(QUARTER + "p50", QUEUE, Reading.P50.at(25)).beside(THREADS)));
  }

  private static Comparison all(Comparison comparison) {
    return comparison.beside(FIXED_POOL).beside(COMMON_POOL).beside(GUAVA).beside(NETTY);
  }

  private static Program program(String name, String title, Program.Body body) {
    return new Program(LatencySuite.class, name, title, body);
  }

  private static Program start(String name, String title, Supplier<Peer> peer, int... loads) {
    return program(name, title, settings -> start(new Latencies(peer.get()), loads, settings));
  }

  /** The points are percents of load. */
  private static Sample start(Latencies latencies, int[] loads, Settings settings) {
    latencies.warmUp(settings.warmUpNanos());
    Sample sample = latencies.idle(settings.measureNanos() / 3).at(0);
    for (int load : loads) {
      sample = sample.with(latencies.loaded(load, settings.measureNanos() / 2).at(load));
    }
    return sample;
  }
}
