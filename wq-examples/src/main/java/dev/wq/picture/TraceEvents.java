package dev.wq.picture;

import java.math.BigDecimal;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Single events of the trace-event format. Times in nanoseconds; written in microseconds. */
final class TraceEvents {
  private static final int NANO_DIGITS = 3;
  private static final int NANOS = 1_000;

  private final JsonGenerator json;

  TraceEvents(JsonGenerator json) {
    this.json = json;
  }

  /** Arguments of an event. */
  @FunctionalInterface
  interface Args {
    Args NONE = _ -> {};

    void write(TraceEvents out);
  }

  /** What a process or a thread is called, and where it stands among the others. */
  void named(String what, int pid, int tid, String name, int place) {
    begin("M", what + "_name", pid, tid);
    args(out -> out.arg("name", name));
    begin("M", what + "_sort_index", pid, tid);
    args(out -> out.json.writeNumberProperty("sort_index", place));
  }

  void slice(String name, String category, int pid, int tid, long from, long to, Args args) {
    begin("X", name, pid, tid);
    json.writeStringProperty("cat", category);
    micros("ts", from);
    micros("dur", to - from);
    args(args);
  }

  /**
   * @param phase {@code b} or {@code e}: begin or end of what may overlap
   */
  void overlapping(char phase, String name, long id, int pid, int tid, long at, Args args) {
    begin(String.valueOf(phase), name, pid, tid);
    json.writeStringProperty("cat", "queue");
    json.writeNumberProperty("id", id);
    micros("ts", at);
    args(args);
  }

  /**
   * @param phase {@code s} or {@code f}: start or finish of an arrow between two slices
   */
  void arrow(char phase, long id, int pid, int tid, long at) {
    begin(String.valueOf(phase), "queued", pid, tid);
    json.writeStringProperty("cat", "queued");
    json.writeNumberProperty("id", id);
    micros("ts", at);
    if (phase == 'f') {
      json.writeStringProperty("bp", "e"); // binds to the slice around it, not the next one
    }
    json.writeEndObject();
  }

  void counter(String name, int pid, int tid, long at, int value) {
    begin("C", name, pid, tid);
    micros("ts", at);
    args(out -> out.json.writeNumberProperty("works", value));
  }

  void arg(String name, String value) {
    json.writeStringProperty(name, value);
  }

  void arg(String name, int value) {
    json.writeNumberProperty(name, value);
  }

  void args(Map<String, String> all) {
    all.forEach(this::arg);
  }

  void micros(String name, long nanos) {
    if (nanos % NANOS == 0) {
      json.writeNumberProperty(name, nanos / NANOS);
    } else {
      json.writeNumberProperty(name, BigDecimal.valueOf(nanos, NANO_DIGITS));
    }
  }

  private void begin(String phase, String name, int pid, int tid) {
    json.writeStartObject();
    json.writeStringProperty("ph", phase);
    json.writeStringProperty("name", name);
    json.writeNumberProperty("pid", pid);
    json.writeNumberProperty("tid", tid);
  }

  private void args(Args args) {
    json.writeObjectPropertyStart("args");
    args.write(this);
    json.writeEndObject();
    json.writeEndObject();
  }
}
