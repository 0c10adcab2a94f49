package dev.wq.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.replay.Because;
import dev.wq.replay.Execution;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PerfettoTraceTest {
  /** Works of no length, sleepers, flushes, all tasks in the trace, re-armed timers. */
  @ParameterizedTest
  @ValueSource(
      strings = {"07-pty", "16-quiet-aio-fsync", "13-nft-hog", "15-mix-full", "19-quiet-xfs-rm"})
  void everyEvent_isInTheFormat(String recording) throws IOException {
    Picture picture = Pictures.of(recording);
    TraceFormat found = TraceFormat.check(Pictures.trace(picture));
    assertEquals(Set.of("M", "X", "b", "e", "s", "f", "C"), found.phases.keySet());
    assertEquals(Set.of("recorded", "predicted"), found.processes.keySet());
    long queued =
        picture.recording().executions().stream().filter(e -> e.queueing() != null).count();
    long predicted =
        picture.recording().executions().stream()
            .filter(e -> picture.columns().getFirst().prediction().latency(e.index()) >= 0)
            .count();
    assertEquals(queued + predicted, found.phases.get("s").longValue());
  }

  @Test
  void everyColumn_isAProcessOfItsOwn() throws IOException {
    Picture picture = Pictures.withTwoColumns(Pictures.SMALL).source("simulated");
    TraceFormat found = TraceFormat.check(Pictures.trace(picture));
    assertEquals(Set.of("simulated", "predicted", "what-if: idle"), found.processes.keySet());
    assertEquals(3, Set.copyOf(found.processes.values()).size());
  }

  @Test
  void sliceOfALateWork_saysWhy() throws IOException {
    Picture picture = Pictures.of(Pictures.SMALL);
    int late = picture.late().getFirst();
    Execution execution = picture.recording().executions().get(late);
    List<Because> reasons = picture.columns().getFirst().because(late);
    JsonNode events = new JsonMapper().readTree(Pictures.trace(picture)).get("traceEvents");
    JsonNode slice =
        StreamSupport.stream(events.spliterator(), false)
            .filter(event -> event.at("/args/execution").asInt(-1) == late)
            .filter(event -> event.at("/args").has("why_late_1"))
            .findFirst()
            .orElse(null);
    assertNotNull(slice);
    assertEquals(execution.function(), slice.get("name").asString());
    assertEquals(execution.queue(), slice.at("/args/queue").asString());
    for (int i = 0; i < reasons.size(); i++) {
      String why = slice.at("/args/why_late_" + (i + 1)).asString();
      assertTrue(why.endsWith(" us: " + reasons.get(i).what()), why);
    }
  }

  @Test
  void failureOfTheStream_isThatOfTheWriter() throws IOException {
    IOException full = new IOException("full");
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };
    Picture picture = Pictures.of(Pictures.SMALL);
    assertEquals(full, assertThrows(IOException.class, () -> PerfettoTrace.write(picture, out)));
    assertEquals(full, assertThrows(IOException.class, () -> Page.write(picture, out)));
  }
}
