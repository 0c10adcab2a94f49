package dev.wq.bench.timer;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to schedule something and to cancel it before it is due, or to move it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class TimerBenchmark {
  /** Which timer; a name of {@link TimerPeer.Kind}. */
  @Param({"WHEEL", "SCHEDULED_POOL", "FORK_JOIN_POOL", "NETTY_WHEEL", "AGRONA_WHEEL"})
  public String timer = "";

  /** So many others are armed meanwhile, for the same range of delays. */
  @Param({"0", "1000", "1000000"})
  public int armed;

  private @Nullable TimerPeer peer;
  private int slot;

  @Setup
  public void arm() {
    peer = TimerPeer.Kind.valueOf(timer).open();
    peer.arm(armed);
  }

  @TearDown
  public void close() {
    peer().close();
  }

  @Benchmark
  public boolean scheduleAndCancel() {
    return peer().scheduleAndCancel(next());
  }

  @Benchmark
  public boolean modify() {
    return peer().modify(next());
  }

  private int next() {
    slot = (slot + 1) & (TimerPeer.SLOTS - 1);
    return slot;
  }

  private TimerPeer peer() {
    return Objects.requireNonNull(peer);
  }
}
