package dev.wq.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
  private final Console console;
  private final Replayer replayer;

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
    Runner runner = new Runner(console, replayer, how.options(late));
    pictures.check(files, files.size() + (sample == null ? 0 : 1));
    List<Input> inputs = inputs(runner);
    if (json) {
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
