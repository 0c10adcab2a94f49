package dev.wq.bench;

import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A single operation to be measured, by JMH: a method of a benchmark class and its parameters. */
enum Operation implements Subject {
  REFUSED("pending work", EnqueueBenchmark.class, "refused", Map.of()),
  ENQUEUE("ordered queue", EnqueueBenchmark.class, "accepted", Map.of("runner", "ordered")),
  EXECUTE("common pool", EnqueueBenchmark.class, "accepted", Map.of("runner", "common-pool")),
  SEMAPHORE_OURS("counting semaphore", SemaphoreBenchmark.class, "ours", Map.of()),
  SEMAPHORE_JDK("j.u.c. Semaphore", SemaphoreBenchmark.class, "jdk", Map.of()),
  TIMER_OURS_0("delayed work", TimerPeer.Kind.WHEEL, 0),
  TIMER_POOL_0("ScheduledThreadPoolExecutor", TimerPeer.Kind.SCHEDULED_POOL, 0),
  TIMER_OURS_1_000("delayed work", TimerPeer.Kind.WHEEL, 1_000),
  TIMER_POOL_1_000("ScheduledThreadPoolExecutor", TimerPeer.Kind.SCHEDULED_POOL, 1_000),
  TIMER_FORK_JOIN("ForkJoinPool.schedule", TimerPeer.Kind.FORK_JOIN_POOL, 1_000),
  TIMER_NETTY("Netty HashedWheelTimer", TimerPeer.Kind.NETTY_WHEEL, 1_000),
  TIMER_OURS_1_000_000("delayed work", TimerPeer.Kind.WHEEL, 1_000_000),
  TIMER_POOL_1_000_000("ScheduledThreadPoolExecutor", TimerPeer.Kind.SCHEDULED_POOL, 1_000_000);

  private static final String BYTES = "gc.alloc.rate.norm";

  private final String title;
  private final String method;

  @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
  private final Map<String, String> parameters;

  Operation(String title, Class<?> benchmark, String method, Map<String, String> parameters) {
    this.title = title;
    this.method = benchmark.getName() + "." + method;
    this.parameters = parameters;
  }

  Operation(String title, TimerPeer.Kind timer, int armed) {
    this(
        title,
        TimerBenchmark.class,
        "scheduleAndCancel",
        Map.of("timer", timer.name(), "armed", String.valueOf(armed)));
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Sample sample(Settings settings) throws RunnerException {
    TimeValue time = TimeValue.milliseconds(settings.jmhIterationMillis());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + method + "$")
            .forks(1)
            .warmupIterations(settings.jmhIterations())
            .warmupTime(time)
            .measurementIterations(settings.jmhIterations())
            .measurementTime(time)
            .jvmArgs(JvmFlags.FLAGS.toArray(String[]::new))
            .addProfiler(CpuProfiler.class)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    parameters.forEach(options::param);
    return sample(new Runner(options.build()).runSingle());
  }

  private static Sample sample(RunResult result) {
    return new Sample(
        result.getPrimaryResult().getScore(),
        secondary(result, CpuProfiler.LABEL),
        secondary(result, BYTES));
  }

  private static double secondary(RunResult result, String label) {
    Result<?> found = result.getSecondaryResults().get(label);
    return found == null ? Double.NaN : found.getScore();
  }
}
