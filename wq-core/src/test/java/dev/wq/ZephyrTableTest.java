package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code zephyr.md}: every entry, every rule and every promise of the Rust layer has a test
 * that exists, or a reason why it can't apply.
 */
class ZephyrTableTest {
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
    assertEquals(String.join("\n", all()), String.join("\n", table.rows().keySet()));
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
