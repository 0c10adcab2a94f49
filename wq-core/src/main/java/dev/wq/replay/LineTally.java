package dev.wq.replay;

/** Counts lines and their classes while a file is read. */
final class LineTally {
  private long total;
  private long header;
  private long used;
  private long ignored;
  private long damaged;
  private long lost;

  /** A line begins; answers its number, from 1. */
  long next() {
    return ++total;
  }

  void add(LineClass lineClass) {
    switch (lineClass) {
      case HEADER -> header++;
      case USED -> used++;
      case IGNORED -> ignored++;
      case DAMAGED -> damaged++;
      case LOST -> lost++;
    }
  }

  long total() {
    return total;
  }

  LineCount count() {
    return new LineCount(total, header, used, ignored, damaged, lost);
  }
}
