package dev.wq.cli;

import dev.wq.replay.Replay;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The program {@code wq}. */
@Command(
    name = "wq",
    versionProvider = Wq.Version.class,
    description = {
      "",
      "Takes what a real Linux machine's work queues did, predicts it with the kernel's own policy,"
          + " and says why each work was late.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  wq replay                    a recording that comes with wq",
      "  wq replay trace.txt.gz       one of yours",
      "  wq fidelity recordings/      how good the predictions are",
      "  wq simulate                  scenarios that come with wq",
      "  wq replay --help             what it all means, and how to record"
    })
public final class Wq implements Runnable {
  /** Exit codes, said in the help. */
  static final int OK = 0;

  static final int UNUSABLE = 1;
  static final int USAGE = 2;
  private static final int DEFECT = 70; // BSD sysexits: EX_SOFTWARE

  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Mixin final HelpOption help = new HelpOption();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  private Wq(Console console) {
    this.console = console;
  }

  /** Runs a command and exits with its code; called by the launcher. */
  public static void main(String[] args) {
    Console console = Console.ofProcess(System.getenv());
    int code = commandLine(console, Replay::run).execute(args);
    System.exit(code);
  }

  /** The program over any console, for tests too. */
  static CommandLine commandLine(Console console, Replayer replayer) {
    CommandLine line =
        new CommandLine(new Wq(console))
            .addSubcommand(new ReplayCommand(console, replayer))
            .addSubcommand(new FidelityCommand(console, replayer))
            .addSubcommand(new SimulateCommand(console, replayer))
            .addSubcommand(new SignCommand(console))
            .addSubcommand(new ExamplesCommand(console))
            .addSubcommand(new HelpCommand());
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(writer(console.out()))
        .setErr(writer(console.err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler(Wq::misused)
        .setExecutionExceptionHandler(Wq::failed);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Without a command: the help. */
  @Override
  public void run() {
    Objects.requireNonNull(command).commandLine().usage(console.out());
  }

  private static int misused(ParameterException e, String[] args) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    e.getCommandLine().getErr().println(name + ": " + message + "; see " + name + " --help");
    return USAGE;
  }

  private static int failed(Exception e, CommandLine line, ParseResult result) {
    if (e instanceof IOException io) {
      line.getErr().println("wq: " + Input.reason(io));
      return UNUSABLE;
    }
    line.getErr().println("wq: this is a defect of wq, please report it");
    e.printStackTrace(line.getErr());
    return DEFECT;
  }

  /** Version of the jar and of the JVM. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Wq.class.getPackage().getImplementationVersion();
      return new String[] {
        "wq " + (version == null ? "(not packaged)" : version), "Java " + Runtime.version()
      };
    }
  }
}
