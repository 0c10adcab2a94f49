package dev.wq.bench;

import dev.wq.bench.device.DeviceSuite;
import dev.wq.bench.harness.Control;
import dev.wq.bench.harness.Guard;
import dev.wq.bench.harness.Plan;
import dev.wq.bench.harness.Recorded;
import dev.wq.bench.harness.Report;
import dev.wq.bench.harness.Settings;
import dev.wq.bench.harness.Suite;
import dev.wq.bench.poll.PollSuite;
import dev.wq.bench.queue.BlockingSuite;
import dev.wq.bench.queue.BusySuite;
import dev.wq.bench.queue.CostSuite;
import dev.wq.bench.queue.FairnessSuite;
import dev.wq.bench.queue.LatencySuite;
import dev.wq.bench.queue.QueueSuite;
import dev.wq.bench.scale.ScaleSuite;
import dev.wq.bench.sim.SimSuite;
import dev.wq.bench.timer.TimerSuite;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures each hot path beside what a user would pick instead, and prints one table.
 *
 * <p>Everything is measured several times: in each round every subject once, in turn, each in a JVM
 * of its own. What is compared are the two figures of one round.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures each hot path beside what a user would pick instead.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      " 0:measured",
      " 1:something could not be measured",
      " 2:wrong options",
      " 3:a figure is worse than in the run given by --against"
    })
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
          new SimSuite(),
          new ScaleSuite());

  static final int WORSE = 3;

  @Option(names = "--quick", description = "One short round, for a look only.")
  private boolean quick;

  @Option(names = "--list", description = "Print rows and pictures, measure nothing.")
  private boolean list;

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

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "The bench.json of an earlier run, to compare with.")
  private @Nullable Path against;

  @Option(
      names = "--tolerance",
      paramLabel = "SHARE",
      description = "By how much a figure may grow against that; ${DEFAULT-VALUE} if not given.")
  private double tolerance = 0.3;

  @Spec private @Nullable CommandSpec spec;

  /** See {@code --help}. */
  public static void main(String[] args) {
    String[] given = Stream.of(args).filter(arg -> !arg.isBlank()).toArray(String[]::new);
    System.exit(new CommandLine(new Bench()).execute(given));
  }

  @Override
  public Integer call() throws Exception {
    Plan plan = Plan.of(SUITES, only);
    if (plan.isEmpty()) {
      return refuse("no row and no curve mentions '" + only + "'; --list prints all of them");
    }
    if (!(tolerance >= 0)) {
      return refuse("--tolerance must be 0 or more, was " + tolerance);
    }
    if (list) {
      out().println(plan.text());
      return CommandLine.ExitCode.OK;
    }
    try {
      return measure(plan, against == null ? null : Recorded.read(against, only));
    } catch (Recorded.NoRecordException unreadable) {
      return refuse("--against: " + unreadable.getMessage());
    }
  }

  private int measure(Plan plan, @Nullable Recorded earlier) throws Exception {
    Settings settings = new Settings(quick);
    Control control = Control.warm();
    Report report = Report.of(settings, plan.measures(), plan.measure(control, settings), control);
    report.write(out, plan.curves());
    out().println(report.markdown());
    return earlier == null ? CommandLine.ExitCode.OK : compare(earlier, report);
  }

  private int compare(Recorded earlier, Report report) {
    Guard guard = Guard.compare(earlier, report.recorded(), tolerance);
    out().println(guard.markdown());
    return guard.isWorse() ? WORSE : CommandLine.ExitCode.OK;
  }

  private int refuse(String why) {
    commandLine().getErr().println(why);
    return CommandLine.ExitCode.USAGE;
  }

  private PrintWriter out() {
    return commandLine().getOut();
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("not run by a command line");
    }
    return spec.commandLine();
  }
}
