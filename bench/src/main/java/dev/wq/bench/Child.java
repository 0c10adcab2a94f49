package dev.wq.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures one program in this JVM, which was started for it, and prints the sample. */
final class Child {
  private Child() {}

  /** Arguments: the program, then what {@link Settings} knows. */
  public static void main(String[] args) throws Exception {
    Settings settings = args.length > 1 ? Settings.parse(args[1]) : Settings.parse();
    System.out.println(Program.valueOf(args[0]).measureHere(settings).print());
    System.exit(0); // the threads of some peers would keep the JVM alive
  }

  /** Starts a JVM for {@code program} and answers its sample. */
  static Sample run(Program program, Settings settings) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(program, settings)).redirectErrorStream(true).start();
    StringBuilder output = new StringBuilder();
    Sample sample = null;
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        sample = Sample.isPrinted(line) ? Sample.parse(line) : sample;
        output.append(line).append(System.lineSeparator());
      }
    }
    return checked(sample, program, process.waitFor(), output);
  }

  private static Sample checked(
      @Nullable Sample sample, Program program, int status, CharSequence output) {
    if (sample == null || status != 0) {
      throw new IllegalStateException(
          program + " ended with status " + status + " and without a sample:\n" + output);
    }
    return sample;
  }

  private static List<String> command(Program program, Settings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.FLAGS);
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    command.add(Child.class.getName());
    command.add(program.name());
    if (settings.quick()) {
      command.add(Settings.QUICK);
    }
    return command;
  }
}
