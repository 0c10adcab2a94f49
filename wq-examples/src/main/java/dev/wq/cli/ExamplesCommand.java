package dev.wq.cli;

import dev.wq.examples.AllExamples;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wq examples}. */
@Command(name = "examples", header = "Runs the small examples of the library, live.")
final class ExamplesCommand implements Callable<Integer> {
  private final Console console;

  @Mixin final HelpOption help = new HelpOption();

  ExamplesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, TimeoutException {
    AllExamples.run(console.out());
    console.out().finish();
    return Wq.OK;
  }
}
