package dev.wq.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what a file is that is no ftrace text with events of work queues. */
final class FormatGuess {
  /** As many bytes as the longest beginning. */
  static final int BEGINNING = 10;

  private static final Map<String, String> BEGINNINGS =
      Map.of(
          "\u0017\bDtracing", "a trace.dat of trace-cmd, which 'trace-cmd report' turns into text",
          "PERFILE2", "a perf.data of perf, which 'perf script' turns into text",
          "(\u00b5/\u00fd", "compressed by zstd: unpack it first",
          "\u00fd7zXZ\0", "compressed by xz: unpack it first",
          "BZh", "compressed by bzip2: unpack it first",
          "PK\u0003\u0004", "a zip archive: unpack it first",
          "\u007fELF", "a program",
          "\u00c1\u001f\u00fc\u00c1", "a recording in the binary format CTF",
          "\u00ff\u00fe", "text in UTF-16: make it UTF-8 first");

  private FormatGuess() {}

  /** What the first bytes say, or null. */
  static @Nullable String byBeginning(byte[] beginning) {
    String start = new String(beginning, ISO_8859_1);
    return BEGINNINGS.entrySet().stream()
        .filter(e -> start.startsWith(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** What the lines say. */
  static String byLines(LineCount lines, EventTally tally, String tracer, long foreign) {
    String rest = ", no work queue event in " + Diagnoses.some(lines.total(), "line");
    if (lines.total() == 0) {
      return "the file is empty";
    }
    if (!tally.isEmpty()) {
      return "ftrace text" + rest + "; found " + tally.most(i -> true);
    }
    if (foreign > 0) {
      return (tracer.isEmpty() ? "text of another tracer" : tracer + " text") + rest;
    }
    if (lines.header() > 0 && lines.damaged() == 0) {
      return "only a header" + rest;
    }
    return "not ftrace text: none of " + Diagnoses.some(lines.total(), "line") + " could be read";
  }
}
