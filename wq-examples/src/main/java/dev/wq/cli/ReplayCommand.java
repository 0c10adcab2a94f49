package dev.wq.cli;

import dev.wq.replay.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wq replay}. */
@Command(
    name = "replay",
    header = ReplayHelp.HEADER,
    description = ReplayHelp.DESCRIPTION,
    footer = {
      ReplayHelp.WORDS,
      ReplayHelp.COLUMNS,
      ReplayHelp.FIGURES,
      ReplayHelp.JSON,
      ReplayHelp.EXIT,
      ReplayHelp.EXAMPLES
    })
final class ReplayCommand implements Callable<Integer> {
  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(1_000_000_000);

  private final Console console;
  private final Replayer replayer;

  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Recordings: ftrace text, plain or gzip; - is standard input.")
  private final List<String> files = new ArrayList<>();

  @Option(
      names = "--sample",
      paramLabel = "NAME",
      description = {
        "A recording that comes with wq: ${COMPLETION-CANDIDATES}. Default without FILE: cgroups."
      })
  private @Nullable Sample sample;

  @Mixin private final OptionsMixin how = new OptionsMixin();

  @Mixin private final WhatIfMixin other = new WhatIfMixin();

  @Option(
      names = {"-n", "--late"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the latest works to explain. Default: ${DEFAULT-VALUE}.")
  private int late;

  @Option(
      names = {"-a", "--all"},
      description = "Show all queues, not only the busiest.")
  private boolean all;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = {
        "A recording of the same load on a machine that has the changes of --what-if: its figures"
            + " stand below the what-if's."
      })
  private @Nullable String against;

  @Option(
      names = "--from",
      paramLabel = "SECONDS",
      description = "Begin so long after the recording's first event.")
  private @Nullable BigDecimal from;

  @Option(
      names = "--to",
      paramLabel = "SECONDS",
      description = "End so long after the recording's first event. Only that part is kept.")
  private @Nullable BigDecimal to;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = {
        "For recordings of any length: find the N works that started latest in one pass, then"
            + " replay the time around each and say why. Files only."
      })
  private @Nullable Integer top;

  @Option(names = "--json", description = "Print JSON, see below, instead of tables.")
  private boolean json;

  @Mixin private final PicturesMixin pictures = new PicturesMixin();

  @Mixin final HelpOption help = new HelpOption();

  ReplayCommand(Console console, Replayer replayer) {
    this.console = console;
    this.replayer = replayer;
  }

  @Override
  public Integer call() throws IOException {
    Runner runner = new Runner(console, replayer, how.options(late), other.whatIf(), window());
    pictures.check(files, files.size() + (sample == null ? 0 : 1));
    List<Input> inputs = inputs(runner);
    compare(runner);
    Integer latest = top;
    if (latest != null) {
      top(runner, inputs, latest);
    } else if (json) {
      try (JsonReport report = new JsonReport(console.out())) {
        runner.run(inputs, replayed -> show(replayed, report::add, runner));
      }
      console.out().println();
    } else {
      runner.run(inputs, replayed -> show(replayed, found -> print(found, inputs), runner));
    }
    console.out().finish();
    return runner.failed() ? Wq.UNUSABLE : Wq.OK;
  }

  private void compare(Runner runner) {
    String file = against;
    if (file == null) {
      return;
    }
    refuse(other.whatIf().isNothing(), "--against goes with --what-if");
    try {
      runner.compareWith(Input.of(file, console));
    } catch (IOException e) {
      runner.fail(file, e);
    }
  }

  private void top(Runner runner, List<Input> inputs, int latest) {
    refuse(latest < 1, "--top must be at least 1, was " + latest);
    refuse(json || !other.whatIf().isNothing(), "--top goes with no --json and no --what-if");
    refuse(!window().equals(Window.ALL), "--top goes with no --from and no --to");
    refuse(pictures.isAsked(), "--top goes with no --html and no --perfetto");
    refuse(files.contains("-"), "--top reads its input several times: name a file");
    TopReport report = new TopReport(console, replayer, how.options(0), latest);
    for (Input input : inputs) {
      try {
        report.print(input);
      } catch (IOException e) {
        runner.fail(input.name(), e);
      }
    }
  }

  private Window window() {
    long begin = nanos(from, 0);
    long end = nanos(to, Long.MAX_VALUE);
    refuse(begin < 0 || end <= begin, "--from must be at least 0 and before --to");
    return new Window(begin, end);
  }

  private static long nanos(@Nullable BigDecimal seconds, long otherwise) {
    return seconds == null
        ? otherwise
        : seconds.min(MOST_SECONDS).max(BigDecimal.ONE.negate()).movePointRight(9).longValue();
  }

  private void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
  }

  private void show(Replayed replayed, Consumer<Replayed> report, Runner runner) {
    report.accept(replayed);
    pictures.write(replayed::picture, runner);
  }

  private void print(Replayed replayed, List<Input> inputs) {
    if (!replayed.file().equals(inputs.getFirst().name())) {
      console.out().println();
    }
    new TextReport(console, replayed, all).print();
  }

  private List<Input> inputs(Runner runner) {
    List<Input> inputs = new ArrayList<>();
    if (sample != null || files.isEmpty()) {
      inputs.add(Input.of(sample == null ? Sample.CGROUPS : sample));
    }
    for (String file : files) {
      try {
        inputs.add(Input.of(file, console));
      } catch (IOException e) {
        runner.fail(file, e);
      }
    }
    return inputs;
  }
}
