package dev.wq.bench.harness;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table.
 *
 * @param ours what is measured
 * @param peer what it is compared with; null for an absolute figure
 */
public record Measure(String title, Figure ours, @Nullable Figure peer, Goal goal) {

  /** What has to be sampled for it. */
  public Stream<Subject> subjects() {
    return peer == null
        ? Stream.of(ours.subject())
        : Stream.of(ours.subject(), peer.subject()).distinct();
  }

  /** Whether its title or a subject contains {@code text}, whatever the case. */
  public boolean mentions(String text) {
    return contain(Stream.concat(Stream.of(title), subjects().map(Subject::name)), text);
  }

  static boolean contain(Stream<String> names, String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return names.anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
