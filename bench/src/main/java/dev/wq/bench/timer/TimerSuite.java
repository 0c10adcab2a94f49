package dev.wq.bench.timer;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Operation;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Suite;
import java.util.List;
import java.util.Map;

/** Delayed works: what it costs to schedule, to cancel, and to expire. */
public final class TimerSuite implements Suite {
  private static final String TITLE = "schedule + cancel, %s armed";

  @Override
  public List<Measure> measures() {
    return Comparison.rows(
        Comparison.of(TITLE.formatted("nothing else"), wheel(0), Reading.NANOS)
            .ratio(0.3, timer("Stpe", TimerPeer.Kind.SCHEDULED_POOL, 0)),
        Comparison.of(TITLE.formatted("1 000 others"), wheel(1_000), Reading.NANOS)
            .ratio(0.3, timer("Stpe", TimerPeer.Kind.SCHEDULED_POOL, 1_000))
            .ratio(0.5, timer("Netty", TimerPeer.Kind.NETTY_WHEEL, 1_000))
            .ratio(1.1, timer("ForkJoin", TimerPeer.Kind.FORK_JOIN_POOL, 1_000)),
        Comparison.of(TITLE.formatted("1 M others"), wheel(1_000_000), Reading.NANOS)
            .ratio(0.3, timer("Stpe", TimerPeer.Kind.SCHEDULED_POOL, 1_000_000)));
  }

  private static Operation wheel(int armed) {
    return timer("Ours", TimerPeer.Kind.WHEEL, armed);
  }

  private static Operation timer(String name, TimerPeer.Kind kind, int armed) {
    return new Operation(
        "timer" + name + armed,
        kind.title,
        TimerBenchmark.class,
        "scheduleAndCancel",
        Map.of("timer", kind.name(), "armed", String.valueOf(armed)));
  }
}
