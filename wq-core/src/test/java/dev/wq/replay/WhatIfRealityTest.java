package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.replay.WhatIfReport.QueueRow;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What-ifs held against recordings of a machine that had the changes. */
class WhatIfRealityTest {
  private static final Path FOLDER = Path.of("../wq-examples/recordings/what-if");

  private static Recording read(String name) throws IOException {
    return Recording.read(FOLDER.resolve(name + ".txt.gz"));
  }

  private static QueueRow whatIf(String recording, WhatIf whatIf, String queue) throws IOException {
    return Replay.whatIf(read(recording), ReplayOptions.fitting(), whatIf).queues().stream()
        .filter(row -> row.queue().equals(queue))
        .findFirst()
        .orElseThrow();
  }

  private static Fidelity.QueueRow inFact(String recording, String queue) throws IOException {
    Recording changed = read(recording);
    return Fidelity.of(changed, Baselines.base(changed)).queues().stream()
        .filter(row -> row.queue().equals(queue))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void limitOfOne_holdsWritebackBackInTheModelAndInFact() throws IOException {
    QueueRow model =
        whatIf("writeback-recorded", WhatIf.nothing().queue("writeback:max_active=1"), "writeback");
    Fidelity.QueueRow fact = inFact("writeback-max_active-1", "writeback");
    assertTrue(model.peak().recorded() > 1);
    assertEquals(1, model.peak().after());
    assertEquals(1, fact.inFlight().recorded().peak());
    long recorded = model.latency().recorded().p95();
    assertTrue(fact.latency().recorded().p95() > 2 * recorded, fact::toString);
    assertTrue(model.latency().after().p95() > 2 * recorded, model::toString);
  }

  @Test
  void oneCpu_slowsWritebackInTheModelAndInFact() throws IOException {
    QueueRow model =
        whatIf("writeback-recorded", WhatIf.nothing().queue("writeback:cpumask=1"), "writeback");
    Fidelity.QueueRow fact = inFact("writeback-cpumask-1", "writeback");
    assertTrue(fact.latency().recorded().p95() > model.latency().recorded().p95());
    assertTrue(model.latency().after().p95() > model.latency().before().p95());
  }

  @Test
  void shorterThreshold_changesLittleInTheModelAndInFact() throws IOException {
    WhatIf whatIf = WhatIf.nothing().with("cpu_intensive_thresh_us=1000");
    QueueRow model = whatIf("nft-recorded", whatIf, "events");
    Fidelity.QueueRow fact = inFact("nft-thresh-1000", "events");
    long recorded = model.latency().recorded().p95();
    assertTrue(Math.abs(fact.latency().recorded().p95() - recorded) < recorded / 4);
    assertTrue(Math.abs(model.latency().after().p95() - recorded) < recorded / 4);
  }
}
