package dev.wq.driver;

import static dev.wq.RuleTable.numbered;

import dev.wq.RuleTable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code drivers.md}: every rule of driver queues and every test of the original has a test
 * that exists, or a reason why it can't apply.
 */
class DriverTableTest {
  private static final int RULES = 50;
  private static final int UPSTREAM_TESTS = 13;

  private RuleTable table;

  @BeforeEach
  void read() throws IOException {
    table = RuleTable.read(DriverTableTest.class, "drivers.md", "drivers");
  }

  @Test
  void everyRuleAndUpstreamTest_isInTheTableInOrder() {
    table.assertRules(Stream.concat(numbered("D", RULES), numbered("E", UPSTREAM_TESTS)));
  }

  @Test
  void everyRow_saysSameOrWhyNot() {
    table.assertRowsSaySameOrWhyNot();
  }

  @Test
  void everyNamedTest_exists() {
    table.assertNamedTestsExist();
  }

  /** What cites the bugs of the original and the oracle is in {@code ported.md}. */
  @Test
  void everyTestThatCitesDrivers_isInTheRowsItCites() throws IOException, URISyntaxException {
    table.assertCitingTestsAreNamed(
        RuleTable.testClasses(DriverTableTest.class).stream()
            .filter(name -> !name.startsWith("port.") && !name.equals("DrmOracleTest"))
            .toList());
  }
}
