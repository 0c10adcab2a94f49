import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Formats every Java source of the repository with google-java-format, or checks that it is.
 *
 * <p>Run by the parent pom, outside Maven's JVM, because that may be too old to parse the sources.
 * Arguments: {@code check} or {@code write}, then the root folder.
 */
final class Format {
  private static final Formatter FORMATTER = new Formatter();
  private static final Pattern SOURCE = Pattern.compile("(\\.mvn|[^/]+/src)/.*\\.java");

  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean write = args[0].equals("write");
    Path root = Path.of(args[1]);
    List<Path> changed =
        sources(root).parallelStream().filter(file -> differs(file, write)).toList();
    for (Path file : changed) {
      System.err.println((write ? "formatted: " : "not formatted: ") + root.relativize(file));
    }
    if (!write && !changed.isEmpty()) {
      System.err.println("run: mvn -q -N -Pformat validate");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> SOURCE.matcher(root.relativize(file).toString()).matches())
          .sorted()
          .toList();
    }
  }

  private static boolean differs(Path file, boolean write) {
    try {
      String source = Files.readString(file);
      String formatted = format(source);
      if (write && !formatted.equals(source)) {
        Files.writeString(file, formatted);
      }
      return !formatted.equals(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatterException e) {
      throw new IllegalStateException("cannot parse " + file + ": " + e.getMessage(), e);
    }
  }

  private static String format(String source) throws FormatterException {
    String imports = RemoveUnusedImports.removeUnusedImports(source);
    String ordered = ImportOrderer.reorderImports(imports, JavaFormatterOptions.Style.GOOGLE);
    return FORMATTER.formatSource(ordered);
  }
}
