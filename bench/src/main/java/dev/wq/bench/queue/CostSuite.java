package dev.wq.bench.queue;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Operation;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Suite;
import java.util.List;
import java.util.Map;

/** What a queueing costs its producer. */
public final class CostSuite implements Suite {
  private static final String REFUSED_TITLE = "refused (coalesced) enqueue, fenced";

  private static final Operation REFUSED = refused("refused", "pending work");
  private static final Operation REFUSED_KEY = refused("refusedKey", "kubernetes-client queue");
  private static final Operation ENQUEUE = accepted("enqueue", "ordered queue", "ordered");
  private static final Operation EXECUTE = accepted("execute", "common pool", "common-pool");

  @Override
  public List<Measure> measures() {
    return Comparison.rows(
        Comparison.of("enqueue, producer's share", ENQUEUE, Reading.NANOS).ratio(0.55, EXECUTE),
        Comparison.of("allocation per enqueue and run of a work", ENQUEUE, Reading.BYTES)
            .absolute(0.5),
        Comparison.of(REFUSED_TITLE, REFUSED, Reading.NANOS).absolute(8).ratio(0.35, REFUSED_KEY));
  }

  /** The benchmark's method of the same name. */
  private static Operation refused(String name, String title) {
    return new Operation(name, title, EnqueueBenchmark.class, name, Map.of());
  }

  private static Operation accepted(String name, String title, String runner) {
    return new Operation(name, title, EnqueueBenchmark.class, "accepted", Map.of("runner", runner));
  }
}
