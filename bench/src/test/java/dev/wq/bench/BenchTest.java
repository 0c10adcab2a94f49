package dev.wq.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Subject;
import dev.wq.bench.harness.Suite;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {
  private final StringWriter told = new StringWriter();
  private final StringWriter refused = new StringWriter();

  @Test
  void names_areUniqueAmongAllSubjects() {
    Map<String, Subject> names = new HashMap<>();
    Bench.SUITES.stream()
        .flatMap(Suite::subjects)
        .forEach(subject -> {
          Subject other = names.put(subject.name(), subject);
          assertTrue(other == null || other.equals(subject), subject.name());
        });
  }

  @Test
  void everyProgram_isFoundByItsHome() throws ReflectiveOperationException {
    for (Suite suite : Bench.SUITES) {
      for (Subject subject : suite.subjects().toList()) {
        if (subject instanceof Program program) {
          Suite home = program.home().getConstructor().newInstance();
          assertTrue(home.subjects().anyMatch(program::equals), program.name());
        }
      }
    }
  }

  private int run(String... args) {
    return new CommandLine(new Bench())
        .setOut(new PrintWriter(told))
        .setErr(new PrintWriter(refused))
        .execute(args);
  }

  private void assertRefused(String why, String... args) {
    assertEquals(CommandLine.ExitCode.USAGE, run(args));
    assertTrue(refused.toString().contains(why), refused.toString());
    assertEquals("", told.toString());
  }

  @Test
  void unknownOption_isNamed() {
    assertRefused("--fast", "--fast");
  }

  @Test
  void textThatNothingMentions_isNamed() {
    assertRefused("'teapot'", "--only=teapot");
  }

  @Test
  void missingRecord_isNamedBeforeAnythingIsMeasured() {
    assertRefused("no such file: missing.json", "--against=missing.json");
  }

  @Test
  void negativeTolerance_isRefused() {
    assertRefused("--tolerance", "--tolerance=-1");
  }

  @Test
  void list_hasEveryRowAndPicture_andMeasuresNothing() {
    assertEquals(CommandLine.ExitCode.OK, run("--list", "--only=pending"));
    assertTrue(told.toString().contains("scale-pending.svg"), told.toString());
    assertTrue(told.toString().contains("1 000 to 1 M pending"), told.toString());
  }
}
