package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random scripts: after each of their steps all counters are recounted; at the end every queueing
 * was run once, taken back or dropped, and everybody who waited was told once.
 */
class RandomScriptTest {
  private static final int SEEDS = Integer.getInteger("wq.kernel.seeds", 10);
  private static final int STEPS = 300;

  private static final PoolSettings KERNEL = PoolSettings.kernel(Stage.HZ);
  private static final Topology FLAT = Topology.flat(2);
  private static final Topology NODES = Topology.tree(2, 1, 1, 2);

  /** A kind of machine. */
  record Kind(String name, Topology topology, KernelRules rules, PoolSettings settings) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    KernelRules recorded = KernelRules.recorded();
    return Stream.of(
        new Kind("6.18 flat", FLAT, recorded, KERNEL),
        new Kind("6.18 nodes", NODES, recorded, KERNEL),
        new Kind("6.1 nodes", NODES, KernelRules.of(6, 1), KERNEL),
        new Kind("6.7 nodes", NODES, KernelRules.of(6, 7), KERNEL),
        new Kind("7.1 nodes", NODES, KernelRules.of(7, 1), KERNEL),
        new Kind("unmanaged", FLAT, recorded, KERNEL.with(Concurrency.UNMANAGED)),
        new Kind("serial", FLAT, recorded, KERNEL.with(Concurrency.SERIAL)),
        new Kind("never beside itself", NODES, recorded, KERNEL.neverBesideThemselves()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyQueueing_runsOnceOrIsTakenBack(Kind kind) {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomScript script = new RandomScript(kind, seed);
      try {
        script.run(STEPS);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(kind + ", seed " + seed + ": " + script.tail(), e);
      }
      assertEquals(List.of(), script.stuck(), () -> kind + ", seed " + script.tail());
      assertEquals(script.expectedRuns(), script.runs(), () -> kind + ": runs");
      assertFalse(script.someoneWaits(), () -> kind + ": someone still waits");
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aPoolStartsWorks_inTheOrderOfTheirActivation(Kind kind) {
    for (int seed = 0; seed < SEEDS; seed++) {
      FifoScript script = new FifoScript(kind, seed);
      script.run(STEPS);
      assertEquals(script.activated(), script.started(), "seed " + seed);
    }
  }
}
