package dev.wq.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something to read a recording from.
 *
 * @param name for messages and tables
 * @param size in bytes; 0 if it is not known
 */
record Input(String name, long size, Opener opener) {
  private static final String STANDARD_INPUT = "-";

  /** Opens it. */
  interface Opener {
    InputStream open() throws IOException;
  }

  static Input of(Sample sample) {
    return new Input(sample.file(), 0, sample::open);
  }

  /**
   * @param argument a path, or {@code -} for standard input
   * @throws IOException with a message for people, if there is no file to read
   */
  static Input of(String argument, Console console) throws IOException {
    if (argument.equals(STANDARD_INPUT)) {
      return new Input("standard input", 0, console::in);
    }
    Path path = path(argument);
    if (Files.isDirectory(path)) {
      throw new IOException("is a directory; name the files in it");
    }
    return of(path);
  }

  private static Input of(Path path) throws IOException {
    return new Input(path.toString(), Files.size(path), () -> Files.newInputStream(path));
  }

  /** The recordings of a folder, by name. */
  static List<Input> folder(Path folder) throws IOException {
    List<Input> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Input::isRecording).sorted().toList()) {
        inputs.add(of(file));
      }
    }
    if (inputs.isEmpty()) {
      throw new IOException("holds no .txt or .gz file");
    }
    return inputs;
  }

  private static boolean isRecording(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".txt") || name.endsWith(".gz")) && Files.isRegularFile(file);
  }

  static Path path(String argument) throws IOException {
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      throw new IOException("is no file name: " + e.getReason(), e);
    }
  }

  /** What went wrong, in one line for people: the JDK's messages are often only the file's name. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _, FileNotFoundException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
