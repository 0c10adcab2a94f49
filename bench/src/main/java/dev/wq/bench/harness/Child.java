package dev.wq.bench.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures one program in this JVM, which was started for it, and prints the sample. */
final class Child {
  private static final String QUICK = "quick";

  private Child() {}

  /** Arguments: the suite's class, the program's name, and perhaps {@value #QUICK}. */
  public static void main(String[] args) throws Exception {
    Suite suite = Class.forName(args[0]).asSubclass(Suite.class).getConstructor().newInstance();
    Settings settings = new Settings(args.length > 2);
    System.out.println(find(suite, args[1]).body().run(settings).print());
    System.exit(0); // the threads of some peers would keep the JVM alive
  }

  private static Program find(Suite suite, String name) {
    return suite
        .subjects()
        .filter(Program.class::isInstance)
        .map(Program.class::cast)
        .filter(program -> program.name().equals(name))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException(suite + " has no program " + name));
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
          program.name() + " ended with status " + status + " and without a sample:\n" + output);
    }
    return sample;
  }

  private static List<String> command(Program program, Settings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.FLAGS);
    command.addAll(program.flags());
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    command.add(Child.class.getName());
    command.add(program.home().getName());
    command.add(program.name());
    if (settings.quick()) {
      command.add(QUICK);
    }
    return command;
  }
}
