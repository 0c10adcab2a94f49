package dev.wq.replay;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The recorded figures of every recording, and those of the baseline that needs no model, are those
 * of the script {@code crude_model.py} that came with the recordings. It printed them once.
 */
class BaselineAgreementTest {
  private static final Path RECORDINGS = Path.of("..", "wq-examples", "recordings");

  static Stream<List<String>> recordings() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    BaselineAgreementTest.class.getResourceAsStream("fidelity-base.tsv")),
                StandardCharsets.UTF_8))) {
      List<String> lines = in.lines().filter(line -> !line.startsWith("#")).toList();
      return lines.stream().map(line -> List.of(line.split("\t")));
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void figuresOfRecordingAndBase_areTheScripts(List<String> expected) throws IOException {
    String name = expected.getFirst();
    Recording recording = Recording.read(RECORDINGS.resolve(name + ".txt.gz"));
    Fidelity f = Fidelity.of(recording, Baselines.base(recording));
    assertEquals(
        String.join("\t", expected),
        Stream.of(
                name,
                f.counted(),
                share(f.order()),
                share(f.neighbours()),
                micros(f.startError().p50()),
                micros(f.startError().p95()),
                micros(f.latency().recorded().p50()),
                micros(f.latency().recorded().p95()),
                micros(f.latency().recorded().p99()),
                micros(f.latency().predicted().p50()),
                f.wakeups().recorded(),
                f.workerChanges().recorded(),
                micros(f.cpu().recorded()),
                pools(f))
            .map(String::valueOf)
            .collect(joining("\t")));
    assertEquals(0, f.missing());
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.6f", share);
  }

  private static long micros(long nanos) {
    return nanos / 1_000;
  }

  /** In the script's order, by name. */
  private static String pools(Fidelity f) {
    return f.pools().stream()
        .map(pool ->
            Arrays.asList(
                pool.pool(),
                pool.executions(),
                pool.inFlight().recorded().peak(),
                pool.workers().recorded()))
        .map(cells -> cells.stream().map(String::valueOf).collect(joining(",")))
        .sorted()
        .collect(joining(" "));
  }
}
