package dev.wq.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds each event of a trace against the trace-event format, and against what came before it. */
final class TraceFormat {
  final Map<String, Integer> phases = new HashMap<>();
  final Map<String, Integer> processes = new HashMap<>(); // pid by name
  private final Map<String, Integer> pidOfThread = new HashMap<>();
  private final Map<String, Deque<BigDecimal>> open = new HashMap<>(); // ends of slices, by thread
  private final Map<String, JsonNode> last = new HashMap<>(); // slice of a thread
  private final Map<String, String> waiting = new HashMap<>(); // name by id
  private final Map<String, BigDecimal> arrows = new HashMap<>(); // time by id
  private final Set<String> ids = new HashSet<>();
  private BigDecimal now = BigDecimal.ZERO;

  static TraceFormat check(byte[] trace) {
    TraceFormat format = new TraceFormat();
    try (JsonParser parser = new JsonMapper().createParser(trace)) {
      while (parser.nextToken() != JsonToken.START_ARRAY) {
        assertNotNull(parser.currentToken(), "no array of events");
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        JsonNode event = parser.readValueAsTree();
        format.event(event);
      }
      assertEquals(JsonToken.END_OBJECT, parser.nextToken());
      assertNull(parser.nextToken());
    }
    assertTrue(format.waiting.isEmpty(), () -> "never ended: " + format.waiting);
    assertTrue(format.arrows.isEmpty(), () -> "arrows to nowhere: " + format.arrows);
    return format;
  }

  private void event(JsonNode event) {
    String phase = text(event, "ph");
    text(event, "name");
    assertTrue(event.path("pid").isInt() && event.path("tid").isInt(), event::toString);
    assertTrue(event.get("pid").asInt() != event.get("tid").asInt(), event::toString);
    phases.merge(phase, 1, Integer::sum);
    if (phase.equals("M")) {
      metadata(event);
      return;
    }
    assertEquals(event.get("pid").asInt(), pidOfThread.get(thread(event)), event::toString);
    BigDecimal at = number(event, "ts");
    assertTrue(at.compareTo(now) >= 0, () -> event + " comes after " + now);
    now = at;
    switch (phase) {
      case "X" -> slice(event, at);
      case "b" -> assertNull(waiting.put(id(event), text(event, "name")), event::toString);
      case "e" -> assertEquals(waiting.remove(id(event)), text(event, "name"), event::toString);
      case "s" -> arrowStart(event, at);
      case "f" -> arrowEnd(event, at);
      case "C" -> number(event.path("args"), "works");
      default -> throw new AssertionError("unknown phase: " + event);
    }
  }

  private void metadata(JsonNode event) {
    JsonNode args = event.path("args");
    switch (text(event, "name")) {
      case "process_name" -> processes.put(text(args, "name"), event.get("pid").asInt());
      case "thread_name" -> {
        assertTrue(!text(args, "name").isEmpty(), event::toString);
        assertNull(pidOfThread.put(thread(event), event.get("pid").asInt()), event::toString);
      }
      case "process_sort_index", "thread_sort_index" -> number(args, "sort_index");
      default -> throw new AssertionError("unknown metadata: " + event);
    }
  }

  /** Slices of a thread nest: a new one ends no later than those around it. */
  private void slice(JsonNode event, BigDecimal from) {
    BigDecimal duration = number(event, "dur");
    assertTrue(duration.signum() >= 0, event::toString);
    BigDecimal end = from.add(duration);
    Deque<BigDecimal> stack = open.computeIfAbsent(thread(event), _ -> new ArrayDeque<>());
    while (!stack.isEmpty() && stack.peek().compareTo(from) <= 0) {
      stack.pop();
    }
    assertTrue(stack.isEmpty() || stack.peek().compareTo(end) >= 0, event::toString);
    stack.push(end);
    last.put(thread(event), event);
  }

  private void arrowStart(JsonNode event, BigDecimal at) {
    assertTrue(ids.add(id(event)), event::toString);
    assertNull(arrows.put(id(event), at), event::toString);
    JsonNode around = last.get(thread(event));
    assertNotNull(around, event::toString);
    BigDecimal end = number(around, "ts").add(number(around, "dur"));
    assertTrue(end.compareTo(at) >= 0, () -> event + " begins after " + around);
  }

  private void arrowEnd(JsonNode event, BigDecimal at) {
    assertNotNull(arrows.remove(id(event)), event::toString);
    assertEquals("e", text(event, "bp"));
    JsonNode around = last.get(thread(event));
    assertNotNull(around, event::toString);
    assertEquals(0, number(around, "ts").compareTo(at), () -> event + " does not hit " + around);
  }

  private static String thread(JsonNode event) {
    return event.get("tid").toString();
  }

  private static String id(JsonNode event) {
    assertTrue(event.has("id"), event::toString);
    return text(event, "cat") + event.get("id");
  }

  private static String text(JsonNode node, String name) {
    assertTrue(node.path(name).isString(), () -> name + " of " + node);
    return node.get(name).asString();
  }

  private static BigDecimal number(JsonNode node, String name) {
    assertTrue(node.path(name).isNumber(), () -> name + " of " + node);
    return node.get(name).decimalValue();
  }
}
