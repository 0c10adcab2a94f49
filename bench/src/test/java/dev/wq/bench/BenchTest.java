package dev.wq.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.bench.harness.Subject;
import dev.wq.bench.harness.Suite;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {
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
  void unknownOption_isNamed() {
    StringWriter told = new StringWriter();
    CommandLine bench = new CommandLine(new Bench()).setErr(new PrintWriter(told));
    assertEquals(CommandLine.ExitCode.USAGE, bench.execute("--fast"));
    assertTrue(told.toString().contains("--fast"), told.toString());
  }
}
