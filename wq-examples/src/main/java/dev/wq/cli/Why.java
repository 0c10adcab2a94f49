package dev.wq.cli;

import dev.wq.replay.Because;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The reasons of one work: the longest ones, and what remains in one line, so that they add up. */
final class Why {
  private static final int REASONS = 6;

  private Why() {}

  static void print(Console console, List<Because> reasons) {
    List<Because> longest = new ArrayList<>(reasons);
    longest.sort(Comparator.comparingLong(Because::nanos).reversed());
    int shown = longest.size() > REASONS ? REASONS - 1 : longest.size();
    for (Because because : longest.subList(0, shown)) {
      print(console, because.nanos(), because.what());
    }
    if (shown < longest.size()) {
      List<Because> rest = longest.subList(shown, longest.size());
      long nanos = rest.stream().mapToLong(Because::nanos).sum();
      print(console, nanos, rest.size() + " other reasons");
    }
  }

  private static void print(Console console, long nanos, String what) {
    console.out().println("    %9s  %s".formatted(Figures.time(nanos), what));
  }
}
