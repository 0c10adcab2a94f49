package dev.wq.driver;

import java.util.List;

/** Whether an item may start: what it comes after, and the line that its submitter has left. */
final class Dependencies {
  private Dependencies() {}

  /**
   * Asks, and has the pump looked again when it may; fails an item that never will. By the pump.
   */
  static <T> boolean allow(Submission<T> first) {
    Line<T> line = first.line();
    if (line.before != null) {
      return false;
    }
    List<Submission<?>> after = first.how.after();
    for (int i = first.passed; i < after.size(); i++) {
      Submission<?> other = after.get(i);
      Completion end = other.end();
      if (end == null) {
        return awaitsOther(first, other, i);
      }
      if (!end.isCompleted()) {
        line.pump.failed(first, other, end);
        return false;
      }
      first.passed = i + 1;
      first.awaiting = false;
    }
    return true;
  }

  private static boolean awaitsOther(Submission<?> first, Submission<?> other, int index) {
    first.passed = index;
    if (!first.awaiting) {
      first.awaiting = true;
      if (!other.tell(new Kick(first.line().pump))) {
        first.awaiting = false;
        first.line().pump.ring();
      }
    }
    return false;
  }

  private static final class Kick extends Submission.Waiting {
    private final Pump<?> pump;

    Kick(Pump<?> pump) {
      this.pump = pump;
    }

    @Override
    public void wake() {
      pump.ring();
    }
  }
}
