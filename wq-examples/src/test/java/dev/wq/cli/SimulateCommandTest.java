package dev.wq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.cli.Session.Result;
import dev.wq.replay.Replay;
import dev.wq.scenario.Shipped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code wq simulate}. */
class SimulateCommandTest {
  @TempDir private Path folder;

  private static Result wq(String... args) {
    return new Session().replayer(Replay::run).run(args);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("mine.yaml"), yaml);
  }

  @Test
  void withoutFile_listsTheScenariosOfTheJar() throws IOException {
    Result result = wq("simulate");
    assertEquals(0, result.code());
    for (Shipped shipped : Shipped.values()) {
      assertTrue(result.out().contains("\n" + shipped + " "), result::out);
      assertTrue(result.out().contains(shipped.title()), result::out);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySample_isSimulated(Shipped shipped) {
    Result result = wq("simulate", "--sample", shipped.toString());
    assertEquals(0, result.code());
    assertEquals("", result.err());
    assertTrue(result.out().startsWith(shipped.file() + "\nLinux 6.18, simulated: "), result::out);
  }

  @Test
  void theReport_hasQueues_lateWorks_andHowFarTheReasonsGo() {
    Result result = wq("simulate", "--sample", "priority-inversion", "-n", "1");
    String expected =
        """
        priority-inversion.yaml
        Linux 6.18, simulated: 2 CPUs, 250 ticks per second; 44 works run in 196 ms

        Queues: latency in us from queueing to start, time from start to end
        queue   runs  p50    p95    p99    max  mean run  in flight  unfinished
        driver    44    0  11000  11000  11000      1182          1           0

        The latest works, and why
         1. 11.0 ms late: event of driver, queued at 0.001000 s to pool u8
              11.0 ms  waiting for activation behind 1 of queue driver

        The reasons are those of a replay of this run: it starts all 44 works exactly when they started.
        """;
    assertEquals(expected, result.out());
  }

  @Test
  void aDeadlock_isAResult() {
    Result result = wq("simulate", "--sample", "max-active-deadlock");
    assertEquals(0, result.code());
    assertTrue(
        result
            .out()
            .contains(
                """

                DEADLOCK at 10.4 ms: nothing can happen any more
                  commit#0 of io waits in 'wait write', which is queued and not begun
                """),
        result::out);
  }

  @Test
  void whatIf_isShownBesides() {
    Result result =
        wq(
            "simulate",
            "--sample",
            "priority-inversion",
            "-n",
            "0",
            "--what-if",
            "driver:no_ordered");
    assertTrue(
        result
            .out()
            .endsWith(
                """
                What if driver:no_ordered
                queue      runs  p50    p95    p99    max  mean run  in flight  unfinished
                driver       44    0  11000  11000  11000      1182          1           0
                  what if    44    0      0      0      0      1182          2           0
                Last event: 196 ms, what if: 196 ms
                """),
        result::out);
  }

  @Test
  void aFile_isSimulated_alsoFromStandardInput() throws IOException {
    Path file = file(Shipped.DOC_MAX_ACTIVE_2.text());
    Result named = wq("simulate", file.toString());
    assertEquals(0, named.code());
    Result piped =
        new Session().replayer(Replay::run).input(Files.readAllBytes(file)).run("simulate", "-");
    assertEquals(named.out().replace(file.toString(), "standard input"), piped.out());
  }

  @Test
  void theTrace_isARecording_forReplay() throws IOException {
    Path trace = folder.resolve("trace.txt");
    wq("simulate", "--sample", "debounce-storm", "--trace", trace.toString());
    String text = Files.readString(trace, StandardCharsets.US_ASCII);
    assertTrue(text.startsWith("# wqcap: kernel 6.18 cpus=1 clock=simulated full=0\n"), text);
    Result result = wq("replay", trace.toString());
    assertEquals(0, result.code());
    assertEquals("", result.err());
    assertTrue(
        result.out().contains("\nstart error p95, us               -       0 "), result::out);
  }

  @Test
  void aBadScenario_isUnusable_andAllIsNamed() throws IOException {
    Path file =
        file(
            """
            queues: [{name: q, max_activ: 1}]
            works: [{name: w, queue: p}]
            arrivals: [{work: w, at: 0}]
            """);
    Result result = wq("simulate", file.toString());
    assertEquals(1, result.code());
    assertEquals("", result.out());
    assertEquals(
        "wq: %s:1:20: unknown key 'max_activ' in queue 'q': did you mean max_active?\n"
                .formatted(file)
            + "wq: %s:2:26: unknown queue 'p' of work 'w': did you mean q?\n".formatted(file),
        result.err());
  }

  @Test
  void aMissingFile_isUnusable_theOthersAreSimulated() throws IOException {
    Path file = file(Shipped.DOC_MAX_ACTIVE_1.text());
    Result result = wq("simulate", "nowhere.yaml", file.toString());
    assertEquals(1, result.code());
    assertEquals("wq: nowhere.yaml: no such file\n", result.err());
    assertTrue(result.out().startsWith(file + "\n"), result::out);
  }

  @Test
  void wrongUsage_isSaid() {
    assertEquals(2, wq("simulate", "--sample", "none").code());
    assertEquals(2, wq("simulate", "--sample", "mayday", "-n", "-1").code());
    Result change = wq("simulate", "--sample", "mayday", "--what-if", "cleanu:unbound");
    assertEquals(2, change.code());
    assertEquals(
        "wq simulate: unknown queue 'cleanu': did you mean cleanup?; see wq simulate --help\n",
        change.err());
    assertEquals(2, wq("simulate", "--trace", "x.txt").code());
  }
}
