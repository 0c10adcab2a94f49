package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MissingFlagTest {
  /** Started in a JVM of its own. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      try {
        Simulation.withCpus(1).runHost(_ -> System.out.println("ran"));
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void withoutTheFlag_theMessageNamesItAndWhereToPutIt() throws Exception {
    String output = FreshJvm.run(List.of(), Program.class);
    assertTrue(output.contains("--add-opens java.base/java.lang=ALL-UNNAMED"), output);
    assertTrue(output.contains("command line"), output);
    assertTrue(output.contains("<argLine>"), output);
    assertTrue(output.contains("Add-Opens: java.base/java.lang"), output);
  }

  @Test
  void withTheFlag_itRuns() throws Exception {
    assertEquals("ran", FreshJvm.run(List.of(FreshJvm.OPENS), Program.class));
  }
}
