package dev.wq.cli;

import dev.wq.replay.Because;
import dev.wq.replay.Execution;
import dev.wq.replay.Fidelity;
import dev.wq.replay.Fidelity.Pair;
import dev.wq.replay.Fidelity.PoolRow;
import dev.wq.replay.LineCount;
import dev.wq.replay.Model;
import dev.wq.replay.Percentiles;
import dev.wq.replay.WhatIfReport;
import dev.wq.replay.WhatIfReport.QueueRow;
import java.io.PrintStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Replays as JSON. The format is a promise, documented in {@link JsonFormat}; fields may be added
 * at the end of an object, never renamed, moved or removed.
 */
final class JsonReport implements AutoCloseable {
  private final JsonGenerator json;

  /** Begins the document; {@link #close} ends it and leaves {@code out} open. */
  JsonReport(PrintStream out) {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    json = factory.createGenerator(ObjectWriteContext.empty(), out);
    json.writeStartObject();
    json.writeArrayPropertyStart("recordings");
  }

  @Override
  public void close() {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }

  void add(Replayed replayed) {
    Fidelity full = replayed.fidelity();
    json.writeStartObject();
    json.writeStringProperty("file", replayed.file());
    json.writeStringProperty("mode", replayed.mode());
    lines(replayed.recording().report().lines());
    json.writeObjectPropertyStart("executions");
    json.writeNumberProperty("recorded", full.counted());
    json.writeNumberProperty("predicted", full.predicted());
    json.writeEndObject();
    starts(full);
    workers(replayed);
    json.writeArrayPropertyStart("pools");
    full.pools().forEach(this::pool);
    json.writeEndArray();
    json.writeObjectPropertyStart("cpuUs");
    micros("recorded", full.cpu().recorded());
    micros("predicted", full.cpu().predicted());
    json.writeEndObject();
    json.writeArrayPropertyStart("late");
    replayed.report().late().forEach(execution -> late(replayed, execution));
    json.writeEndArray();
    WhatIfReport whatIf = replayed.whatIf();
    if (whatIf != null) {
      whatIf(whatIf);
    }
    json.writeEndObject();
  }

  private void whatIf(WhatIfReport report) {
    json.writeObjectPropertyStart("whatIf");
    json.writeStringProperty("changes", report.whatIf().toString());
    json.writeBooleanProperty("userTasksCompete", report.competing());
    json.writeNumberProperty("waitsInVain", report.waitsInVain());
    json.writeArrayPropertyStart("queues");
    report.queues().forEach(this::whatIf);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void whatIf(QueueRow row) {
    json.writeStartObject();
    json.writeStringProperty("name", row.queue());
    json.writeNumberProperty("executions", row.executions());
    json.writeObjectPropertyStart("latencyUs");
    percentiles("recorded", row.latency().recorded());
    percentiles("predicted", row.latency().before());
    percentiles("whatIf", row.latency().after());
    json.writeEndObject();
    json.writeNumberProperty("better", row.better());
    json.writeNumberProperty("worse", row.worse());
    json.writeEndObject();
  }

  private void lines(LineCount lines) {
    json.writeObjectPropertyStart("lines");
    json.writeNumberProperty("total", lines.total());
    json.writeNumberProperty("used", lines.used());
    json.writeNumberProperty("ignored", lines.header() + lines.ignored());
    json.writeEndObject();
  }

  private void starts(Fidelity full) {
    json.writeObjectPropertyStart("order");
    json.writeNumberProperty("lis", full.order());
    json.writeNumberProperty("neighbours", full.neighbours());
    json.writeEndObject();
    json.writeObjectPropertyStart("startErrorUs");
    micros("p50", full.startError().p50());
    micros("p95", full.startError().p95());
    json.writeEndObject();
    json.writeObjectPropertyStart("latencyUs");
    percentiles("recorded", full.latency().recorded());
    percentiles("predicted", full.latency().predicted());
    json.writeEndObject();
  }

  private void percentiles(String name, Percentiles latency) {
    json.writeObjectPropertyStart(name);
    micros("p50", latency.p50());
    micros("p95", latency.p95());
    micros("p99", latency.p99());
    json.writeEndObject();
  }

  private void workers(Replayed replayed) {
    Fidelity full = replayed.fidelity();
    Fidelity nocm = replayed.fidelity(Model.NOCM);
    json.writeObjectPropertyStart("wakeups");
    json.writeNumberProperty("recorded", full.wakeups().recorded());
    json.writeNumberProperty("predicted", full.wakeups().predicted());
    json.writeNumberProperty("nocm", nocm.wakeups().predicted());
    json.writeNumberProperty("serial", replayed.fidelity(Model.SERIAL).wakeups().predicted());
    json.writeEndObject();
    json.writeObjectPropertyStart("sameWorker");
    json.writeNumberProperty("predicted", full.sameWorker());
    json.writeNumberProperty("nocm", nocm.sameWorker());
    json.writeEndObject();
  }

  private void pool(PoolRow pool) {
    Pair<Fidelity.InFlight> inFlight = pool.inFlight();
    json.writeStartObject();
    json.writeStringProperty("name", pool.pool());
    counts("peakInFlight", inFlight.recorded().peak(), inFlight.predicted().peak());
    counts("workers", pool.workers().recorded(), pool.workers().predicted());
    json.writeEndObject();
  }

  private void counts(String name, long recorded, long predicted) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("recorded", recorded);
    json.writeNumberProperty("predicted", predicted);
    json.writeEndObject();
  }

  private void late(Replayed replayed, int index) {
    Execution execution = replayed.recording().executions().get(index);
    json.writeStartObject();
    json.writeStringProperty("work", execution.work().hex());
    json.writeStringProperty("function", execution.function());
    json.writeStringProperty("queue", execution.queue());
    micros("latencyUs", replayed.full().latency(index));
    json.writeArrayPropertyStart("because");
    for (Because because : replayed.because(index)) {
      json.writeStartObject();
      json.writeStringProperty("what", because.what());
      micros("us", because.nanos());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void micros(String name, long nanos) {
    json.writeNumberProperty(name, Figures.exactMicros(nanos));
  }
}
