package dev.wq.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Results, in UTF-8 and buffered. A print stream forgets why it could not write; this one
 * remembers, because a reader that has seen enough ({@code wq replay | head}) is no error and a
 * full disk is.
 */
final class Output extends PrintStream {
  private final Sink sink;

  Output(OutputStream out) {
    this(new Sink(out));
  }

  private Output(Sink sink) {
    super(new BufferedOutputStream(sink, 1 << 16), false, StandardCharsets.UTF_8);
    this.sink = sink;
  }

  /** Whether the reader has gone; further output is for nobody. */
  boolean isAbandoned() {
    return checkError() && reason().contains("Broken pipe");
  }

  /**
   * Writes out what is buffered.
   *
   * @throws IOException if anything since the start could not be written and a reader is still
   *     there
   */
  void finish() throws IOException {
    if (checkError() && !isAbandoned()) {
      throw new IOException("cannot write results: " + reason());
    }
  }

  private String reason() {
    return sink.failure;
  }

  private static final class Sink extends OutputStream {
    private final OutputStream out;
    private String failure = "";

    Sink(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        failure = e.getMessage() == null ? "cannot write" : e.getMessage();
        throw e;
      }
    }
  }
}
