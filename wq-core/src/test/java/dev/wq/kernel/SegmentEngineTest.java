package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The documentation's timelines without threads (linux 46-48), and what the engine adds to them.
 */
class SegmentEngineTest {
  private static final long MILLI = 1_000_000;
  private static final long[] W0 = {5 * MILLI, -10 * MILLI, 5 * MILLI};
  private static final long[] OTHER = {5 * MILLI, -10 * MILLI};

  /** Milliseconds of each start and end: {@code 5 1 starts}. */
  private static final class Lines implements SegmentEngine.Trace {
    final List<String> lines = new ArrayList<>();

    @Override
    public void starts(SegmentWork work, KernelWorker worker, long now) {
      lines.add(now / MILLI + " w" + work.id() + " starts");
    }

    @Override
    public void ends(SegmentWork work, KernelWorker worker, long now) {
      lines.add(now / MILLI + " w" + work.id() + " ends");
    }
  }

  private final Lines trace = new Lines();
  private final SegmentEngine engine =
      new SegmentEngine(Topology.flat(1), KernelRules.recorded(), PoolSettings.kernel(250), trace);

  private Workqueue queue(QueueSpec spec) {
    return engine.core().create(spec);
  }

  private void assertTrace(String... expected) {
    engine.run();
    assertEquals(String.join("\n", expected), String.join("\n", trace.lines));
  }

  private void threeWorks(Workqueue first, Workqueue others) {
    engine.arrive(0, new SegmentWork(0, first, W0), -1);
    engine.arrive(0, new SegmentWork(1, others, OTHER), -1);
    engine.arrive(0, new SegmentWork(2, others, OTHER), -1);
  }

  private void threeWorks(int maxActive) {
    Workqueue wq = queue(QueueSpec.bound("q").withMaxActive(maxActive));
    threeWorks(wq, wq);
  }

  @Test
  void oneAtATime() {
    threeWorks(1);
    assertTrace(
        "0 w0 starts", "20 w0 ends", "20 w1 starts", "35 w1 ends", "35 w2 starts", "50 w2 ends");
  }

  @Test
  void threeAtATime() {
    threeWorks(3);
    assertTrace(
        "0 w0 starts", "5 w1 starts", "10 w2 starts", "20 w0 ends", "20 w1 ends", "25 w2 ends");
  }

  @Test
  void twoAtATime() {
    threeWorks(2);
    assertTrace(
        "0 w0 starts", "5 w1 starts", "20 w0 ends", "20 w1 ends", "20 w2 starts", "35 w2 ends");
  }

  @Test
  void cpuIntensive() {
    threeWorks(queue(QueueSpec.bound("q")), queue(QueueSpec.bound("hogs").withCpuIntensive()));
    assertTrace(
        "0 w0 starts", "5 w1 starts", "5 w2 starts", "20 w0 ends", "20 w1 ends", "25 w2 ends");
  }

  @Test
  void hog_isMarkedAtATick() {
    Workqueue wq = queue(QueueSpec.bound("q"));
    engine.arrive(0, new SegmentWork(0, wq, new long[] {30 * MILLI}), -1);
    engine.arrive(0, new SegmentWork(1, wq, null), -1);
    assertTrace("0 w0 starts", "12 w1 starts", "12 w1 ends", "30 w0 ends");
  }

  @Test
  void workThatQueuesItself_runsAgain_atOnceOrByItsTimer() {
    Workqueue wq = queue(QueueSpec.bound("q"));
    engine.arrive(0, new SegmentWork(0, wq, new long[] {MILLI}).again(1, 0), -1);
    engine.arrive(0, new SegmentWork(1, wq, null).again(1, 50 * MILLI), -1);
    assertTrace(
        "0 w0 starts",
        "1 w0 ends",
        "1 w1 starts",
        "1 w1 ends",
        "1 w0 starts",
        "2 w0 ends",
        "56 w1 starts",
        "56 w1 ends");
  }
}
