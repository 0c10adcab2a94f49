package dev.wq.bench.sim;

import dev.wq.bench.harness.Comparison;
import dev.wq.bench.harness.Measure;
import dev.wq.bench.harness.Program;
import dev.wq.bench.harness.Reading;
import dev.wq.bench.harness.Suite;
import java.util.List;

/** The simulated kernel and the reader of recordings. */
public final class SimSuite implements Suite {
  private static final Program READER =
      program("traceReader", "trace reader", settings -> new TraceText().measure(settings));
  private static final Program EVENTS =
      program("simulatedEvents", "segments without threads", SimulatedKernel::events);
  private static final Program BLOCKED =
      program("simulatedBlocked", "10 000 simulated workers", _ -> SimulatedKernel.blocked(10_000));

  @Override
  public List<Measure> measures() {
    return Comparison.rows(
        Comparison.of("read ftrace text, a byte (6.67 ns are 150 MB/s)", READER, Reading.NANOS)
            .absolute(6.67),
        Comparison.of("simulated kernel, 4 CPUs, 6 segment patterns", EVENTS, Reading.NANOS)
            .absolute(500),
        Comparison.of("simulated kernel, 10 000 blocked works: heap", BLOCKED, Reading.HEAP)
            .absolute(30));
  }

  private static Program program(String name, String title, Program.Body body) {
    return new Program(SimSuite.class, name, title, body);
  }
}
