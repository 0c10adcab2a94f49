package dev.wq.cli;

import static dev.wq.cli.Session.wq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.cli.Session.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code --html} and {@code --perfetto} of {@code wq replay}. */
class PicturesTest {
  private static final String SMALL = "recordings/21-quiet-nft-hog.txt.gz";

  @TempDir private Path folder;

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void pictures_areWritten_andThatIsSaid() throws IOException {
    String html = file("page.html");
    String trace = file("trace.json");
    Result result = wq("replay", SMALL, "--html", html, "--perfetto", trace);
    assertEquals(0, result.code());
    assertEquals("wq: wrote " + html + "\nwq: wrote " + trace + "\n", result.err());
    assertEquals(wq("replay", SMALL).out(), result.out());
    assertTrue(Files.readString(Path.of(html)).startsWith("<!doctype html>"));
    assertTrue(new JsonMapper().readTree(Path.of(trace)).get("traceEvents").size() > 1_000);
  }

  @Test
  void trace_isCompressedIfItsNameSaysSo() throws IOException {
    assertEquals(0, wq("replay", SMALL, "--perfetto", file("trace.json.gz")).code());
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(folder.resolve("trace.json.gz")))) {
      assertTrue(new JsonMapper().readTree(in).has("traceEvents"));
    }
  }

  @Test
  void json_canBePrintedBeside() {
    Result result = wq("replay", "--json", SMALL, "--html", file("page.html"));
    assertEquals(0, result.code());
    assertTrue(result.out().startsWith("{\"recordings\":["), result::out);
    assertTrue(Files.exists(folder.resolve("page.html")));
  }

  @Test
  void fileThatCannotBeWritten_isOneLineAndCodeOne() {
    String nowhere = file("none/page.html");
    Result result = wq("replay", SMALL, "--html", nowhere);
    assertEquals(1, result.code());
    assertEquals("wq: " + nowhere + ": no such folder\n", result.err());
    result = wq("replay", SMALL, "--perfetto", folder.toString());
    assertEquals(1, result.code());
    assertEquals("wq: " + folder + ": is a directory; name a file\n", result.err());
    assertFalse(result.out().isEmpty());
  }

  @Test
  void severalRecordings_areWrongUsage() {
    assertUsage("of one recording, not of 2", SMALL, SMALL, "--html", file("page.html"));
    assertUsage(
        "of one recording, not of 2", "--sample", "cgroups", SMALL, "--html", file("page.html"));
  }

  @Test
  void whatWouldBeOverwritten_isWrongUsage() throws IOException {
    assertUsage("name the same file", SMALL, "--html", file("x"), "--perfetto", file("x"));
    Path recording = Files.copy(Path.of(SMALL), folder.resolve("recording.txt.gz"));
    byte[] before = Files.readAllBytes(recording);
    assertUsage("is the recording itself", recording.toString(), "--html", recording.toString());
    assertEquals(before.length, Files.size(recording));
  }

  private static void assertUsage(String message, String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "replay";
    System.arraycopy(args, 0, all, 1, args.length);
    Result result = wq(all);
    assertEquals(2, result.code(), result::err);
    assertEquals("", result.out());
    assertTrue(result.err().contains(message), result::err);
    assertEquals(1, result.err().lines().count(), result::err);
  }
}
