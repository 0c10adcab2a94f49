package dev.wq;

import static dev.wq.RuleTable.numbered;

import java.io.IOException;
import java.net.URISyntaxException;
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

  @Test
  void everyEntryAndRule_isInTheTableInOrder() {
    table.assertRules(
        Stream.of(
                numbered("", 96),
                numbered("W", 13),
                numbered("F", 9),
                numbered("C", 11),
                numbered("Q", 27),
                numbered("D", 16),
                numbered("P", 29),
                numbered("S", 9),
                numbered("K", 7),
                numbered("I", 10),
                numbered("R", 15))
            .flatMap(rules -> rules));
  }

  @Test
  void everyRow_saysSameOrWhyNot() {
    table.assertRowsSaySameOrWhyNot();
  }

  @Test
  void everyNamedTest_exists() {
    table.assertNamedTestsExist();
  }

  /** Of all classes of this module's tests. */
  @Test
  void everyTestThatCitesZephyr_isInTheRowsItCites() throws IOException, URISyntaxException {
    table.assertCitingTestsAreNamed(RuleTable.testClasses(ZephyrTableTest.class));
  }
}
