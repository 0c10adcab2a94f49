package dev.wq.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What all rounds together say: the table for people, and every single figure as JSON. */
public record Report(Facts facts, Settings settings, List<Row> rows, List<Round> rounds) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** {@code control}: what was measured beside the rounds. */
  public static Report of(
      Settings settings, List<Measure> measures, List<Round> rounds, Control control)
      throws IOException {
    return of(settings, measures, rounds, control.usual());
  }

  static Report of(Settings settings, List<Measure> measures, List<Round> rounds, double usual)
      throws IOException {
    List<Row> rows = measures.stream().map(measure -> Row.of(measure, rounds, usual)).toList();
    return new Report(Facts.here(), settings, rows, rounds);
  }

  /** The table, and under it what was measured where. */
  public String markdown() {
    return Table.markdown(rows) + "\n" + footnote() + "\n";
  }

  private String footnote() {
    return "%s. %d rounds%s, every figure from a JVM of its own. A result is noisy where the control, fixed work on all CPUs, strayed more than %.0f %% from its median even when it was taken again, or where the rounds do not agree on it."
        .formatted(
            facts.sentence(),
            rounds.size(),
            settings.quick() ? " (quick, for a look only)" : "",
            Control.DRIFT_LIMIT * 100);
  }

  /** Table, figures and pictures, into {@code directory}. */
  public void write(Path directory, List<Curve> curves) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("bench.md"), markdown());
    Files.writeString(directory.resolve("bench.json"), json() + "\n");
    for (Curve curve : curves) {
      Picture.write(curve, rounds, directory);
    }
  }

  /** As a later run will read it. */
  public Recorded recorded() {
    return Recorded.parse(json(), "");
  }

  String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("facts", facts);
    root.put("quick", settings.quick());
    root.put("rows", rows.stream().map(Report::fields).toList());
    root.put("rounds", rounds.stream().map(Report::fields).toList());
    return JSON.writeValueAsString(root);
  }

  private static Map<String, Object> fields(Row row) {
    Measure measure = row.measure();
    Figure peer = measure.peer();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("measure", measure.title());
    fields.put("ours", figure(measure.ours(), row.ours()));
    if (peer != null && row.peer() != null) {
      fields.put("peer", figure(peer, row.peer()));
    }
    fields.put("kind", measure.goal().kind().name());
    put(fields, "target", measure.goal().limit());
    put(fields, "median", row.compared().median());
    put(fields, "min", row.compared().min());
    put(fields, "max", row.compared().max());
    put(fields, "drift", row.drift());
    fields.put("result", row.verdict());
    return fields;
  }

  private static Map<String, Object> figure(Figure figure, Sample sample) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("subject", figure.subject().name());
    fields.put("reading", figure.reading().key());
    put(fields, "value", sample.get(figure.reading()));
    return fields;
  }

  private static Map<String, Object> fields(Round round) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Subject subject : round.subjects()) {
      Map<String, Object> figures = new LinkedHashMap<>();
      put(figures, "controlMs", round.control(subject));
      round.sample(subject).figures().forEach((key, value) -> put(figures, key, value));
      fields.put(subject.name(), figures);
    }
    return fields;
  }

  /** A figure that was not measured is left out. */
  private static void put(Map<String, Object> fields, String key, double value) {
    if (Double.isFinite(value)) {
      fields.put(key, value);
    }
  }
}
