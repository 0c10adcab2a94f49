package dev.wq.cli;

import dev.wq.replay.Fidelity;
import dev.wq.replay.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The figures of fidelity, a row each: the recording's, the full model's, each baseline's. */
final class MetricsTable {
  private static final String NOTHING = "-";

  private final Map<Model, Fidelity> fidelity;
  private final Table table;

  MetricsTable(Replayed replayed) {
    fidelity = replayed.report().fidelity();
    List<String> heads = new ArrayList<>(List.of("", "recorded"));
    fidelity.keySet().forEach(model -> heads.add(model.toString()));
    table = new Table(1, heads.toArray(String[]::new));
    fill(replayed.fidelity());
  }

  void print(Console console) {
    table.print(console, console.out()::println);
  }

  private void fill(Fidelity recorded) {
    row("runs, each exactly once", recorded.counted(), Fidelity::predicted);
    row("order kept", NOTHING, f -> Figures.share(f.order()));
    row("neighbours kept", NOTHING, f -> Figures.share(f.neighbours()));
    row("start error p50, us", NOTHING, f -> Figures.micros(f.startError().p50()));
    row("start error p95, us", NOTHING, f -> Figures.micros(f.startError().p95()));
    row("latency p50, us", f -> f.latency().map(l -> Figures.micros(l.p50())));
    row("latency p95, us", f -> f.latency().map(l -> Figures.micros(l.p95())));
    row("latency p99, us", f -> f.latency().map(l -> Figures.micros(l.p99())));
    row("latency max, us", f -> f.latency().map(l -> Figures.micros(l.max())));
    row("wake-ups of idle workers", Fidelity::wakeups);
    row("changes of worker", Fidelity::workerChanges);
    row("same worker as recorded", NOTHING, f -> Figures.share(f.sameWorker()));
    row("CPU time of the works, us", f -> f.cpu().map(Figures::micros));
  }

  private void row(String name, Function<Fidelity, ? extends Fidelity.Pair<?>> figure) {
    Object recorded = figure.apply(fidelity.values().iterator().next()).recorded();
    row(name, recorded, figure.andThen(Fidelity.Pair::predicted));
  }

  private void row(String name, Object recorded, Function<Fidelity, ?> figure) {
    List<Object> cells = new ArrayList<>(List.of(name, recorded));
    fidelity.values().forEach(f -> cells.add(String.valueOf(figure.apply(f))));
    table.row(cells.toArray());
  }
}
