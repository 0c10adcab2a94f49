package dev.wq.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the program reads and writes, and whether somebody watches.
 *
 * @param out results
 * @param err diagnoses, errors and progress
 * @param colour whether results may be coloured
 * @param watched whether {@code err} is a terminal, where a progress bar can be drawn
 */
record Console(InputStream in, Output out, PrintStream err, boolean colour, boolean watched) {

  /** Standard input, output and error of the process. */
  static Console ofProcess(Map<String, String> environment) {
    boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
    boolean colour = isTerminal(1) && !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new Output(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        colour,
        isTerminal(2) && !dumb);
  }

  /**
   * Java knows only whether input and output both are terminals; Linux says what each descriptor
   * is.
   */
  @SuppressWarnings("SystemConsoleNull") // 25 answers null again where there is no terminal
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      java.io.Console console = System.console();
      return console != null && console.isTerminal();
    }
  }

  String style(Style style, String text) {
    return colour ? style.of(text) : text;
  }
}
