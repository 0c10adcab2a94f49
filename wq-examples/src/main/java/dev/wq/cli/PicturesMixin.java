package dev.wq.cli;

import dev.wq.picture.Page;
import dev.wq.picture.PerfettoTrace;
import dev.wq.picture.Picture;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that can draw what it found. */
final class PicturesMixin {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = {
        "Write a page to be opened in a browser: timeline of recording and prediction,"
            + " distributions of latency, the latest works and why. One file, needs no network."
      })
  @Nullable String html;

  @Option(
      names = "--perfetto",
      paramLabel = "FILE",
      description = {
        "Write a trace that ui.perfetto.dev opens: a track for each CPU, worker and queue, arrows"
            + " from queueing to start, counts of works in flight. Compressed if FILE ends in .gz."
      })
  @Nullable String perfetto;

  /** Writes a picture to a stream. */
  @FunctionalInterface
  private interface Format {
    void write(Picture picture, OutputStream out) throws IOException;
  }

  /**
   * Refuses what would overwrite something.
   *
   * @param inputs as they were named
   * @param count of all inputs, those without a name too
   * @throws ParameterException if several inputs or both formats would go to one file, or a format
   *     to an input
   */
  void check(List<String> inputs, int count) {
    List<String> files = Stream.of(html, perfetto).filter(Objects::nonNull).toList();
    if (!files.isEmpty() && count > 1) {
      throw wrong("a picture is of one recording, not of " + count);
    }
    if (files.size() > files.stream().distinct().count()) {
      throw wrong("--html and --perfetto name the same file");
    }
    for (String file : files) {
      if (inputs.contains(file)) {
        throw wrong(file + " is the recording itself");
      }
    }
  }

  private ParameterException wrong(String message) {
    CommandLine line = Objects.requireNonNull(command).commandLine();
    return new ParameterException(line, message);
  }

  boolean isAsked() {
    return html != null || perfetto != null;
  }

  /** Writes what was asked for; errors are those of the file that can't be written. */
  void write(Supplier<Picture> picture, Runner runner) {
    if (!isAsked()) {
      return;
    }
    Picture drawn = picture.get();
    write(html, Page::write, drawn, runner);
    write(perfetto, PerfettoTrace::write, drawn, runner);
  }

  private static void write(@Nullable String file, Format format, Picture picture, Runner runner) {
    if (file == null) {
      return;
    }
    try {
      Path path = Input.path(file);
      if (Files.isDirectory(path)) {
        throw new IOException("is a directory; name a file");
      }
      try (OutputStream out = open(path)) {
        format.write(picture, out);
      }
      runner.say("wrote " + file);
    } catch (NoSuchFileException e) {
      runner.fail(file, new IOException("no such folder", e));
    } catch (IOException e) {
      runner.fail(file, e);
    }
  }

  private static OutputStream open(Path path) throws IOException {
    OutputStream file = Files.newOutputStream(path);
    boolean compressed = path.toString().endsWith(".gz");
    return new BufferedOutputStream(compressed ? new GZIPOutputStream(file) : file, 1 << 16);
  }
}
