package dev.wq.kernel;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Where the flushes of one queue are: its colours and those who wait. */
final class FlushColors {
  static final int COLORS = 16;

  final ArrayDeque<Flusher> waiting = new ArrayDeque<>(); // have a colour, not the first
  final ArrayDeque<Flusher> overflow = new ArrayDeque<>(); // no colour was free (linux 97)
  int workColor; // of works queued now
  int flushColor; // the oldest colour that is being flushed
  @Nullable Flusher first; // the flusher of flushColor
  int pwqsToFlush; // pwqs with works of flushColor in flight

  static int next(int color) {
    return (color + 1) % COLORS;
  }

  boolean areUsedUp() {
    return next(workColor) == flushColor;
  }
}
