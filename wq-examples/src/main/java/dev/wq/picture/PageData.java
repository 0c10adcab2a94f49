package dev.wq.picture;

import dev.wq.replay.Because;
import dev.wq.replay.Cause;
import dev.wq.replay.Execution;
import dev.wq.replay.IntervalList;
import dev.wq.replay.Queueing;
import dev.wq.replay.Recording;
import dev.wq.replay.Stints;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;
import java.util.function.ToLongFunction;
import tools.jackson.core.JsonGenerator;

/** What the page shows, as JSON; {@code data.js} reads it. Times in nanoseconds. */
final class PageData {
  private final JsonGenerator json;
  private final Picture picture;
  private final List<Execution> executions;
  private final Names<String> functions = new Names<>();
  private final Names<String> queues = new Names<>();
  private final Names<String> pools = new Names<>();
  private final Names<String> works = new Names<>();
  private final Names<Reason> reasons = new Names<>();

  /** What is the same in many latencies. */
  private record Reason(Cause cause, String what) {}

  PageData(JsonGenerator json, Picture picture) {
    this.json = json;
    this.picture = picture;
    this.executions = picture.recording().executions();
  }

  void write() {
    Recording recording = picture.recording();
    json.writeStartObject();
    json.writeStringProperty("name", picture.name());
    json.writeStringProperty("label", recording.report().header().label());
    json.writeStringProperty("kernel", recording.report().header().kernel());
    json.writeNumberProperty("cpus", recording.cpus());
    json.writeNumberProperty("span", recording.report().spanNanos());
    executions();
    json.writeArrayPropertyStart("bands");
    Band.of(picture).forEach(this::band);
    json.writeEndArray();
    json.writeArrayPropertyStart("blocked");
    for (int cpu = 0; cpu < recording.cpus(); cpu++) {
      blocked(recording.blocked(cpu));
    }
    json.writeEndArray();
    numbers("late", picture.late().size(), i -> picture.late().get(i));
    names("functions", functions);
    names("queues", queues);
    names("pools", pools);
    names("works", works);
    reasons();
    json.writeEndObject();
  }

  private void executions() {
    json.writeObjectPropertyStart("executions");
    json.writeNumberProperty("count", executions.size());
    each("function", execution -> functions.number(execution.function()));
    each("queue", execution -> queues.number(execution.queue()));
    each("pool", execution -> pools.number(execution.pool().toString()));
    each("work", execution -> works.number(execution.work().hex()));
    each("cause", PageData::cause);
    json.writeEndObject();
  }

  private static int cause(Execution execution) {
    Queueing queueing = execution.queueing();
    Execution cause = queueing == null ? null : queueing.cause();
    return cause == null ? -1 : cause.index();
  }

  private void each(String name, ToLongFunction<Execution> number) {
    numbers(name, executions.size(), i -> number.applyAsLong(executions.get(i)));
  }

  private void numbers(String name, int count, IntToLongFunction number) {
    Packed.differences(count, number).write(json, name);
  }

  private void band(Band band) {
    json.writeStartObject();
    json.writeStringProperty("name", band.name);
    json.writeNumberProperty("cpus", band.cpus);
    json.writeArrayPropertyStart("workers");
    band.workers.forEach(worker -> json.writeString(worker.name()));
    json.writeEndArray();
    numbers("queued", band.size(), i -> band.queuedAt[i]);
    numbers("activated", band.size(), i -> band.activatedAt[i]);
    numbers("started", band.size(), i -> band.startedAt[i]);
    numbers("ended", band.size(), i -> band.endedAt[i]);
    numbers("worker", band.size(), i -> band.worker[i]);
    stints(band.stints);
    because(band);
    json.writeEndObject();
  }

  private void stints(Stints stints) {
    json.writeObjectPropertyStart("stints");
    numbers("execution", stints.size(), stints::execution);
    numbers("cpu", stints.size(), stints::cpu);
    numbers("from", stints.size(), stints::from);
    numbers("length", stints.size(), i -> stints.to(i) - stints.from(i));
    json.writeEndObject();
  }

  /** When a CPU was with something that is no worker. */
  private void blocked(IntervalList intervals) {
    json.writeStartObject();
    numbers("from", intervals.size(), intervals::from);
    numbers("length", intervals.size(), i -> intervals.to(i) - intervals.from(i));
    json.writeEndObject();
  }

  /** For each execution: how many reasons, and for each of them its number and its nanoseconds. */
  private void because(Band band) {
    Column column = band.column;
    Packed packed = new Packed();
    for (int i = 0; column != null && i < band.size(); i++) {
      List<Because> all = column.because(i);
      packed.add(all.size());
      for (Because because : all) {
        packed.add(reasons.number(new Reason(because.cause(), because.what())));
        packed.add(because.nanos());
      }
    }
    packed.write(json, "because");
  }

  private void names(String name, Names<String> names) {
    json.writeArrayPropertyStart(name);
    names.all().forEach(json::writeString);
    json.writeEndArray();
  }

  private void reasons() {
    json.writeArrayPropertyStart("reasons");
    for (Reason reason : reasons.all()) {
      json.writeStartObject();
      json.writeStringProperty("cause", reason.cause().name().toLowerCase(Locale.ROOT));
      json.writeStringProperty("what", reason.what());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
