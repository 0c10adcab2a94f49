package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.replay.WhatIf.UserTasks;
import dev.wq.replay.Workload.QueueUse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What-ifs on every recording of a real kernel. */
class WhatIfTest {
  private static final ReplayOptions OPTIONS = ReplayOptions.fitting();

  static Stream<Path> recordings() throws IOException {
    return ReplayTest.recordings();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void namingTheRecordedAttributes_changesNothing(Path file) throws IOException {
    Recording recording = Recording.read(file);
    WhatIf same = recorded(recording);
    Prediction replayed = Replay.run(recording, OPTIONS).predictions().get(Model.FULL);
    assert replayed != null;
    for (UserTasks tasks : UserTasks.values()) {
      WhatIfReport report = Replay.whatIf(recording, OPTIONS, same.userTasks(tasks));
      assertSame(report.before(), report.after());
      assertEquals(List.of(), report.changes());
      if (tasks == UserTasks.FIXED) {
        assertSame(replayed, report.after());
      }
    }
    assertSame(replayed, Replay.whatIf(recording, OPTIONS, same).after());
  }

  private static WhatIf recorded(Recording recording) {
    Workload load = WorkloadBuilder.of(recording);
    Map<String, List<QueueUse>> byName = new HashMap<>();
    load.queues()
        .forEach(use -> byName.computeIfAbsent(use.spec.name(), _ -> new ArrayList<>()).add(use));
    WhatIf same =
        WhatIf.nothing()
            .cpus(recording.cpus())
            .hz(load.trail().ticks().at(0).hz())
            .kernel("6.18.44")
            .cpuIntensiveThreshold(Duration.ofMillis(10));
    for (List<QueueUse> uses : byName.values()) {
      QueueUse use = uses.getFirst();
      if (uses.size() == 1) {
        same = same.queue(attributes(use));
      }
    }
    return same;
  }

  private static String attributes(QueueUse use) {
    return use.spec.name()
        + (use.spec.unbound() ? ":unbound" : ":bound")
        + (use.spec.highPriority() ? ",highpri" : ",normal")
        + (use.maxActive > 0 ? ",max_active=" + use.maxActive : "");
  }

  private static void assertSame(Prediction one, Prediction two) {
    for (int i = 0; i < one.size(); i++) {
      assertEquals(one.queuedAt(i), two.queuedAt(i));
      assertEquals(one.activatedAt(i), two.activatedAt(i));
      assertEquals(one.startedAt(i), two.startedAt(i));
      assertEquals(one.endedAt(i), two.endedAt(i));
      assertEquals(one.worker(i), two.worker(i));
      assertEquals(one.because(i), two.because(i));
    }
    assertEquals(one.runNanos(), two.runNanos());
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void anyChange_losesNoWorkAndNoCpuTime(Path file) throws IOException {
    Recording recording = Recording.read(file);
    for (WhatIf whatIf :
        List.of(
            WhatIf.nothing().queue("*:max_active=1"),
            WhatIf.nothing().queue("*:unbound"),
            WhatIf.nothing().queue("*:bound,highpri"),
            WhatIf.nothing().queue("*:ordered"),
            WhatIf.nothing().queue("*:cpu_intensive").hz(1000),
            WhatIf.nothing().queue("*:unbound,cpumask=1"),
            WhatIf.nothing().cpus(1),
            WhatIf.nothing().cpus(8).kernel("6.6"),
            WhatIf.nothing().cpuIntensiveThreshold(Duration.ofMillis(1)))) {
      WhatIfReport report = Replay.whatIf(recording, OPTIONS, whatIf);
      Prediction before = report.before();
      Prediction after = report.after();
      for (int i = 0; i < before.size(); i++) {
        int execution = i;
        assertEquals(
            before.isPredicted(i),
            after.isPredicted(i),
            () -> whatIf + " on " + file.getFileName() + ": " + execution);
      }
      assertEquals(before.runNanos(), after.runNanos(), whatIf::toString);
      assertReasonsAddUp(after, whatIf);
    }
  }

  private static void assertReasonsAddUp(Prediction prediction, WhatIf whatIf) {
    for (int i = 0; i < prediction.size(); i++) {
      if (prediction.isPredicted(i)) {
        long sum = prediction.because(i).stream().mapToLong(Because::nanos).sum();
        assertEquals(prediction.latency(i), sum, () -> whatIf + ": reasons");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void maxActiveOne_neverTwoInFlight(Path file) throws IOException {
    Recording recording = Recording.read(file);
    Prediction after =
        Replay.whatIf(recording, OPTIONS, WhatIf.nothing().queue("*:max_active=1")).after();
    Map<String, List<Execution>> groups = new HashMap<>();
    for (Execution e : recording.executions()) {
      if (after.isPredicted(e.index())) {
        String pool = String.valueOf(after.poolOf(e.index()));
        groups.computeIfAbsent(e.queue() + " " + pool, _ -> new ArrayList<>()).add(e);
      }
    }
    groups.forEach((name, executions) -> assertEquals(1, peak(after, executions), name));
    assertTrue(groups.size() > 1);
  }

  private static int peak(Prediction prediction, List<Execution> executions) {
    Flight flight = new Flight(executions.size());
    executions.stream()
        .filter(e -> prediction.endedAt(e.index()) != Prediction.NONE)
        .forEach(e -> flight.add(prediction.startedAt(e.index()), prediction.endedAt(e.index())));
    return flight.inFlight().peak();
  }
}
