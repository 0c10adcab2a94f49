package dev.wq.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.bench.harness.Recorded.NoRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
  private static final String THEN =
      """
      {"quick": false,
       "rows": [
         {"measure": "ordered", "ours": {"subject": "queue", "reading": "ns"},
          "peer": {"subject": "pool", "reading": "ns"}, "result": "met"},
         {"measure": "ordered", "ours": {"subject": "queue", "reading": "ns"},
          "peer": {"subject": "guava", "reading": "ns"}, "result": "met, noisy (control 20 %)"},
         {"measure": "bytes", "ours": {"subject": "queue", "reading": "bytes@10"}, "result": "met"},
         {"measure": "late", "ours": {"subject": "timer", "reading": "p50"}, "result": "RESULT"},
         {"measure": "gone", "ours": {"subject": "old", "reading": "ns"}, "result": "met"}],
       "rounds": [
         {"queue": {"controlMs": 40, "ns": 100, "bytes@10": 24},
          "timer": {"controlMs": 40, "p50": 1000}, "old": {"controlMs": 40, "ns": 1}},
         {"queue": {"controlMs": 80, "ns": 200, "bytes@10": 24},
          "timer": {"controlMs": 40, "p50": 1000}, "old": {"controlMs": 40, "ns": 1}}]}
      """;

  private static String now(int nanos, int control, int bytes) {
    return """
    {"quick": false,
     "rows": [
       {"measure": "ordered", "ours": {"subject": "queue", "reading": "ns"},
        "peer": {"subject": "pool", "reading": "ns"}, "result": "met"},
       {"measure": "bytes", "ours": {"subject": "queue", "reading": "bytes@10"},
        "result": "met"},
       {"measure": "late", "ours": {"subject": "timer", "reading": "p50"}, "result": "-"},
       {"measure": "new", "ours": {"subject": "young", "reading": "ns"}, "result": "met"}],
     "rounds": [
       {"queue": {"controlMs": %d, "ns": %d, "bytes@10": %d},
        "timer": {"controlMs": 40, "p50": 1000}, "young": {"controlMs": 40, "ns": 1}}]}
    """
        .formatted(control, nanos, bytes);
  }

  private static Guard guard(String then, String now) {
    return Guard.compare(Recorded.parse(then, ""), Recorded.parse(now, ""), 0.3);
  }

  @Test
  void timesOfASlowerMachine_areTheSame() {
    Guard guard = guard(THEN, now(200, 80, 24));
    assertFalse(guard.isWorse());
    assertFalse(guard.markdown().contains("|"), guard.markdown());
  }

  @Test
  void timePastTheTolerance_isWorse() {
    Guard guard = guard(THEN, now(140, 40, 24));
    assertTrue(guard.isWorse());
    assertTrue(
        guard.markdown().contains("| worse | ordered | queue | ns | 2.50 | 3.50 | 1.40 |"),
        guard.markdown());
  }

  @Test
  void timeFarBelow_isBetter_andNoReasonToFail() {
    Guard guard = guard(THEN, now(50, 40, 24));
    assertFalse(guard.isWorse());
    assertTrue(guard.markdown().contains("| better | ordered |"), guard.markdown());
  }

  @Test
  void bytes_areComparedWithoutTheControl() {
    assertFalse(guard(THEN, now(10, 4, 24)).isWorse());
    assertTrue(guard(THEN, now(100, 40, 48)).isWorse());
  }

  @Test
  void bytesThatVaryByLessThanOneObject_areTheSame() {
    String none = THEN.replace("\"bytes@10\": 24", "\"bytes@10\": 0.001");
    String few = now(100, 40, 0).replace("\"bytes@10\": 0", "\"bytes@10\": 0.4");
    assertFalse(guard(none, few).isWorse());
  }

  @Test
  void rowsThatOnlyOneRunHas_areNamed() {
    String text = guard(THEN, now(100, 40, 24)).markdown();
    assertTrue(text.contains("only in the earlier run: gone (old, ns)"), text);
    assertTrue(text.contains("only in this run: new (young, ns)"), text);
  }

  @Test
  void noisyRow_isNotJudgedButNamed() {
    String then = THEN.replace("RESULT", "met, noisy (rounds differ)");
    String now = now(100, 40, 24).replace("\"p50\": 1000", "\"p50\": 9000");
    Guard guard = guard(then, now);
    assertFalse(guard.isWorse());
    assertTrue(guard.markdown().contains("not judged, noisy: late (timer, p50)"));
    assertTrue(guard(THEN, now).isWorse());
  }

  @Test
  void figureBesideSeveralPeers_countsOnceIfOneOfThemWasMeasuredInCalm() {
    String text = guard(THEN, now(140, 40, 24)).markdown();
    assertEquals(1, text.lines().filter(line -> line.contains("| ordered |")).count(), text);
  }

  @Test
  void figureThatWasNotMeasured_isNamed() {
    String now = now(100, 40, 24).replace("\"p50\": 1000", "\"p51\": 1000");
    String text = guard(THEN, now).markdown();
    assertTrue(text.contains("not judged, without a figure: late (timer, p50)"), text);
  }

  @Test
  void rowsThatWereNotAskedFor_areLeftOut() {
    assertEquals(1, Recorded.parse(THEN, "GUAVA").figures().size());
    assertEquals(4, Recorded.parse(THEN, "").figures().size());
  }

  @Test
  void fileThatIsNoRecord_isNamed(@TempDir Path directory) throws IOException {
    assertNamed(directory.resolve("missing.json"), "no such file");
    assertNamed(Files.writeString(directory.resolve("text.json"), "| a |"), "text.json is not");
    assertNamed(Files.writeString(directory.resolve("other.json"), "{}"), "no list of rounds");
    assertNamed(directory, "is not the bench.json");
  }

  private static void assertNamed(Path file, String expected) {
    NoRecordException refused =
        assertThrows(NoRecordException.class, () -> Recorded.read(file, ""));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }
}
