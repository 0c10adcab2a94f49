package dev.wq.bench;

import dev.wq.bench.device.DeviceSuite;
import dev.wq.bench.harness.Control;
import dev.wq.bench.harness.Curve;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Report;
import dev.wq.bench.harness.Round;
import dev.wq.bench.harness.Settings;
import dev.wq.bench.harness.Subject;
import dev.wq.bench.harness.Suite;
import dev.wq.bench.poll.PollSuite;
import dev.wq.bench.queue.BlockingSuite;
import dev.wq.bench.queue.BusySuite;
import dev.wq.bench.queue.CostSuite;
import dev.wq.bench.queue.FairnessSuite;
import dev.wq.bench.queue.LatencySuite;
import dev.wq.bench.queue.QueueSuite;
import dev.wq.bench.sim.SimSuite;
import dev.wq.bench.timer.TimerSuite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures each hot path beside what a user would pick instead, and prints one table.
 *
 * <p>Everything is measured several times: in each round every subject once, in turn, each in a JVM
 * of its own. What is compared are the two figures of one round.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures each hot path beside what a user would pick instead.")
public final class Bench implements Callable<Integer> {
  static final List<Suite> SUITES =
      List.of(
          new QueueSuite(),
          new CostSuite(),
          new BusySuite(),
          new BlockingSuite(),
          new LatencySuite(),
          new FairnessSuite(),
          new TimerSuite(),
          new PollSuite(),
          new DeviceSuite(),
          new SimSuite());

  @Option(names = "--quick", description = "One short round, for a look only.")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "Only rows and curves whose title or subjects contain this.")
  private String only = "";

  @Option(
      names = "--out",
      paramLabel = "DIRECTORY",
      description = "Where table, figures and pictures go; ${DEFAULT-VALUE} if not given.")
  private Path out = Path.of("target", "bench");

  /** See {@code --help}. */
  public static void main(String[] args) {
    String[] given = Stream.of(args).filter(arg -> !arg.isBlank()).toArray(String[]::new);
    System.exit(new CommandLine(new Bench()).execute(given));
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = new Settings(quick);
    List<Measure> measures =
        SUITES.stream()
            .flatMap(suite -> suite.measures().stream())
            .filter(measure -> measure.mentions(only))
            .toList();
    List<Curve> curves =
        SUITES.stream()
            .flatMap(suite -> suite.curves().stream())
            .filter(curve -> curve.mentions(only))
            .toList();
    Control control = Control.warm();
    List<Subject> subjects =
        Stream.concat(
                measures.stream().flatMap(Measure::subjects),
                curves.stream().flatMap(Curve::subjects))
            .distinct()
            .toList();
    Report report = Report.of(settings, measures, rounds(subjects, control, settings), control);
    report.writeJson(out.resolve("bench.json"));
    System.out.println(report.markdown());
    return CommandLine.ExitCode.OK;
  }

  private static List<Round> rounds(List<Subject> subjects, Control control, Settings settings)
      throws Exception {
    List<Round> rounds = new ArrayList<>();
    for (int i = 1; i <= settings.rounds(); i++) {
      System.err.println("round " + i + " of " + settings.rounds());
      rounds.add(Round.measure(subjects, control, settings));
    }
    return rounds;
  }
}
