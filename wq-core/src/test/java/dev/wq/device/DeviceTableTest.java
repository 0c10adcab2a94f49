package dev.wq.device;

import static dev.wq.RuleTable.numbered;

import dev.wq.RuleTable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code devices.md}: every rule of device runners and every test of the original has a test
 * that exists, or a reason why it can't apply.
 */
class DeviceTableTest {
  private static final int RULES = 48;
  private static final int UPSTREAM_TESTS = 18;

  private RuleTable table;

  @BeforeEach
  void read() throws IOException {
    table = RuleTable.read(DeviceTableTest.class, "devices.md", "drivers");
  }

  @Test
  void everyRuleAndUpstreamTest_isInTheTableInOrder() {
    table.assertRules(Stream.concat(numbered("C", RULES), numbered("N", UPSTREAM_TESTS)));
  }

  @Test
  void everyRow_saysSameOrWhyNot() {
    table.assertRowsSaySameOrWhyNot();
  }

  @Test
  void everyNamedTest_exists() {
    table.assertNamedTestsExist();
  }

  /** Of this package's tests; what cites the defects of a port is beside them. */
  @Test
  void everyTestThatCitesDrivers_isInTheRowsItCites() throws IOException, URISyntaxException {
    table.assertCitingTestsAreNamed(
        RuleTable.testClasses(DeviceTableTest.class).stream()
            .filter(name -> !name.startsWith("port."))
            .toList());
  }
}
