package dev.wq.cli;

import static dev.wq.cli.Session.wq;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wq.cli.Session.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignCommandTest {
  private static final String CORRETTO = "AmazonCorrettoCryptoProvider";
  private static final String LINE = "[0-9a-f]{64} [A-Za-z0-9+/=]+ verified .+";

  @TempDir private Path folder;

  private void file(String name, int length) throws IOException {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private void tree() throws IOException {
    file("b/second", 1);
    file("b/first", 0);
    file("a", 300_000);
    file("c/d/e/deep", 65_536);
    file("c/d/e/deeper", 65_537);
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
    Files.createDirectories(folder.resolve("empty"));
  }

  /** Each line of a manifest against the JDK, called directly. */
  private void assertSigned(List<String> manifest, List<String> files) throws Exception {
    PublicKey key = publicKey(manifest.get(1));
    List<String> lines = manifest.subList(2, manifest.size() - 1);
    assertEquals(files, lines.stream().map(line -> line.split(" ", 4)[3]).toList());
    for (String line : lines) {
      String[] words = line.split(" ", 4);
      byte[] content = Files.readAllBytes(folder.resolve(words[3]));
      assertArrayEquals(
          MessageDigest.getInstance("SHA-256").digest(content), HexFormat.of().parseHex(words[0]));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initVerify(key);
      signature.update(content);
      assertTrue(signature.verify(Base64.getDecoder().decode(words[1])), line);
      assertEquals("verified", words[2]);
    }
  }

  private static PublicKey publicKey(String line) throws Exception {
    assertTrue(line.startsWith("# public key "), line);
    byte[] encoded = Base64.getDecoder().decode(line.substring("# public key ".length()));
    return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private void assertSigns(String... options) throws Exception {
    tree();
    String[] args = new String[options.length + 2];
    args[0] = "sign";
    args[1] = folder.toString();
    System.arraycopy(options, 0, args, 2, options.length);
    Result result = wq(args);
    assertEquals("", result.err());
    assertEquals(0, result.code());
    List<String> manifest = result.out().lines().toList();
    assertEquals("# SHA-256, NONEwithECDSA", manifest.getFirst());
    assertEquals("# 5 files", manifest.getLast());
    assertSigned(manifest, List.of("a", "b/first", "b/second", "c/d/e/deep", "c/d/e/deeper"));
  }

  @Test
  void everyFile_isSigned_asTheJdkWould() throws Exception {
    assertSigns();
  }

  @Test
  void everyFile_isSigned_byCorretto() throws Exception {
    boolean loads = wq("sign", folder.toString(), "--provider", CORRETTO).code() == 0;
    if (!loads) {
      System.out.println(CORRETTO + " does not load on this platform: its test is skipped");
    }
    assumeTrue(loads, CORRETTO + " does not load on this platform");
    assertSigns("--provider", CORRETTO);
  }

  @Test
  void emptyTree_isAnEmptyManifest() {
    Result result = wq("sign", folder.toString());
    assertEquals(0, result.code());
    assertEquals("# 0 files", result.out().lines().toList().getLast());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withECDSA", "SHA256withRSA", "Ed25519"})
  void otherAlgorithms_verify(String algorithm) throws IOException {
    file("a", 10);
    Result result = wq("sign", folder.toString(), "--algorithm", algorithm);
    assertEquals(0, result.code(), result::err);
    assertTrue(result.out().lines().toList().get(2).matches(LINE), result::out);
  }

  @Test
  void manyFiles_comeInTheOrderOfTheirPaths() throws Exception {
    for (int i = 0; i < 300; i++) {
      file("%03d".formatted(i), i * 37);
    }
    List<String> manifest = wq("sign", folder.toString()).out().lines().toList();
    assertEquals(303, manifest.size());
    for (int i = 0; i < 300; i++) {
      assertTrue(manifest.get(i + 2).endsWith(" %03d".formatted(i)));
    }
  }

  @Test
  void nameWithALineBreak_staysOneLine() throws Exception {
    file("a\nb\\c", 1);
    List<String> manifest = wq("sign", folder.toString()).out().lines().toList();
    assertEquals(4, manifest.size());
    assertTrue(manifest.get(2).endsWith(" a\\nb\\\\c"));
  }

  // ---- bad input

  private static void assertMisused(String reason, String... args) {
    Result result = wq(args);
    assertEquals(2, result.code());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("wq sign: " + reason), result::err);
    assertTrue(result.err().endsWith("; see wq sign --help\n"), result::err);
  }

  @Test
  void badInput_isNamed() throws IOException {
    file("a", 1);
    String root = folder.toString();
    assertMisused("Missing required parameter: 'DIRECTORY'", "sign");
    assertMisused(root + "/none: no such directory", "sign", root + "/none");
    assertMisused(root + "/a is no directory", "sign", root + "/a");
    assertMisused(
        "there is no security provider 'Moon', only SUN, ", "sign", root, "--provider", "Moon");
    assertMisused(
        "no key is known for signature algorithm 'MD5'", "sign", root, "--algorithm", "MD5");
    assertMisused(
        "SHA257withECDSA is not offered by any provider of this JVM",
        "sign",
        root,
        "--algorithm",
        "SHA257withECDSA");
    assertMisused(
        "NONEwithECDSA is not offered by provider SUN", "sign", root, "--provider", "SUN");
  }

  @Test
  void unreadableFile_isNamed_andTheOthersAreSigned() throws Exception {
    file("a", 1);
    file("locked", 1);
    file("z", 1);
    Path locked = folder.resolve("locked");
    assumeTrue(locked.toFile().setReadable(false) && !Files.isReadable(locked), "running as root");
    Result result = wq("sign", folder.toString());
    assertEquals(1, result.code());
    assertEquals("wq: " + locked + ": permission denied\n", result.err());
    assertEquals(List.of("# 2 files"), result.out().lines().skip(4).toList());
  }

  // ---- Ctrl-C

  /**
   * By SIGTERM, for which the JVM does the same as for SIGINT, because the latter is ignored by
   * whatever was started in the background.
   */
  @Test
  void signal_leavesAManifestOfCompleteLines() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      file("%04d".formatted(i), 4_000);
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.wq.launcher.Launcher",
                "sign",
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    StringBuilder out = new StringBuilder();
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      out.append(lines.readLine()).append('\n');
      process.toHandle().destroy();
      lines.lines().forEach(line -> out.append(line).append('\n'));
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(128 + 15, process.exitValue());
    List<String> manifest = out.toString().lines().toList();
    assertTrue(out.toString().endsWith(" files, interrupted\n"), out::toString);
    assertTrue(manifest.size() < 3_000, "it ended early: " + manifest.size());
    for (String line : manifest.subList(2, manifest.size() - 1)) {
      assertTrue(line.matches(LINE), line);
    }
    assertEquals("# " + (manifest.size() - 3) + " files, interrupted", manifest.getLast());
  }
}
