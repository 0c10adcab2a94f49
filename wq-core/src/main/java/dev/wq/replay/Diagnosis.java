package dev.wq.replay;

/**
 * One finding about a file; findings of one kind are one entry, however many lines they concern.
 *
 * @param kind what was found
 * @param firstLine the first line concerned, from 1; 0 if no line can be named
 * @param lastLine the last line concerned
 * @param count how many lines, events or times, whichever the words say
 * @param what in plain words, with what was made of it
 */
public record Diagnosis(Kind kind, long firstLine, long lastLine, long count, String what) {
  /** What can be wrong with a file. */
  public enum Kind {
    /** Lines that are no event and no header. */
    DAMAGED(true),
    /** Lines with control characters: not text. */
    BINARY(true),
    /** Lines over the length that is read. */
    TOO_LONG(true),
    /** The last line has no end. */
    CUT_LINE(true),
    /** The compressed data stop early or are broken. */
    CUT_FILE(true),
    /** The kernel says that it lost events. */
    LOST_EVENTS(true),
    /** The header counts another number of entries than the file holds. */
    ENTRIES_DIFFER(true),
    /** A CPU's part begins later than the file. */
    LATE_CPU(true),
    /** Times that run backwards. */
    CLOCK_BACKWARDS(true),
    /** A gap so long that it cannot be a pause. */
    CLOCK_JUMP(true),
    /** The clock counts something else than seconds. */
    CLOCK_UNIT(true),
    /** Works that cannot be told apart because the kernel hid the pointers. */
    HIDDEN_POINTERS(true),
    /** Executions that end in nothing: the same worker began another one. */
    NO_END(true),
    /** Ends of executions whose start is not in the file. */
    NO_START(false),
    /** Starts of works whose queueing is not in the file. */
    NO_QUEUEING(false),
    /** Executions by tasks whose name is not in the file. */
    UNKNOWN_WORKER(true),
    /** Well-formed events that are not used. */
    OTHER_EVENTS(false),
    /** Lines of another tracer. */
    OTHER_TRACER(false);

    private final boolean loss;

    Kind(boolean loss) {
      this.loss = loss;
    }
  }

  /** Whether the answer may be wrong or incomplete because of this; false: a note. */
  public boolean isLoss() {
    return kind.loss;
  }

  @Override
  public String toString() {
    return where() + what;
  }

  private String where() {
    if (firstLine == 0) {
      return "";
    }
    return firstLine == lastLine
        ? "line " + firstLine + ": "
        : "lines " + firstLine + " to " + lastLine + ": ";
  }
}
