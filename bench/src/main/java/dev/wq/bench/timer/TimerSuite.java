package dev.wq.bench.timer;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Operation;
import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Delayed works: what it costs to schedule, to cancel, to move, and to expire. */
public final class TimerSuite implements Suite {
  private static final String TITLE = "schedule + cancel, %s armed";
  private static final String EXPIRY = "%s expiries in 0.5 s: %s";

  private static final Program EXPIRY_OURS = expiry("Ours", TimerPeer.Kind.WHEEL);
  private static final Program EXPIRY_STPE = expiry("Stpe", TimerPeer.Kind.SCHEDULED_POOL);
  private static final Program EXPIRY_FORK_JOIN = expiry("ForkJoin", TimerPeer.Kind.FORK_JOIN_POOL);
  private static final Program EXPIRY_NETTY = expiry("Netty", TimerPeer.Kind.NETTY_WHEEL);
  private static final Program EXPIRY_AGRONA = expiry("Agrona", TimerPeer.Kind.AGRONA_WHEEL);

  @Override
  public List<Measure> measures() {
    List<Measure> rows = new ArrayList<>(operations());
    Reading cpu = Reading.CPU_NANOS.at(Expiry.MANY);
    rows.addAll(
        Comparison.of(EXPIRY.formatted("1 M", "CPU of the process, each"), EXPIRY_OURS, cpu)
            .ratio(0.4, EXPIRY_STPE)
            .ratio(1.0, EXPIRY_NETTY)
            .beside(EXPIRY_FORK_JOIN)
            .beside(EXPIRY_AGRONA)
            .rows());
    rows.addAll(late("1 M", "median", Expiry.LATE_P50.at(Expiry.MANY)));
    rows.addAll(late("1 M", "99th percentile", Expiry.LATE_P99.at(Expiry.MANY)));
    rows.addAll(late("1 000", "median", Expiry.LATE_P50.at(Expiry.FEW)));
    rows.addAll(late("1 000", "99th percentile", Expiry.LATE_P99.at(Expiry.FEW)));
    return rows;
  }

  private static List<Measure> operations() {
    return Comparison.rows(
        Comparison.of(TITLE.formatted("nothing else"), wheel(0), Reading.NANOS)
            .ratio(0.3, timer("Stpe", TimerPeer.Kind.SCHEDULED_POOL, 0)),
        Comparison.of(TITLE.formatted("1 000 others"), wheel(1_000), Reading.NANOS)
            .ratio(0.3, timer("Stpe", TimerPeer.Kind.SCHEDULED_POOL, 1_000))
            .ratio(0.5, timer("Netty", TimerPeer.Kind.NETTY_WHEEL, 1_000))
            .ratio(1.1, timer("ForkJoin", TimerPeer.Kind.FORK_JOIN_POOL, 1_000))
            .beside(timer("Agrona", TimerPeer.Kind.AGRONA_WHEEL, 1_000)),
        Comparison.of(TITLE.formatted("1 M others"), wheel(1_000_000), Reading.NANOS)
            .ratio(0.3, timer("Stpe", TimerPeer.Kind.SCHEDULED_POOL, 1_000_000)),
        Comparison.of(
                "modify, peers: cancel + schedule",
                modify("Ours", TimerPeer.Kind.WHEEL),
                Reading.NANOS)
            .beside(modify("Stpe", TimerPeer.Kind.SCHEDULED_POOL))
            .beside(modify("Netty", TimerPeer.Kind.NETTY_WHEEL))
            .beside(modify("ForkJoin", TimerPeer.Kind.FORK_JOIN_POOL))
            .beside(modify("Agrona", TimerPeer.Kind.AGRONA_WHEEL)));
  }

  private static List<Measure> late(String count, String which, Reading reading) {
    return Comparison.of(EXPIRY.formatted(count, "lateness, " + which), EXPIRY_OURS, reading)
        .beside(EXPIRY_STPE)
        .beside(EXPIRY_NETTY)
        .beside(EXPIRY_FORK_JOIN)
        .beside(EXPIRY_AGRONA)
        .rows();
  }

  private static Program expiry(String name, TimerPeer.Kind kind) {
    return new Program(
            TimerSuite.class,
            "expiry" + name,
            kind.title(),
            settings -> Expiry.measure(kind, settings))
        .withHeap("1g");
  }

  private static Operation wheel(int armed) {
    return timer("Ours", TimerPeer.Kind.WHEEL, armed);
  }

  private static Operation timer(String name, TimerPeer.Kind kind, int armed) {
    return operation("timer" + name + armed, kind, "scheduleAndCancel", armed);
  }

  private static Operation modify(String name, TimerPeer.Kind kind) {
    return operation("modify" + name, kind, "modify", 1_000);
  }

  private static Operation operation(String name, TimerPeer.Kind kind, String method, int armed) {
    return new Operation(
        name,
        kind.title(),
        TimerBenchmark.class,
        method,
        Map.of("timer", kind.name(), "armed", String.valueOf(armed)));
  }
}
