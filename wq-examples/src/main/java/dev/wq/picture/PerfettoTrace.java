package dev.wq.picture;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** A picture in the trace-event format of Chrome, which ui.perfetto.dev opens. */
public final class PerfettoTrace {
  private PerfettoTrace() {}

  /**
   * Writes {@code picture} as JSON in UTF-8: a process for the recording and one for each column,
   * events in order of time. Leaves {@code out} open.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Picture picture, OutputStream out) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("displayTimeUnit", "ns");
      json.writeObjectPropertyStart("otherData");
      json.writeStringProperty("recording", picture.name());
      json.writeStringProperty("kernel", picture.recording().report().header().kernel());
      json.writeEndObject();
      json.writeArrayPropertyStart("traceEvents");
      events(picture, new TraceEvents(json));
      json.writeEndArray();
      json.writeEndObject();
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  private static void events(Picture picture, TraceEvents out) {
    List<Feed> feeds = new ArrayList<>();
    List<Band> bands = Band.of(picture);
    for (int i = 0; i < bands.size(); i++) {
      BandEvents events = new BandEvents(out, bands.get(i), picture, i);
      events.names();
      feeds.addAll(events.feeds());
    }
    Feed.merge(feeds);
  }
}
