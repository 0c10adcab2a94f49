package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StintsTest {
  @ParameterizedTest
  @MethodSource("dev.wq.replay.ReplayTest#recordings")
  void stints_addUpToTheCpuTimeAndNeverShareACpu(Path file) throws IOException {
    Recording recording = Recording.read(file);
    Prediction predicted =
        Replay.run(recording, ReplayOptions.fitting()).predictions().get(Model.FULL);
    assert predicted != null;
    assertEquals(predicted.runNanos(), total(predicted.stints()), "predicted");
    assertNoOverlap("predicted", predicted.stints());
    assertEquals(recording.cpuTime(), total(recording.stints()), "recorded");
  }

  private static long total(Stints stints) {
    return IntStream.range(0, stints.size()).mapToLong(i -> stints.to(i) - stints.from(i)).sum();
  }

  private static void assertNoOverlap(String name, Stints stints) {
    List<Integer> order =
        IntStream.range(0, stints.size())
            .boxed()
            .sorted(Comparator.<Integer>comparingInt(stints::cpu).thenComparingLong(stints::from))
            .toList();
    for (int i = 1; i < order.size(); i++) {
      int before = order.get(i - 1);
      int after = order.get(i);
      assertTrue(
          stints.cpu(before) != stints.cpu(after) || stints.to(before) <= stints.from(after),
          () ->
              name
                  + ": execution %d beside %d"
                      .formatted(stints.execution(before), stints.execution(after)));
    }
  }
}
