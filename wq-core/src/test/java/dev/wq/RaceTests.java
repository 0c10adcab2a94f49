package dev.wq;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Exploration;
import dev.wq.sim.Explorer;
import dev.wq.sim.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Races as tests: each is explored under many seeds, on two carriers side by side. */
public final class RaceTests implements AutoCloseable {
  public static final int SEEDS = Integer.getInteger("wq.explore.seeds", 10_000);

  private final ExecutorService carriers = Executors.newFixedThreadPool(2);
  private final UnaryOperator<Explorer> schedules;
  private final int distinct;

  /** What two or three threads do. */
  public record Race(String name, Scenario scenario) {}

  /**
   * @param schedules what the explorer is told besides the seeds and the two CPUs
   * @param distinct fewer different schedules of a race fail its test
   */
  public RaceTests(UnaryOperator<Explorer> schedules, int distinct) {
    this.schedules = schedules;
    this.distinct = distinct;
  }

  /** A test for each; all are under way before the first is awaited. */
  public Stream<DynamicTest> of(List<Race> races) {
    return races.stream().map(this::test).toList().stream();
  }

  private DynamicTest test(Race race) {
    Future<Exploration> exploration = carriers.submit(() -> explore(race));
    return DynamicTest.dynamicTest(
        race.name(),
        () -> {
          Exploration seen = result(exploration);
          assertTrue(seen.distinctSchedules() >= distinct, seen::toString);
        });
  }

  private Exploration explore(Race race) {
    long begin = System.nanoTime();
    Exploration seen = schedules.apply(Explorer.seeds(SEEDS).cpus(2)).check(race.scenario());
    System.out.printf(
        Locale.ROOT,
        "explored %-40s %d seeds, %5d distinct schedules, %.1f s%n",
        race.name(),
        seen.runs(),
        seen.distinctSchedules(),
        (System.nanoTime() - begin) / 1e9);
    return seen;
  }

  private static Exploration result(Future<Exploration> exploration) throws Throwable {
    try {
      return exploration.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    carriers.shutdownNow();
  }
}
