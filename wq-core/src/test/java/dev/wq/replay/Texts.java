package dev.wq.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Reads recordings that stand in a test. */
final class Texts {
  private Texts() {}

  static TraceReport report(byte[] bytes, TraceSink... sinks) {
    try {
      return TraceReader.read(new ByteArrayInputStream(bytes), "test", sinks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TraceReport report(String text, TraceSink... sinks) {
    return report(text.getBytes(UTF_8), sinks);
  }

  /** The events of a text, as {@link LogSink} writes them. */
  static String log(String text) {
    LogSink log = new LogSink();
    report(text, log);
    return log.toString();
  }

  static Recording recording(byte[] bytes) {
    try {
      return Recording.read(new ByteArrayInputStream(bytes), "test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Recording recording(String text) {
    return recording(text.getBytes(UTF_8));
  }

  static String lines(List<?> things) {
    return things.stream().map(thing -> thing + "\n").collect(joining());
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static byte[] gzip(String text) {
    return gzip(text.getBytes(UTF_8));
  }
}
