package dev.wq.sim;

import java.util.List;

/** Rides as a suppressed exception on what a body threw: which run it was and how that ended. */
final class RunNote extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_LINES = 40;

  RunNote(Outcome outcome) {
    super(text(outcome), null, false, false);
  }

  private static String text(Outcome outcome) {
    List<String> lines = outcome.log();
    return "in "
        + outcome.plan().title()
        + ", its log:\n  "
        + String.join("\n  ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }
}
