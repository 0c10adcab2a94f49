package dev.wq.driver.port;

import static dev.wq.RuleTable.numbered;

import dev.wq.RuleTable;
import dev.wq.driver.Driver;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code ported.md}: every known bug and every test of the oracle has a test, or a reason.
 */
class PortedTableTest {
  private RuleTable table;

  @BeforeEach
  void read() throws IOException {
    table = RuleTable.read(Driver.class, "ported.md", "drivers");
  }

  @Test
  void everyBugAndOracle_isInTheTableInOrder() {
    table.assertRules(Stream.concat(numbered("B", 15), numbered("T", 12)));
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
  void everyTestThatCitesOne_isInItsRow() {
    table.assertCitingTestsAreNamed(List.of("port.BugRegressionTest", "DrmOracleTest"));
  }
}
