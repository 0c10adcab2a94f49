package dev.wq.cli;

import static dev.wq.cli.Session.wq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.cli.Session.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of command-line tools expect of any of them. */
class WqTest {
  private static final int TERMINAL = 80;

  @Test
  void withoutCommand_theHelpIsShown() {
    Result result = wq();
    assertEquals(0, result.code());
    assertEquals(wq("--help").out(), result.out());
    for (String command : List.of("replay", "fidelity", "sign", "examples", "help")) {
      assertTrue(result.out().contains("\n  " + command + " "), command);
    }
  }

  @Test
  void helpOfReplay_teaches() {
    String help = wq("replay", "--help").out();
    assertEquals(help, wq("help", "replay").out());
    for (String taught : List.of("max_active", "wake-ups", "nocm", "trace-cmd", "Exit status")) {
      assertTrue(help.contains(taught), taught);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay", "fidelity", "sign", "examples"})
  void help_fitsATerminal(String command) {
    wq(command, "--help")
        .out()
        .lines()
        .forEach(line -> assertTrue(line.length() <= TERMINAL, line));
  }

  @Test
  void version_namesTheProgramAndTheJvm() {
    Result result = wq("--version");
    assertEquals(0, result.code());
    assertTrue(result.out().startsWith("wq "), result::out);
    assertTrue(result.out().contains("Java " + Runtime.version()), result::out);
  }

  private static void assertMisused(String... args) {
    Result result = wq(args);
    assertEquals(2, result.code());
    assertEquals("", result.out());
    assertEquals(1, result.err().lines().count(), result::err);
    assertTrue(result.err().startsWith("wq"), result::err);
    assertTrue(result.err().endsWith(" --help\n"), result::err);
  }

  @Test
  void wrongUsage_isOneLineAndCodeTwo() {
    assertMisused("replya");
    assertMisused("--unknown");
    assertMisused("replay", "--unknown");
    assertMisused("replay", "--mode", "closed");
    assertMisused("replay", "--mode");
    assertMisused("replay", "--hz", "many");
    assertMisused("replay", "--hz", "-1");
    assertMisused("replay", "--late", "-1");
    assertMisused("examples", "now");
  }

  @Test
  void reasonOfWrongUsage_namesTheValue() {
    assertTrue(wq("replay", "--hz", "-1").err().contains("hz must be 0 to 10000, was -1"));
    assertTrue(wq("replay", "--mode", "closed").err().contains("closed"));
  }

  @Test
  void readerThatHasSeenEnough_isNoError() {
    Result result = new Session().output(new Broken("Broken pipe")).run("replay", "--all");
    assertEquals(0, result.code());
    assertEquals("", result.err());
  }

  @Test
  void fullDisk_isAnError() {
    for (String json : List.of("--all", "--json")) {
      Result result = new Session().output(new Broken("No space left")).run("replay", json);
      assertEquals(1, result.code());
      assertEquals("wq: cannot write results: No space left\n", result.err());
    }
  }

  @Test
  void defect_isCalledOne() {
    Replayer broken =
        (_, _, _) -> {
          throw new IllegalStateException("planted");
        };
    Result result = new Session().replayer(broken).run("replay");
    assertEquals(70, result.code());
    assertTrue(result.err().startsWith("wq: this is a defect of wq, please report it\n"));
    assertTrue(result.err().contains("planted"), result::err);
  }

  /** Standard output that cannot be written. */
  private static final class Broken extends OutputStream {
    private final String reason;

    Broken(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException(reason);
    }
  }
}
