package dev.wq.cli;

import dev.wq.replay.ReplayOptions;
import dev.wq.scenario.Changes;
import dev.wq.scenario.Scenario;
import dev.wq.scenario.ScenarioException;
import dev.wq.scenario.ScenarioRun;
import dev.wq.scenario.Shipped;
import dev.wq.sim.SimulationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wq simulate}. */
@Command(
    name = "simulate",
    header = SimulateHelp.HEADER,
    description = SimulateHelp.DESCRIPTION,
    footer = {
      SimulateHelp.SCHEMA,
      SimulateHelp.STEPS,
      SimulateHelp.RESULTS,
      SimulateHelp.EXIT,
      SimulateHelp.EXAMPLES
    })
final class SimulateCommand implements Callable<Integer> {
  private final Console console;
  private final Replayer replayer;

  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Scenarios, YAML; - is standard input. Without one: those that come with wq.")
  private final List<String> files = new ArrayList<>();

  @Option(
      names = "--sample",
      paramLabel = "NAME",
      description = "A scenario that comes with wq: ${COMPLETION-CANDIDATES}.")
  private @Nullable Shipped sample;

  @Option(
      names = "--what-if",
      paramLabel = "CHANGE",
      description = {
        "Run it again with another attribute of a queue, and show both. QUEUE:max_active=N,"
            + " QUEUE:FLAG, QUEUE:no_FLAG, several behind a comma; machine:cpus=N, machine:hz=N."
            + " May be given several times."
      })
  private final List<String> changes = new ArrayList<>();

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write what happened as ftrace would, for wq replay and others.")
  private @Nullable String trace;

  @Option(
      names = {"-n", "--late"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the latest works to explain. Default: ${DEFAULT-VALUE}.")
  private int late;

  @Mixin private final PicturesMixin pictures = new PicturesMixin();

  @Mixin final HelpOption help = new HelpOption();

  private boolean failed;

  SimulateCommand(Console console, Replayer replayer) {
    this.console = console;
    this.replayer = replayer;
  }

  @Override
  public Integer call() throws IOException {
    if (late < 0) {
      throw misuse("--late must not be negative, was " + late);
    }
    if (sample == null && files.isEmpty()) {
      list();
    }
    if (trace != null && files.size() + (sample == null ? 0 : 1) != 1) {
      throw misuse("--trace needs exactly one scenario");
    }
    pictures.check(files, files.size() + (sample == null ? 0 : 1));
    if (sample != null) {
      simulate(sample.scenario());
    }
    for (String file : files) {
      simulate(file);
    }
    console.out().finish();
    return failed ? Wq.UNUSABLE : Wq.OK;
  }

  private ParameterException misuse(String message) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
  }

  private void list() throws IOException {
    Table table = new Table(2, "scenario", "what it shows");
    for (Shipped shipped : Shipped.values()) {
      table.row(shipped, shipped.title());
    }
    table.print(console, console.out()::println);
    console.out().println();
    console.out().println("wq simulate --sample NAME runs one, wq simulate FILE one of yours.");
  }

  private void simulate(String file) throws IOException {
    Scenario scenario;
    try {
      scenario = read(file);
    } catch (ScenarioException e) {
      failed = true;
      String.valueOf(e.getMessage()).lines().forEach(line -> console.err().println("wq: " + line));
      return;
    } catch (IOException e) {
      failed = true;
      console.err().println("wq: " + file + ": " + Input.reason(e));
      return;
    }
    simulate(scenario);
  }

  private Scenario read(String file) throws IOException {
    Input input = Input.of(file, console);
    try (InputStream in = input.opener().open()) {
      return Scenario.parse(input.name(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void simulate(Scenario scenario) throws IOException {
    Scenario changed = changed(scenario);
    try {
      report(scenario, changed);
    } catch (SimulationFailure e) {
      failed = true;
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      console
          .err()
          .println(
              "wq: %s: has no end, does it need a duration? %s".formatted(scenario.name(), reason));
    }
  }

  private void report(Scenario scenario, Scenario changed) throws IOException {
    ScenarioRun run = ScenarioRun.of(scenario, trace != null);
    if (trace != null) {
      Files.writeString(Input.path(trace), run.trace());
    }
    Replayed replayed = replayed(run);
    new SimulationReport(console, run, replayed, late).print();
    Runner runner = new Runner(console, replayer, ReplayOptions.fitting());
    pictures.write(() -> replayed.picture().source("simulated"), runner);
    failed |= runner.failed();
    if (!changes.isEmpty()) {
      new ScenarioWhatIf(console, run, ScenarioRun.of(changed, false), changes).print();
    }
  }

  private Scenario changed(Scenario scenario) {
    try {
      return Changes.apply(scenario, changes);
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  private Replayed replayed(ScenarioRun run) {
    ReplayOptions options = ReplayOptions.fitting().late(late);
    return new Replayed(
        run.scenario().name(),
        run.recording(),
        replayer.replay(run.recording(), options, _ -> {}),
        null,
        Map.of());
  }
}
