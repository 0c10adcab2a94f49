package dev.wq.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wq fidelity}. */
@Command(
    name = "fidelity",
    header = "Replays recordings and prints how near the predictions come, in Markdown.",
    description = {
      "",
      "A row per recording and model, then which targets are met. All recordings are replayed by"
          + " the same rules. What is missed is in bold.",
      ""
    },
    footer = {"", "The figures are explained in: wq replay --help", ReplayHelp.EXIT})
final class FidelityCommand implements Callable<Integer> {
  private static final List<Path> FOLDERS =
      List.of(Path.of("wq-examples/recordings"), Path.of("recordings"));

  private final Console console;
  private final Replayer replayer;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "0..*",
      description =
          "Recordings, or folders with .txt and .gz files. Default: wq-examples/recordings.")
  private final List<String> places = new ArrayList<>();

  @Mixin private final OptionsMixin how = new OptionsMixin();

  @Mixin final HelpOption help = new HelpOption();

  FidelityCommand(Console console, Replayer replayer) {
    this.console = console;
    this.replayer = replayer;
  }

  @Override
  public Integer call() throws IOException {
    Runner runner = new Runner(console, replayer, how.options(0));
    List<Input> inputs = inputs(runner);
    if (!inputs.isEmpty()) {
      FidelityTable table = new FidelityTable(console.out());
      table.begin();
      runner.run(inputs, table::add);
      table.targets();
    }
    console.out().finish();
    return runner.failed() ? Wq.UNUSABLE : Wq.OK;
  }

  private List<Input> inputs(Runner runner) throws IOException {
    if (places.isEmpty()) {
      return Input.folder(defaultFolder());
    }
    List<Input> inputs = new ArrayList<>();
    for (String place : places) {
      try {
        Path path = Input.path(place);
        inputs.addAll(
            Files.isDirectory(path) ? Input.folder(path) : List.of(Input.of(place, console)));
      } catch (IOException e) {
        runner.fail(place, e);
      }
    }
    return inputs;
  }

  private static Path defaultFolder() throws IOException {
    return FOLDERS.stream()
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new IOException("no folder " + FOLDERS.getFirst() + "; name one"));
  }
}
