package dev.wq.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.Scenario;
import dev.wq.sim.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each example in virtual time, where its counts are exact; then all of them live. */
class ExamplesTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true);

  private static void simulate(Scenario scenario) {
    Simulation.withCpus(2).logLines(0).run(scenario);
  }

  @Test
  void coalescedRefresh_servesTenChangesAtOnce() {
    simulate(machine -> {
      assertEquals(new CoalescedRefresh.Result(100, 11, 100), CoalescedRefresh.run(machine, out));
      assertEquals(Duration.ofMillis(110), machine.now());
    });
  }

  @Test
  void twoWorks_answerEveryPacket() {
    simulate(machine ->
        assertEquals(
            new TwoWorksInOneObject.Result(1_000, 1_000), TwoWorksInOneObject.run(machine, out)));
  }

  @Test
  void debounce_searchesOncePerWord() {
    simulate(machine ->
        assertEquals(
            new Debounce.Result(10, List.of("work", "work queue")), Debounce.run(machine, out)));
  }

  @Test
  void backup_seesNoFileHalfWritten_andNoWriteIsLost() {
    simulate(machine ->
        assertEquals(new BackupFreeze.Result(40, 0, 0, 40), BackupFreeze.run(machine, out)));
  }

  @Test
  void tenThousandCalls_keepTheLimit_andUseIt() {
    long sum = 10_000L * 9_999 / 2;
    simulate(machine -> {
      assertEquals(new TenThousandCalls.Result(sum, sum, 64), TenThousandCalls.run(machine, out));
      long millis = machine.now().toMillis(); // of virtual time
      assertTrue(millis >= 2 * 157 * 2, "2 x 157 rounds of 64 calls, not fewer: " + millis);
      assertTrue(millis < 640, "all 64 slots are kept busy: " + millis);
    });
  }

  @Test
  void philosophers_eatTogetherAsTasks_andAloneAsSpawnedFunctions() {
    simulate(machine -> {
      assertEquals(new DiningPhilosophers.Result(18, 3, 1), DiningPhilosophers.run(machine, out));
      Duration spawned = Duration.ofMillis(6 * 3 * (5 + 5));
      assertTrue(machine.now().compareTo(spawned) > 0, machine.now()::toString);
      assertTrue(machine.now().compareTo(spawned.plusMillis(60)) < 0, machine.now()::toString);
    });
  }

  @Test
  void kernelTimelines_areThoseOfTheDocumentation() {
    KernelTimelines.Result result = KernelTimelines.run(out);
    assertEquals("50 w2 ends", result.oneAtATime().getLast());
    assertEquals("25 w2 ends", result.threeAtATime().getLast());
    assertEquals("35 w2 ends", result.twoAtATime().getLast());
    assertEquals("25 w2 ends", result.cpuIntensive().getLast());
    assertTrue(result.cpuIntensive().contains("5 w2 runs"), result::toString);
  }

  private static final List<String> HUB =
      List.of(
          "door opened",
          "thermometer shows 21 degrees",
          "thermometer silent at 21 degrees",
          "button pressed",
          "door closed",
          "thermometer shows 22 degrees",
          "button released",
          "drained and plugged",
          "door opened too late: REJECTED_PLUGGED");

  @Test
  void sensorHub_writesOneLog_underEverySchedule_andDebouncesEightEdgesToTwo() {
    for (int seed = 0; seed < 200; seed++) {
      Simulation.withCpus(2)
          .seed(seed)
          .logLines(0)
          .run(machine -> {
            assertEquals(new SensorHub.Result(HUB, 8, 2), SensorHub.run(machine, out));
            assertEquals(Duration.ofMillis(610), machine.now());
          });
    }
  }

  @Test
  void sensorHub_writesTheSameLogOnASimulatedKernel() {
    Simulation.kernel(KernelVersion.V6_18)
        .cpus(2)
        .logLines(0)
        .run(machine -> assertEquals(HUB, SensorHub.run(machine, out).log()));
  }

  private static final List<String> STREAMS =
      List.of(
          "stream 0 on device 0: [ +0 *2 +1 ] [ *10 ] [ +800 ], sums [800, 7200]",
          "stream 1 on device 1: [ +1 *2 +1 ] [ *10 ] [ +960 ], sums [960, 8640]",
          "stream 2 on device 0: [ +2 *2 +1 ] [ *10 ] [ +1120 ], sums [1120, 10080]",
          "stream 3 on device 1: [ +3 *2 +1 ] [ *10 ] [ +1280 ], sums [1280, 11520]");

  private static final DeviceStreams.Result STREAMED = new DeviceStreams.Result(STREAMS, 20, 12);

  @Test
  void deviceStreams_keepEachStreamInOrder_underEverySchedule() {
    for (int seed = 0; seed < 200; seed++) {
      Simulation.withCpus(2)
          .seed(seed)
          .logLines(0)
          .run(machine -> {
            assertEquals(STREAMED, DeviceStreams.run(machine, out));
            assertEquals(Duration.ofMillis(12), machine.now()); // 6 kernels of 2 ms on each
          });
    }
  }

  @Test
  void deviceStreams_areTheSameOnASimulatedKernel() {
    Simulation.kernel(KernelVersion.V6_18)
        .cpus(2)
        .logLines(0)
        .run(machine -> assertEquals(STREAMED, DeviceStreams.run(machine, out)));
  }

  @Test
  void allExamples_runLive_andLoseNothing() throws Exception {
    List<Record> results = AllExamples.run(out);
    assertTrue(
        results.get(0) instanceof CoalescedRefresh.Result(int changes, int refreshes, int shown)
            && shown == changes
            && refreshes <= changes,
        results::toString);
    assertEquals(new TwoWorksInOneObject.Result(1_000, 1_000), results.get(1));
    assertTrue(
        results.get(2) instanceof Debounce.Result(int keys, List<String> searched)
            && searched.size() <= keys
            && searched.getLast().equals("work queue"),
        results::toString);
    assertEquals(new BackupFreeze.Result(40, 0, 0, 40), results.get(3));
    long sum = 10_000L * 9_999 / 2;
    assertTrue(
        results.get(4) instanceof TenThousandCalls.Result(long spawned, long supplied, int most)
            && spawned == sum
            && supplied == sum
            && most <= 64,
        results::toString);
    assertTrue(
        results.get(5) instanceof DiningPhilosophers.Result(int meals, int tasks, int spawned)
            && meals == 18
            && tasks <= 3
            && spawned == 1,
        results::toString);
    assertTrue(
        results.get(6) instanceof SensorHub.Result(List<String> log, int edges, int _)
            && log.equals(HUB)
            && edges == 8,
        results::toString);
    assertEquals(STREAMED, results.get(7));
    String text = printed.toString();
    assertTrue(text.lines().filter(line -> line.contains("queue '")).count() == 8, text);
    assertTrue(
        text.lines()
            .filter(line -> line.contains("queue '"))
            .allMatch(line -> line.endsWith(" 0 failed, 0 lost")),
        text);
  }

  @Test
  void eachExample_runsOnTheLiveMachineToo() throws Exception {
    Machine live = Machine.live();
    assertFalse(Debounce.run(live, out).searched().isEmpty());
    assertEquals(1_000, TwoWorksInOneObject.run(live, out).sent());
  }
}
