package dev.wq.replay;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How often each event occurred, by the number of its name. */
final class EventTally {
  private static final int NAMED = 4;

  private final Symbols symbols;
  private long total;
  private long[] counts = new long[64];

  EventTally(Symbols symbols) {
    this.symbols = symbols;
  }

  void add(int symbol) {
    total++;
    if (symbol >= counts.length) {
      counts = Arrays.copyOf(counts, 2 * symbol);
    }
    counts[symbol]++;
  }

  boolean isEmpty() {
    return total == 0;
  }

  /** The most frequent of the wanted events, as {@code sched_switch (12), irq_entry (3)}. */
  String most(IntPredicate wanted) {
    return IntStream.range(0, counts.length)
        .filter(i -> counts[i] > 0 && wanted.test(i))
        .boxed()
        .sorted(Comparator.comparingLong(i -> -counts[i]))
        .limit(NAMED)
        .map(i -> symbols.text(i) + " (" + counts[i] + ")")
        .collect(Collectors.joining(", "));
  }
}
