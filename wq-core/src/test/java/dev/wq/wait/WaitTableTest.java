package dev.wq.wait;

import static dev.wq.RuleTable.numbered;

import dev.wq.RuleTable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds {@code waitcell.md}: every rule, test and known bug of the original has a test here. */
class WaitTableTest {
  private RuleTable table;

  @BeforeEach
  void read() throws IOException {
    table = RuleTable.read(WaitTableTest.class, "waitcell.md", "drivers");
  }

  @Test
  void everyRule_isInTheTableInOrder() {
    table.assertRules(
        Stream.of(numbered("W", 40), numbered("M", 9), numbered("X", 6)).flatMap(rules -> rules));
  }

  @Test
  void everyRow_saysSameOrWhyNot() {
    table.assertRowsSaySameOrWhyNot();
  }

  @Test
  void everyNamedTest_exists() {
    table.assertNamedTestsExist();
  }

  @Test
  void everyTestThatCitesDrivers_isInTheRowsItCites() throws IOException, URISyntaxException {
    table.assertCitingTestsAreNamed(RuleTable.testClasses(WaitTableTest.class));
  }
}
