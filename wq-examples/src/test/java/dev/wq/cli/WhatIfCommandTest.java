package dev.wq.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.cli.Session.Result;
import dev.wq.replay.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhatIfCommandTest {
  @Test
  void whatIf_showsTheQueuesSideBySide() {
    Result run = Session.wq("replay", "-n", "0", "--what-if", "cgroup_*:max_active=8");
    assertEquals(0, run.code(), run::err);
    assertAll(
        () -> assertTrue(run.out().contains("What if cgroup_*:max_active=8"), run::out),
        () -> assertTrue(run.out().contains("cgroup_release  recorded"), run::out),
        () -> assertTrue(run.out().contains("what if"), run::out),
        () -> assertTrue(run.out().contains("Most gained"), run::out),
        () -> assertTrue(run.out().contains("the limit of its queue"), run::out));
  }

  @Test
  void recordedAttributes_saySoThatNothingChanges() {
    Result run = Session.wq("replay", "-n", "0", "-w", "events:bound", "--cpus", "2");
    assertEquals(0, run.code(), run::err);
    assertTrue(run.out().contains("queues as before"), run::out);
    assertFalse(run.out().contains("Most gained"), run::out);
  }

  @Test
  void json_hasTheWhatIf() {
    Result run = Session.wq("replay", "--json", "-n", "0", "-w", "events:unbound");
    assertEquals(0, run.code(), run::err);
    assertTrue(run.out().contains("\"whatIf\":{\"changes\":\"events:unbound\""), run::out);
  }

  @Test
  void queueThatIsNotThere_isRefusedWithThoseThatAre() {
    Result run = Session.wq("replay", "-w", "evnets:unbound");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("'evnets:unbound' names no queue"), run::err);
    assertTrue(run.err().contains("cgroup_free, cgroup_offline"), run::err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-w|events|is not QUEUE:ATTRIBUTE",
        "-w|events:max_active=0|max_active must be 1 to 2048, was '0'",
        "-w|events:max_active=many|was 'many'",
        "-w|events:fast|unknown attribute 'fast'",
        "-w|events:cpumask=0|cpumask must be hexadecimal and not empty",
        "-w|cpus=0|needs a number from 1 to 8192",
        "-w|hz=20000|needs a number from 1 to 10000",
        "--cpus|none|needs a number",
        "--kernel|4.19|kernel must be a version from 5.0 on",
        "--cpu-intensive-thresh-us|-1|needs a number from 0",
        "--user-tasks|away|expected one of",
        "--from|-1|--from must be at least 0",
        "--to|x|Invalid value",
        "--top|0|--top must be at least 1"
      })
  void wrongUse_isRefusedNamingTheValue(String option, String value, String message) {
    Result run = Session.wq("replay", option, value);
    assertEquals(2, run.code(), run::err);
    assertTrue(run.err().contains(message), run::err);
  }

  @Test
  void window_keepsAPart() {
    Result run = Session.wq("replay", "-n", "0", "--from", "0.5", "--to", "1");
    assertEquals(0, run.code(), run::err);
    Result behind = Session.wq("replay", "-n", "0", "--from", "1000");
    assertEquals(0, behind.code(), behind::err);
    assertTrue(behind.out().contains(" 0 works run"), behind::out);
  }

  @Test
  void top_findsTheLatestAndSaysWhy() {
    Result run = new Session().replayer(Replay::run).run("replay", "--top", "3");
    assertEquals(0, run.code(), run::err);
    assertAll(
        () -> assertTrue(run.out().contains("Queues: recorded latency"), run::out),
        () -> assertTrue(run.out().contains(" 1. 23.9 ms late (predicted: 23.9 ms)"), run::out),
        () -> assertTrue(run.out().contains("waiting for activation behind"), run::out),
        () -> assertFalse(run.out().contains(" 4. "), run::out));
  }

  @Test
  void top_goesWithNoStandardInput() {
    Result run = Session.wq("replay", "--top", "3", "-");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("name a file"), run::err);
  }
}
