package dev.wq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, started as users start it: {@code java -jar}, no flags. */
class JarIT {
  private static final Path JAR = Path.of("target", "wq.jar");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir private Path folder;

  private int wq(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", JAR.toString()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start()
        .waitFor();
  }

  private String written(String stream) throws IOException {
    return Files.readString(folder.resolve(stream), StandardCharsets.UTF_8);
  }

  @Test
  void replay_needsNoFlagAndNoFile() throws Exception {
    assertEquals(0, wq("replay"));
    assertEquals("", written("err"));
    assertTrue(written("out").startsWith("17-quiet-cgroups.txt.gz: "), written("out"));
  }

  @Test
  void page_hasItsPartsFromTheJar() throws Exception {
    Path page = folder.resolve("page.html");
    assertEquals(0, wq("replay", "--html", page.toString()));
    assertEquals("wq: wrote " + page + "\n", written("err"));
    assertTrue(written("page.html").startsWith("<!doctype html>"));
  }

  @Test
  void simulate_needsNoFlagAndNoFile() throws Exception {
    assertEquals(0, wq("simulate", "--sample", "mayday"));
    assertEquals("", written("err"));
    assertTrue(written("out").startsWith("mayday.yaml\n"), written("out"));
  }

  @Test
  void codes_reachTheShell() throws Exception {
    assertEquals(1, wq("replay", folder + "/none"));
    assertEquals("wq: " + folder + "/none: no such file\n", written("err"));
    assertEquals(2, wq("replay", "--nothing"));
  }

  @Test
  void version_isThatOfTheBuild() throws Exception {
    assertEquals(0, wq("--version"));
    assertTrue(written("out").matches("(?s)wq \\d+\\.\\d+\\.\\d+\\S*\nJava 25.*"), written("out"));
  }

  @Test
  void manifest_opensWhatSimulationsNeed() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertEquals(
          "java.base/java.lang", jar.getManifest().getMainAttributes().getValue("Add-Opens"));
    }
  }
}
