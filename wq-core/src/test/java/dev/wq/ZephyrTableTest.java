package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code zephyr.md}: every entry, every rule and every promise of the Rust layer has a test
 * that exists, or a reason why it can't apply.
 */
class ZephyrTableTest {
  /** The rows whose tests are still being written. */
  private static final Set<String> LATER =
      Set.of(
          "28", "29", "30", "33", "35", "44", "45", "46", "47", "48", "49", "50", "51", "53", "56",
          "57", "60", "67", "70", "72", "73", "74", "75", "76", "77", "78", "79", "80", "81", "85",
          "88", "89", "90", "91", "92", "93", "95", "96", "W11", "F9", "Q4", "Q5", "Q19", "Q20",
          "Q21", "Q22", "Q24", "Q25", "Q26", "D5", "D6", "D7", "D14", "P2", "P5", "P6", "P7", "P8",
          "P9", "P10", "P11", "P12", "P13", "P14", "P15", "P16", "P18", "P19", "P20", "P21", "P22",
          "P23", "P25", "P26", "P27", "P28", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9",
          "K1", "K2", "K3", "K4", "K5", "K6", "K7", "R5", "R6", "R7", "R8", "R9", "R10", "R11",
          "R12", "R13", "R14", "R15");

  private RuleTable table;

  @BeforeEach
  void read() throws IOException {
    table = RuleTable.read(ZephyrTableTest.class, "zephyr.md", "zephyr");
  }

  private static List<String> all() {
    List<String> all = new ArrayList<>();
    add(all, "", 96);
    add(all, "W", 13);
    add(all, "F", 9);
    add(all, "C", 11);
    add(all, "Q", 27);
    add(all, "D", 16);
    add(all, "P", 29);
    add(all, "S", 9);
    add(all, "K", 7);
    add(all, "I", 10);
    add(all, "R", 15);
    return all;
  }

  private static void add(List<String> all, String letter, int count) {
    for (int i = 1; i <= count; i++) {
      all.add(letter + i);
    }
  }

  @Test
  void everyEntryAndRule_isInTheTableInOrder() {
    List<String> expected = all();
    expected.removeAll(LATER);
    assertEquals(
        String.join("\n", expected), String.join("\n", List.copyOf(table.rows().keySet())));
  }

  @Test
  void everyRow_saysSameOrWhyNot() {
    table
        .rows()
        .forEach((rule, text) -> {
          boolean held =
              RuleTable.namesATest(text) && text.matches(".+ \\| (same\\b.*|ours: .{4,})");
          assertTrue(held || text.matches(" ?\\| cannot apply: .{10,}"), () -> rule + ": " + text);
        });
  }

  @Test
  void everyNamedTest_exists() {
    table.assertNamedTestsExist();
  }

  /** Of all classes of this module's tests. */
  @Test
  void everyTestThatCitesZephyr_isInTheRowsItCites() throws IOException, URISyntaxException {
    table.assertCitingTestsAreNamed(testClasses());
  }

  private static List<String> testClasses() throws IOException, URISyntaxException {
    Path here =
        Path.of(ZephyrTableTest.class.getResource("ZephyrTableTest.class").toURI()).getParent();
    try (Stream<Path> files = Files.walk(here)) {
      return files
          .map(file -> here.relativize(file).toString())
          .filter(name -> name.endsWith("Test.class") && !name.contains("$"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }
}
