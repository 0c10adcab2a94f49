package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.RuleTable;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds {@code rules.md}: every rule of the kernel has a test that exists, or a reason. */
class RuleTableTest {
  private static final int RULES = 125;

  private RuleTable table;

  @BeforeEach
  void read() throws IOException {
    table = RuleTable.read(RuleTableTest.class, "rules.md", "linux");
  }

  @Test
  void everyRule_isInTheTableInOrder() {
    List<String> all = IntStream.rangeClosed(1, RULES).mapToObj(String::valueOf).toList();
    assertEquals(all, List.copyOf(table.rows().keySet()));
  }

  @Test
  void everyRow_namesTestsOrAReason() {
    table
        .rows()
        .forEach((rule, text) ->
            assertTrue(
                text.matches("left out: .{10,}") || RuleTable.namesATest(text),
                () -> rule + ": " + text));
  }

  @Test
  void everyNamedTest_exists() {
    table.assertNamedTestsExist();
  }

  /** Of the classes that the table names at all. */
  @Test
  void everyTestThatCitesARule_isInItsRow() {
    table.assertCitingTestsAreNamed(table.classes());
  }
}
