package dev.wq.device.port;

import static dev.wq.RuleTable.numbered;

import dev.wq.RuleTable;
import dev.wq.device.Devices;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds {@code ported.md}: every known bug has a test, or a reason. */
class PortedTableTest {
  private RuleTable table;

  @BeforeEach
  void read() throws IOException {
    table = RuleTable.read(Devices.class, "ported.md", "drivers");
  }

  @Test
  void everyBug_isInTheTableInOrder() {
    table.assertRules(numbered("K", 15));
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
    table.assertCitingTestsAreNamed(List.of("port.BugRegressionTest"));
  }
}
