package dev.wq.cli;

import static dev.wq.cli.Session.wq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.cli.Session.Result;
import dev.wq.replay.Replay;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code wq replay --json} keeps to its promise. */
class JsonReportTest {
  private static final String SMALL = "recordings/21-quiet-nft-hog.txt.gz";

  /** The promised names in the promised order; of an array, the first element's. */
  private static final String SHAPE =
      "{recordings:[{file,mode,lines:{total,used,ignored},executions:{recorded,predicted},"
          + "order:{lis,neighbours},startErrorUs:{p50,p95},"
          + "latencyUs:{recorded:{p50,p95,p99},predicted:{p50,p95,p99}},"
          + "wakeups:{recorded,predicted,nocm,serial},sameWorker:{predicted,nocm},"
          + "pools:[{name,peakInFlight:{recorded,predicted},workers:{recorded,predicted}}],"
          + "cpuUs:{recorded,predicted},"
          + "late:[{work,function,queue,latencyUs,because:[{what,us}]}]}]}";

  private static JsonNode parse(Result result) {
    return new JsonMapper().readTree(result.out());
  }

  private static String shape(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .map(field -> field.getKey() + suffix(shape(field.getValue())))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return node.isArray() ? "[" + (node.isEmpty() ? "" : shape(node.get(0))) + "]" : "";
  }

  private static String suffix(String shape) {
    return shape.isEmpty() ? "" : ":" + shape;
  }

  @Test
  void format_isThePromisedOne() {
    Result result = new Session().replayer(Replay::run).run("replay", "--json", SMALL);
    assertEquals(0, result.code());
    assertEquals(SHAPE, shape(parse(result)));
  }

  @Test
  void reasons_addUpToTheLatency() {
    Result result = new Session().replayer(Replay::run).run("replay", "--json", "-n", "99", SMALL);
    JsonNode late = parse(result).at("/recordings/0/late");
    assertEquals(99, late.size());
    for (JsonNode work : late) {
      BigDecimal sum = BigDecimal.ZERO;
      for (JsonNode because : work.get("because")) {
        sum = sum.add(because.get("us").decimalValue());
      }
      assertEquals(0, sum.compareTo(work.get("latencyUs").decimalValue()), work::toString);
    }
  }

  @Test
  void values_areThoseOfTheRecording() {
    JsonNode recording = parse(wq("replay", "--json", SMALL)).get("recordings").get(0);
    assertEquals(SMALL, recording.get("file").asString());
    assertEquals("causal+busy", recording.get("mode").asString());
    assertEquals(8_376, recording.at("/lines/total").asInt());
    assertEquals(1_864, recording.at("/executions/recorded").asInt());
    assertEquals(1_217, recording.at("/latencyUs/recorded/p95").asInt());
    assertEquals(203, recording.at("/wakeups/recorded").asInt());
    assertEquals(622_851, recording.at("/cpuUs/recorded").asInt());
    assertEquals(10, recording.get("late").size());
    assertEquals(16, recording.at("/late/0/work").asString().length());
  }

  @Test
  void lines_addUpUnlessSomeAreDamaged() {
    JsonNode lines = parse(wq("replay", "--json", SMALL)).at("/recordings/0/lines");
    assertEquals(
        lines.get("total").asLong(), lines.get("used").asLong() + lines.get("ignored").asLong());
  }

  @Test
  void severalRecordings_areOneDocument() {
    JsonNode document = parse(wq("replay", "--json", SMALL, SMALL));
    assertEquals(2, document.get("recordings").size());
  }

  @Test
  void withoutUsableInput_thereIsStillADocument() {
    Result result = wq("replay", "--json", "no-such-file");
    assertEquals(1, result.code());
    assertEquals("{\"recordings\":[]}\n", result.out());
  }

  @Test
  void help_documentsEachField() {
    String help = wq("replay", "--help").out();
    for (String name : SHAPE.split("\\W+")) {
      assertTrue(help.contains(name), name);
    }
  }

  @Test
  void microseconds_areExact_andNeverInExponents() {
    assertEquals("12", Figures.exactMicros(12_000).toString());
    assertEquals("0.001", Figures.exactMicros(1).toString());
    assertEquals("1.5", Figures.exactMicros(1_500).toString());
    assertEquals("120000", Figures.exactMicros(120_000_000).toString());
    assertEquals("0", Figures.exactMicros(0).toString());
  }
}
