package dev.wq.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Subject QUEUE = new Named("queue");
  private static final Subject POOL = new Named("pool");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  /** Two rounds of two subjects, half a minute each. */
  private List<String> told(boolean terminal) {
    Progress progress = new Progress(out, terminal, 2, 2, 0);
    for (int i = 0; i < 4; i++) {
      progress.next(i % 2 == 0 ? QUEUE : POOL, TimeUnit.SECONDS.toNanos(30L * i));
    }
    return List.of(bytes.toString(StandardCharsets.UTF_8).split("\r\033\\[K|\\R", 0));
  }

  @Test
  void terminal_isToldEachSubject() {
    assertEquals(
        List.of(
            "",
            "round 1 of 2, subject 1 of 2, 0:00 min: queue",
            "round 1 of 2, subject 2 of 2, 0:30 min, about 1:30 min to go: pool",
            "round 2 of 2, subject 1 of 2, 1:00 min, about 1:00 min to go: queue",
            "round 2 of 2, subject 2 of 2, 1:30 min, about 0:30 min to go: pool"),
        told(true));
  }

  @Test
  void file_isToldEachRound() {
    assertEquals(
        List.of(
            "round 1 of 2, subject 1 of 2, 0:00 min",
            "round 2 of 2, subject 1 of 2, 1:00 min, about 1:00 min to go"),
        told(false));
  }
}
