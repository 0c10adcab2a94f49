package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeterminismTest {
  private static RunReport monitors(long seed) {
    return Simulation.withCpus(2).seed(seed).runHost(Scenarios::monitors);
  }

  private static String print(RunReport run) {
    return run.hash()
        + " "
        + run.schedule()
        + " "
        + run.steps()
        + "\n"
        + String.join("\n", run.log());
  }

  /** Started in a JVM of its own. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      System.out.println(print(monitors(Long.parseLong(arguments[0]))).strip());
    }
  }

  @Test
  void hundredRunsOfOneSeed_areOneHash() {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      hashes.add(monitors(77).hash());
    }
    assertEquals(1, hashes.size());
  }

  @Test
  void hundredSeeds_areHundredSchedules() {
    Set<Long> schedules = new HashSet<>();
    IntStream.range(1, 101).forEach(seed -> schedules.add(monitors(seed).schedule()));
    assertEquals(100, schedules.size());
  }

  @Test
  void theLog_doesNotChangeTheRun() {
    RunReport quiet = Simulation.withCpus(2).seed(5).logLines(0).runHost(Scenarios::monitors);
    assertEquals(monitors(5).hash(), quiet.hash());
    assertTrue(quiet.log().isEmpty());
  }

  @Test
  void freshJvm_givesTheSameLogAndHash() throws Exception {
    assertEquals(print(monitors(7)), FreshJvm.run(List.of(FreshJvm.OPENS), Program.class, "7"));
  }

  @Test
  void interpreter_givesTheSameLogAndHash() throws Exception {
    assertEquals(
        print(monitors(8)), FreshJvm.run(List.of(FreshJvm.OPENS, "-Xint"), Program.class, "8"));
  }

  @Test
  void fourSimulationsAtOnce_giveTheHashesOfFourInTurn() throws Exception {
    List<Long> inTurn = new ArrayList<>();
    for (int seed = 1; seed <= 4; seed++) {
      inTurn.add(hashes(seed));
    }
    List<FutureTask<Long>> atOnce = new ArrayList<>();
    for (int seed = 1; seed <= 4; seed++) {
      int own = seed;
      var task = new FutureTask<>(() -> hashes(own));
      atOnce.add(task);
      Thread.ofPlatform().start(task);
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(inTurn.get(i), atOnce.get(i).get());
    }
  }

  /** Of ten runs. */
  private static long hashes(int seed) {
    return IntStream.range(0, 10).mapToLong(i -> monitors(seed * 100L + i).hash()).sum();
  }

  @Test
  void random_isSeededAndApartFromTheSchedule() {
    long[] drawn = new long[2];
    RunReport drawing =
        Simulation.withCpus(1)
            .seed(9)
            .runHost(host -> {
              drawn[0] = host.random().nextLong();
              Scenarios.LossyQueue.scenario(host, true);
            });
    RunReport quiet =
        Simulation.withCpus(1).seed(9).runHost(host -> Scenarios.LossyQueue.scenario(host, true));
    Simulation.withCpus(1).seed(9).runHost(host -> drawn[1] = host.random().nextLong());
    assertEquals(drawn[0], drawn[1]);
    assertEquals(drawing.schedule(), quiet.schedule());
  }

  @Test
  void seedZero_isFirstComeFirstServed() {
    var order = new StringBuilder();
    Simulation.withCpus(1)
        .runHost(host -> {
          for (String name : List.of("a", "b", "c")) {
            host.newUserThread(
                    name,
                    0,
                    () -> {
                      for (int i = 0; i < 3; i++) {
                        order.append(name);
                        host.point();
                      }
                    })
                .start();
          }
        });
    assertEquals("aaabbbccc", order.toString());
  }

  @Test
  void loggedLines_arePartOfTheHash() {
    long one = Simulation.withCpus(1).runHost(host -> host.log("one")).hash();
    long two = Simulation.withCpus(1).runHost(host -> host.log("two")).hash();
    assertNotEquals(one, two);
  }

  @Test
  void theLog_isReadableAndBounded() {
    RunReport run =
        Simulation.withCpus(1)
            .runHost(host -> {
              host.log("hello");
              host.parkNanos(host, 50_000_000);
            });
    List<String> lines = run.log().stream().map(s -> s.strip().replaceAll(" +", " ")).toList();
    assertEquals("0 ms main starts", lines.get(0));
    assertEquals("0 ms main hello", lines.get(1));
    assertTrue(
        lines.get(2).startsWith("0 ms main parks for 50 ms at DeterminismTest."), lines::toString);
    assertEquals("50 ms main runs, woken by the clock", lines.get(3));
    assertEquals("50 ms main ends", lines.get(4));
    RunReport shortLog =
        Simulation.withCpus(1)
            .logLines(3)
            .runHost(host -> {
              for (int i = 0; i < 10; i++) {
                host.log("line " + i);
              }
            });
    assertEquals(4, shortLog.log().size());
    assertEquals("... 9 earlier lines", shortLog.log().getFirst());
  }
}
