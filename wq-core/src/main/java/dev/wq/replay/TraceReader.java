package dev.wq.replay;

import dev.wq.replay.Diagnosis.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads ftrace text, plain or gzip, in one pass and tells sinks each event.
 *
 * <p>Every line is accounted for ({@link LineCount}); whatever is damaged or missing becomes a
 * {@link Diagnosis}, and a file without a single work queue event a {@link TraceFormatException}.
 */
public final class TraceReader {
  private final String name;
  private final LineSource source;
  private final Diagnoses diagnoses = new Diagnoses();
  private final HeaderParser header = new HeaderParser(diagnoses);
  private final LineParser parser;
  private final LineTally lines = new LineTally();

  private TraceReader(String name, InputStream in, TraceSink sink) {
    this.name = name;
    source = new LineSource(in);
    parser = new LineParser(sink, header, diagnoses);
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
    return new TraceReader(name, plain(in), TraceSink.group(sinks)).read();
  }

  private static InputStream plain(InputStream in) throws IOException {
    PushbackInputStream peeking = new PushbackInputStream(in, 2);
    byte[] magic = peeking.readNBytes(2);
    peeking.unread(magic);
    boolean gzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(peeking, 1 << 16) : peeking;
  }

  private TraceReport read() throws IOException {
    readLines();
    note();
    if (parser.workEvents() == 0) {
      throw new TraceFormatException(name + ": " + whatElse());
    }
    return report();
  }

  private void readLines() throws IOException {
    boolean more = true;
    while (more) {
      more = advance();
      if (more) {
        lines.add(classify(lines.next()));
      }
    }
  }

  private boolean advance() throws IOException {
    try {
      return source.advance();
    } catch (ZipException | EOFException e) {
      diagnoses.note(Kind.CUT_FILE, lines.total() + 1);
      diagnoses.detail(Kind.CUT_FILE, "the compressed data end early or are broken");
      return source.advance();
    }
  }

  private LineClass classify(long number) {
    if (source.tooLong()) {
      diagnoses.note(Kind.TOO_LONG, number);
      return LineClass.DAMAGED;
    }
    if (!source.ended()) {
      diagnoses.note(Kind.CUT_LINE, number);
    }
    return parser.read(number, source.bytes(), source.from(), source.to());
  }

  private void note() {
    String others = parser.tally().most(i -> !EventKind.isKnown(i));
    if (!others.isEmpty()) {
      diagnoses.detail(Kind.OTHER_EVENTS, ": " + others);
    }
    long expected = header.header().entries();
    if (expected >= 0 && expected != parser.events()) {
      diagnoses.note(Kind.ENTRIES_DIFFER, 0, Math.abs(expected - parser.events()));
      diagnoses.detail(
          Kind.ENTRIES_DIFFER,
          "the header counts %d events, the file holds %d".formatted(expected, parser.events()));
    }
  }

  private String whatElse() {
    String found = parser.tally().most(i -> true);
    return "no work queue event in "
        + lines.total()
        + " lines"
        + (found.isEmpty() ? "" : "; found " + found);
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
