package dev.wq.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A bar on a terminal, drawn once the work has taken a second and at most ten times a second from
 * then on. It has no thread: it draws when it is told something.
 */
final class Progress {
  private static final long PATIENCE = 1_000_000_000;
  private static final long REDRAW = 100_000_000;
  private static final int WIDTH = 30;

  private final PrintStream err;
  private final boolean watched;
  private final LongSupplier clock;
  private long next; // on the clock's scale
  private int part;
  private int parts = 1;
  private String what = "";
  private boolean drawn;

  /**
   * @param clock nanoseconds
   */
  Progress(Console console, LongSupplier clock) {
    this.err = console.err();
    this.watched = console.watched();
    this.clock = clock;
    this.next = clock.getAsLong() + PATIENCE;
  }

  /** The {@code number}-th of {@code count} parts begins, counted from 0. */
  void part(int number, int count, String name) {
    part = number;
    parts = count;
    what = name;
    share(0);
  }

  /**
   * @param done how much of the part is done, 0 to 1
   */
  void share(double done) {
    if (watched && clock.getAsLong() - next >= 0) {
      next = clock.getAsLong() + REDRAW;
      draw((part + Math.clamp(done, 0, 1)) / parts);
    }
  }

  private void draw(double share) {
    int filled = (int) (share * WIDTH);
    String bar = "#".repeat(filled) + " ".repeat(WIDTH - filled);
    err.print(String.format(Locale.ROOT, "\r[%s] %3.0f %% %s\u001b[K", bar, share * 100, what));
    err.flush();
    drawn = true;
  }

  /** Wipes the bar away, before anything else is written. */
  void clear() {
    if (drawn) {
      err.print("\r\u001b[K");
      err.flush();
      drawn = false;
    }
  }
}
