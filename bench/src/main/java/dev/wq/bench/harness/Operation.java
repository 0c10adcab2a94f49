package dev.wq.bench.harness;

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

/**
 * A single operation to be measured, by JMH.
 *
 * @param method of a benchmark class, with the class
 * @param parameters of the benchmark
 */
public record Operation(String name, String title, String method, Map<String, String> parameters)
    implements Subject {
  private static final String BYTES = "gc.alloc.rate.norm";

  /** Method {@code method} of {@code benchmark}. */
  public Operation(
      String name,
      String title,
      Class<?> benchmark,
      String method,
      Map<String, String> parameters) {
    this(name, title, benchmark.getName() + "." + method, parameters);
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
    return Sample.of(Reading.NANOS, result.getPrimaryResult().getScore())
        .with(Reading.CPU_NANOS, secondary(result, CpuProfiler.LABEL))
        .with(Reading.BYTES, secondary(result, BYTES));
  }

  private static double secondary(RunResult result, String label) {
    Result<?> found = result.getSecondaryResults().get(label);
    return found == null ? Double.NaN : found.getScore();
  }
}
