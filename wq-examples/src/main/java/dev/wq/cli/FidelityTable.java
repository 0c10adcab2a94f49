package dev.wq.cli;

import dev.wq.replay.Fidelity;
import dev.wq.replay.Fidelity.PoolRow;
import dev.wq.replay.Model;
import dev.wq.replay.Percentiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of many recordings in Markdown, a row per model, and then the targets. */
final class FidelityTable {
  private static final int LEAST_RUNS = 20; // of a pool that is shown

  private final Output out;
  private final List<List<Target.Verdict>> verdicts = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  FidelityTable(Output out) {
    this.out = out;
  }

  void begin() {
    row(
        "recording",
        "mode",
        "model",
        "runs",
        "order kept",
        "neighbours kept",
        "start error us p50/p95",
        "latency us p50/p95/p99, recorded",
        "predicted",
        "wake-ups, recorded/predicted",
        "changes of worker, recorded/predicted (same worker)",
        "in flight peak (mean), workers per pool, recorded/predicted");
    row("---", "---", "---", "--:", "--:", "--:", "--:", "--:", "--:", "--:", "--:", "---");
  }

  void add(Replayed replayed) {
    String name = name(replayed.file());
    for (Map.Entry<Model, Fidelity> entry : replayed.report().fidelity().entrySet()) {
      model(name, replayed.mode(), entry.getKey(), entry.getValue());
    }
    out.flush();
    names.add(name);
    verdicts.add(Target.ALL.stream().map(target -> target.judge().apply(replayed)).toList());
  }

  /** The file's name without folders and endings. */
  private static String name(String file) {
    Path last = Path.of(file).getFileName();
    return String.valueOf(last).replaceFirst("(\\.txt)?(\\.gz)?$", "");
  }

  private void model(String name, String mode, Model model, Fidelity f) {
    row(
        name,
        mode,
        model,
        f.counted() + (f.missing() == 0 ? "" : " (-" + f.missing() + ")"),
        Figures.share(f.order()),
        Figures.share(f.neighbours()),
        Figures.micros(f.startError().p50()) + " / " + Figures.micros(f.startError().p95()),
        latency(f.latency().recorded()),
        latency(f.latency().predicted()),
        f.wakeups().recorded() + " / " + f.wakeups().predicted(),
        "%d / %d (%s)"
            .formatted(
                f.workerChanges().recorded(),
                f.workerChanges().predicted(),
                String.format(Locale.ROOT, "%.3f", f.sameWorker())),
        model == Model.BASE ? "" : pools(f));
  }

  private static String latency(Percentiles latency) {
    return Figures.micros(latency.p50())
        + " / "
        + Figures.micros(latency.p95())
        + " / "
        + Figures.micros(latency.p99());
  }

  private static String pools(Fidelity f) {
    return f.pools().stream()
        .filter(pool -> pool.executions() >= LEAST_RUNS)
        .map(FidelityTable::pool)
        .collect(Collectors.joining(", "));
  }

  private static String pool(PoolRow pool) {
    Fidelity.InFlight recorded = pool.inFlight().recorded();
    Fidelity.InFlight predicted = pool.inFlight().predicted();
    return "%s: %d/%d (%s/%s) %d/%d"
        .formatted(
            pool.pool(),
            recorded.peak(),
            predicted.peak(),
            Figures.mean(recorded.mean()),
            Figures.mean(predicted.mean()),
            pool.workers().recorded(),
            pool.workers().predicted());
  }

  /** Who met what: a row per recording, misses in bold, and the totals. */
  void targets() {
    out.println();
    List<Object> heads = new ArrayList<>(List.of("recording"));
    List<Object> ruler = new ArrayList<>(List.of("---"));
    for (Target target : Target.ALL) {
      heads.add(target.words());
      ruler.add("--:");
    }
    row(heads.toArray());
    row(ruler.toArray());
    for (int i = 0; i < verdicts.size(); i++) {
      List<Object> cells = new ArrayList<>(List.of(names.get(i)));
      verdicts.get(i).forEach(v -> cells.add(v.met() ? v.figure() : bold(v.figure())));
      row(cells.toArray());
    }
    out.println();
    for (int target = 0; target < Target.ALL.size(); target++) {
      total(target);
    }
  }

  private void total(int number) {
    Target target = Target.ALL.get(number);
    long met = verdicts.stream().filter(v -> v.get(number).met()).count();
    long missed = verdicts.size() - met;
    out.println(
        "- %s: %s, %d of %d%s"
            .formatted(
                target.words(),
                missed <= target.misses() ? "met" : bold("missed"),
                met,
                verdicts.size(),
                target.misses() == 0 ? "" : " (" + target.misses() + " may miss)"));
  }

  private static String bold(String text) {
    return "**" + text + "**";
  }

  private void row(Object... cells) {
    StringBuilder line = new StringBuilder("|");
    for (Object cell : cells) {
      line.append(' ').append(cell).append(" |");
    }
    out.println(line);
  }
}
