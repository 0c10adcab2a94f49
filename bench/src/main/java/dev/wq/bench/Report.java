package dev.wq.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all rounds together say: the table for people, and every single figure as JSON. */
record Report(Settings settings, List<Row> rows, List<Round> rounds) {
  static Report of(Settings settings, List<Measure> measures, List<Round> rounds) {
    List<Row> rows = measures.stream().map(measure -> Row.of(measure, rounds)).toList();
    return new Report(settings, rows, rounds);
  }

  String markdown() {
    return Table.markdown(rows) + "\n" + footnote() + "\n";
  }

  private String footnote() {
    return "%d rounds%s, every figure from a JVM of its own; Java %s, %d CPUs, %s %s. A result is noisy where the control, fixed work on all CPUs, strayed more than %.0f %% from its median."
        .formatted(
            rounds.size(),
            settings.quick() ? " (quick, for a look only)" : "",
            Runtime.version(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Row.DRIFT_LIMIT * 100);
  }

  void writeJson(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json() + "\n");
  }

  String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("java", Runtime.version().toString());
    root.put("cpus", Runtime.getRuntime().availableProcessors());
    root.put("quick", settings.quick());
    root.put("rows", rows.stream().map(Report::rowFields).toList());
    root.put("rounds", rounds.stream().map(Report::roundFields).toList());
    return Json.write(root);
  }

  private static Map<String, Object> rowFields(Row row) {
    Measure measure = row.measure();
    Subject peer = measure.peer();
    Sample theirs = row.peer();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("measure", measure.title());
    fields.put("unit", measure.reading().unit);
    fields.put("oursSubject", measure.ours().name());
    fields.put("peerSubject", peer == null ? "" : peer.name());
    fields.put("ours", figures(row.ours()));
    fields.put("peer", theirs == null ? Map.of() : figures(theirs));
    fields.put("kind", measure.goal().kind().name());
    fields.put("median", row.compared().median());
    fields.put("min", row.compared().min());
    fields.put("max", row.compared().max());
    fields.put("target", measure.goal().limit());
    fields.put("drift", row.drift());
    fields.put("result", row.verdict());
    return fields;
  }

  private static Map<String, Object> roundFields(Round round) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Subject subject : round.subjects()) {
      Map<String, Object> figures = figures(round.sample(subject));
      figures.put("controlMs", round.control(subject));
      fields.put(subject.name(), figures);
    }
    return fields;
  }

  private static Map<String, Object> figures(Sample sample) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("value", sample.value());
    figures.put("cpuNs", sample.cpuNs());
    figures.put("bytes", sample.bytes());
    figures.put("heapMb", sample.heapMb());
    return figures;
  }
}
