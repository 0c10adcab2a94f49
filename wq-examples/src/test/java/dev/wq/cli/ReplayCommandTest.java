package dev.wq.cli;

import static dev.wq.cli.Session.wq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.cli.Session.Result;
import dev.wq.replay.Replay;
import dev.wq.replay.ReplayOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code wq replay} on good, bad and no input. */
class ReplayCommandTest {
  private static final Path SMALL = Path.of("recordings", "21-quiet-nft-hog.txt.gz");

  @TempDir private Path folder;

  @Test
  void withoutFile_replaysARecordingOfTheJar() {
    Result result = wq("replay");
    assertEquals(0, result.code());
    assertEquals("", result.err());
    assertTrue(result.out().startsWith("17-quiet-cgroups.txt.gz: cgroups of 4"), result::out);
    assertTrue(result.out().contains("41090 lines: 41070 used, 20 header, 0 ignored\n"));
    assertTrue(result.out().contains("\ncgroup_free "));
    assertTrue(result.out().contains("\nwake-ups of idle workers        781 "));
  }

  @ParameterizedTest
  @EnumSource
  void everySample_isInTheJar_asItIsInTheFolder(Sample sample) throws IOException {
    try (InputStream bundled = sample.open()) {
      byte[] original = Files.readAllBytes(Path.of("recordings", sample.file()));
      assertTrue(Arrays.equals(original, bundled.readAllBytes()));
    }
  }

  @Test
  void sample_isChosenByName() {
    Result result = wq("replay", "--sample", "nft-hog");
    assertEquals(0, result.code());
    assertTrue(result.out().startsWith("21-quiet-nft-hog.txt.gz: "), result::out);
  }

  @Test
  void unknownSample_isWrongUsage() {
    Result result = wq("replay", "--sample", "all");
    assertEquals(2, result.code());
    assertEquals(1, result.err().lines().count());
  }

  @Test
  void standardInput_isADash() throws IOException {
    Result result = new Session().input(Files.readAllBytes(SMALL)).run("replay", "-");
    assertEquals(0, result.code());
    assertTrue(result.out().startsWith("standard input: nft set"), result::out);
  }

  @Test
  void latestWorks_areAsManyAsAskedFor() {
    String[] command = {"replay", SMALL.toString(), "--late"};
    assertFalse(wq(with(command, "0")).out().contains(" late (recorded"));
    String three = wq(with(command, "3")).out();
    assertEquals(3, three.lines().filter(line -> line.contains(" late (recorded")).count());
  }

  private static String[] with(String[] command, String last) {
    String[] all = Arrays.copyOf(command, command.length + 1);
    all[command.length] = last;
    return all;
  }

  @Test
  void reasonsOfALateWork_areSixLinesAtMost() {
    String file = "recordings/16-quiet-aio-fsync.txt.gz";
    String out = new Session().replayer(Replay::run).run("replay", "-n", "5", file).out();
    List<String> late =
        out.lines().dropWhile(line -> !line.startsWith("The latest works")).skip(1).toList();
    long works = late.stream().filter(line -> line.contains(" late (recorded")).count();
    assertEquals(5, works);
    assertTrue(late.size() > 2 * 5 - 1 && late.size() <= 5 * (1 + 6), out);
  }

  @Test
  void all_showsTheQueuesThatAreLeftOut() {
    String some = wq("replay").out();
    String all = wq("replay", "--all").out();
    assertTrue(some.contains("and 4 more with 4 runs (--all shows them)"), some);
    assertFalse(all.contains("more with"), all);
    assertEquals(some.lines().count() + 4 * 2 - 1, all.lines().count());
  }

  @Test
  void options_reachTheReplay_andWhatIsNotGivenIsLeftOpen() {
    AtomicReference<ReplayOptions> seen = new AtomicReference<>();
    Replayer spy =
        (recording, options, progress) -> {
          seen.set(options);
          return Session.base(recording, options, progress);
        };
    String file = SMALL.toString();
    new Session().replayer(spy).run("replay", file);
    assertEquals(ReplayOptions.fitting(), seen.get());
    new Session()
        .replayer(spy)
        .run("replay", "--mode", "open", "--no-busy-cpus", "--hz", "100", "-n", "1", file);
    assertEquals(new ReplayOptions(ReplayOptions.Mode.OPEN, false, 100, 1), seen.get());
    new Session().replayer(spy).run("replay", "--busy-cpus", file);
    assertEquals(true, seen.get().busyCpus());
  }

  @Test
  void missingFile_isOneLineAndCodeOne() {
    Result result = wq("replay", folder.resolve("none.txt").toString());
    assertEquals(1, result.code());
    assertEquals("", result.out());
    assertEquals("wq: " + folder.resolve("none.txt") + ": no such file\n", result.err());
  }

  @Test
  void folder_isOneLineAndCodeOne() {
    Result result = wq("replay", folder.toString());
    assertEquals(1, result.code());
    assertEquals("wq: " + folder + ": is a directory; name the files in it\n", result.err());
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static void assertUnusable(Result result, Path file) {
    assertEquals(1, result.code());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("wq: " + file + ": "), result::err);
    assertFalse(result.err().contains(file + ": " + file), result::err);
    assertEquals(1, result.err().lines().count(), result::err);
  }

  @Test
  void emptyFile_isUnusable() throws IOException {
    Path file = file("empty.txt", new byte[0]);
    assertUnusable(wq("replay", file.toString()), file);
  }

  @Test
  void binaryGarbage_isUnusable() throws IOException {
    byte[] garbage = new byte[100_000];
    new Random(1).nextBytes(garbage);
    Path file = file("garbage.gz", garbage);
    assertUnusable(wq("replay", file.toString()), file);
  }

  @Test
  void otherText_isUnusable() throws IOException {
    Path file =
        file("poem.txt", "Roses are red\nviolets are blue\n".getBytes(StandardCharsets.UTF_8));
    assertUnusable(wq("replay", file.toString()), file);
  }

  @Test
  void damagedFile_isUsedAsFarAsItGoes_andThatIsSaid() throws IOException {
    byte[] whole = Files.readAllBytes(SMALL);
    Path file = file("cut.txt.gz", Arrays.copyOf(whole, whole.length / 2));
    Result result = wq("replay", file.toString());
    assertEquals(0, result.code());
    assertTrue(result.out().startsWith(file + ": nft set"), result::out);
    assertTrue(result.out().contains("READ IN PART"), result::out);
    assertTrue(result.err().lines().allMatch(line -> line.startsWith("wq: " + file)));
    assertTrue(result.err().contains("read in part only"), result::err);
  }

  @Test
  void severalFiles_areReplayedInTurn_alsoIfOneIsBad() throws IOException {
    Path bad = file("bad.txt", "nothing\n".getBytes(StandardCharsets.UTF_8));
    String good = SMALL.toString();
    Result result = wq("replay", good, bad.toString(), folder + "/none", good);
    assertEquals(1, result.code());
    assertEquals(2, result.out().lines().filter(line -> line.startsWith(good)).count());
    assertEquals(2, result.err().lines().count(), result::err);
  }

  @Test
  void colours_areForTerminals() {
    assertFalse(wq("replay", SMALL.toString()).out().contains("\u001b"));
    assertTrue(new Session().colour().run("replay", SMALL.toString()).out().contains("\u001b[1m"));
  }
}
