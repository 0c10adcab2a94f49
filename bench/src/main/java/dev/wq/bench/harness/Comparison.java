package dev.wq.bench.harness;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the rows of one measure: a subject of ours beside each of its peers. */
public final class Comparison {
  private final String title;
  private final Figure ours;
  private final List<Measure> rows = new ArrayList<>();

  private Comparison(String title, Figure ours) {
    this.title = title;
    this.ours = ours;
  }

  /** A measure of {@code ours}, by that figure. */
  public static Comparison of(String title, Subject ours, Reading reading) {
    return new Comparison(title, new Figure(ours, reading));
  }

  /** At least so many times as fast as {@code peer}. */
  public Comparison faster(double times, Subject peer) {
    return add(peer, ours.reading(), Goal.faster(times));
  }

  /** At most so many times the peer's figure. */
  public Comparison ratio(double atMost, Subject peer) {
    return ratio(atMost, peer, ours.reading());
  }

  /** At most so many times another figure of {@code peer}, which may be ours as well. */
  public Comparison ratio(double atMost, Subject peer, Reading reading) {
    return add(peer, reading, Goal.ratio(atMost));
  }

  /** At most so much above the peer's figure. */
  public Comparison above(double atMost, Subject peer) {
    return add(peer, ours.reading(), Goal.above(atMost));
  }

  /** At most so much. */
  public Comparison absolute(double atMost) {
    return add(null, ours.reading(), Goal.absolute(atMost));
  }

  /** Beside {@code peer}, without a target. */
  public Comparison beside(Subject peer) {
    return add(peer, ours.reading(), Goal.ratio(Double.NaN));
  }

  private Comparison add(@Nullable Subject peer, Reading reading, Goal goal) {
    rows.add(new Measure(title, ours, peer == null ? null : new Figure(peer, reading), goal));
    return this;
  }

  public List<Measure> rows() {
    return List.copyOf(rows);
  }

  /** The rows of several measures, one after the other. */
  public static List<Measure> rows(Comparison... comparisons) {
    List<Measure> all = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      all.addAll(comparison.rows);
    }
    return List.copyOf(all);
  }
}
