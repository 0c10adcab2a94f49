package dev.wq.replay;

import dev.wq.replay.Diagnosis.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * Reading a recording.
 *
 *   bytes -> GzipSource -> LineSource -> LineParser -> WorkEvents        -> TraceSink
 *            (if packed)   (lines)       (which kind)  SchedulerEvents
 *                                            |         TimerEvents
 *                                            v
 *                                        LineTally, Diagnoses
 *
 * The reader's promise is that nothing is lost without a word. It rests on four rules.
 *
 * 1. Every line is counted where it is cut from the stream, and once more in exactly one class;
 *    LineCount refuses to be made if the two differ.
 * 2. An event is told to the sinks only when its whole line was understood, to the last byte: the
 *    parsers first read everything into fields, then call. A line that is short, or has something
 *    behind its end (two lines in one), is damaged and nothing of it is told. So the number of used
 *    lines is the number of events that the sinks were told.
 * 3. Whatever is not used makes a Diagnosis. These are one per kind with the first and the last line
 *    and a count, so that a megabyte of garbage is one entry. What cannot be seen from a line is
 *    compared with what the file says of itself: the number of entries in the header shows lines that
 *    are missing, the checksum of gzip shows bytes that changed.
 * 4. A file without a single event of a work queue is no recording: that is an exception, not an empty
 *    answer.
 *
 * What cannot be noticed is a changed byte that leaves a well-formed line, such as another digit in a
 * plain file. It is used as it stands.
 *
 * Nothing is allocated per line once names and tables have grown: names are looked up by their bytes
 * (Symbols), numbers are read in place, and the sinks get primitives. Text is read with a few tests
 * per byte, several hundred megabytes per second, so unpacking costs more than parsing.
 */

/**
 * Reads ftrace text, plain or gzip, in one pass and tells sinks each event.
 *
 * <p>Every line is accounted for ({@link LineCount}); whatever is damaged or missing becomes a
 * {@link Diagnosis}, and a file without a single work queue event a {@link TraceFormatException}.
 */
public final class TraceReader {
  private final String name;
  private final Window window;
  private final byte[] beginning;
  private final @Nullable GzipSource gzip;
  private final LineSource source;
  private final Diagnoses diagnoses = new Diagnoses();
  private final HeaderParser header = new HeaderParser(diagnoses);
  private final LineParser parser;
  private final LineTally lines = new LineTally();

  private TraceReader(String name, InputStream in, Window window, TraceSink sink)
      throws IOException {
    this.name = name;
    this.window = window;
    PushbackInputStream peeking = new PushbackInputStream(in, FormatGuess.BEGINNING);
    beginning = peeking.readNBytes(FormatGuess.BEGINNING);
    peeking.unread(beginning);
    gzip = GzipSource.isGzip(beginning) ? new GzipSource(peeking) : null;
    source = new LineSource(gzip == null ? peeking : gzip);
    parser = new LineParser(sink, window, header, diagnoses);
  }

  /**
   * Reads a file to its end.
   *
   * @throws TraceFormatException if it holds no event of a work queue
   * @throws IOException if it cannot be read
   */
  public static TraceReport read(Path file, TraceSink... sinks) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, String.valueOf(file.getFileName()), sinks);
    }
  }

  /**
   * Reads a stream to its end, without closing it.
   *
   * @param name what to call it in messages
   * @throws TraceFormatException if it holds no event of a work queue
   * @throws IOException if it cannot be read
   */
  public static TraceReport read(InputStream in, String name, TraceSink... sinks)
      throws IOException {
    return read(in, name, Window.ALL, sinks);
  }

  /**
   * Reads a stream to the end of a window and tells the events in it; names of tasks are told from
   * the beginning. A report of less than everything is about the lines up to there, and does not
   * compare their number with what the header says.
   *
   * @throws TraceFormatException if there is no event of a work queue up to there
   * @throws IOException if it cannot be read
   */
  public static TraceReport read(InputStream in, String name, Window window, TraceSink... sinks)
      throws IOException {
    Objects.requireNonNull(name, "name");
    TraceReader reader = new TraceReader(name, in, window, TraceSink.group(sinks));
    try {
      return reader.read();
    } finally {
      reader.free();
    }
  }

  private void free() {
    if (gzip != null) {
      gzip.close();
    }
  }

  private TraceReport read() throws IOException {
    while (parser.nanos() < window.to() && source.advance()) {
      lines.add(classify(lines.next()));
    }
    noteFile();
    parser.noteFile();
    if (parser.workEvents() == 0) {
      throw new TraceFormatException(name + ": " + whatElse());
    }
    return report();
  }

  private LineClass classify(long number) {
    if (source.tooLong()) {
      diagnoses.note(Kind.TOO_LONG, number);
      return LineClass.DAMAGED;
    }
    if (!source.ended()) {
      diagnoses.note(Kind.CUT_LINE, number);
      if (problem() != null) {
        diagnoses.detail(Kind.CUT_LINE, "; it was left out");
        return LineClass.DAMAGED;
      }
    }
    return parser.read(number, source.bytes(), source.from(), source.to());
  }

  private @Nullable String problem() {
    return gzip == null ? null : gzip.problem();
  }

  private void noteFile() {
    String problem = problem();
    if (problem != null) {
      diagnoses.note(Kind.CUT_FILE, Math.max(lines.total(), 1));
      diagnoses.detail(Kind.CUT_FILE, problem);
    }
    header.noteLost();
    long expected = header.entries();
    long missing = Math.abs(expected - parser.events());
    if (expected >= 0 && missing > 0 && window.equals(Window.ALL)) {
      diagnoses.note(Kind.ENTRIES_DIFFER, 0, missing);
      diagnoses.detail(
          Kind.ENTRIES_DIFFER,
          "the header counts "
              + Diagnoses.some(expected, "event")
              + ", the file holds "
              + parser.events());
    }
  }

  private String whatElse() {
    String known = FormatGuess.byBeginning(beginning);
    if (known != null) {
      return known;
    }
    long foreign = diagnoses.count(Kind.OTHER_TRACER);
    String guess = FormatGuess.byLines(lines.count(), parser.tally(), header.tracer(), foreign);
    String problem = problem();
    return problem == null ? guess : guess + "; " + problem;
  }

  private TraceReport report() {
    return new TraceReport(
        name,
        header.header(),
        lines.count(),
        diagnoses.list(),
        parser.clock().first(),
        parser.clock().now(),
        parser.ticks(),
        parser.cpus());
  }
}
