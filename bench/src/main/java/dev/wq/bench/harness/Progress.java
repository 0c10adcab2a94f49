package dev.wq.bench.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Tells how far the measuring is: on a terminal one line that is written over and over, else a line
 * a round.
 */
public final class Progress {
  private static final Path STDERR = Path.of("/proc/self/fd/2");
  private static final String DEVICES = "/dev/";
  private static final String NO_DEVICE = "/dev/null";
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;
  private final int rounds;
  private final int subjects;
  private final long start;
  private int done;

  Progress(PrintStream out, boolean terminal, int rounds, int subjects, long start) {
    this.out = out;
    this.terminal = terminal;
    this.rounds = rounds;
    this.subjects = subjects;
    this.start = start;
  }

  /** Of so many rounds with so many subjects each, on standard error. */
  public static Progress of(int rounds, int subjects) {
    return new Progress(System.err, isTerminal(), rounds, subjects, System.nanoTime());
  }

  private static boolean isTerminal() {
    try {
      String device = Files.readSymbolicLink(STDERR).toString();
      return device.startsWith(DEVICES) && !device.equals(NO_DEVICE);
    } catch (IOException | UnsupportedOperationException noSuchLink) {
      return false;
    }
  }

  /** {@code subject} is the next one. */
  void next(Subject subject) {
    next(subject, System.nanoTime());
  }

  void next(Subject subject, long now) {
    if (terminal) {
      out.print(CLEAR_LINE + line(now) + ": " + subject.name());
      out.flush();
    } else if (done % subjects == 0) {
      out.println(line(now));
    }
    done++;
  }

  /** Nothing else is measured. */
  public void finish() {
    if (terminal) {
      out.print(CLEAR_LINE);
    }
    out.println("measured for " + text(System.nanoTime() - start));
  }

  private String line(long now) {
    long elapsed = now - start;
    String line =
        "round %d of %d, subject %d of %d, %s"
            .formatted(done / subjects + 1, rounds, done % subjects + 1, subjects, text(elapsed));
    return done == 0 ? line : line + ", about " + text(elapsed / done * left()) + " to go";
  }

  private long left() {
    return (long) rounds * subjects - done;
  }

  private static String text(long nanos) {
    Duration time = Duration.ofNanos(nanos);
    return "%d:%02d min".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
