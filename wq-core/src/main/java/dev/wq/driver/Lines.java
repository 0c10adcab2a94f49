package dev.wq.driver;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is. By the pump alone: lines with something queued, by priority; those of one
 * priority take turns, one item each (Linux: DRM_SCHED_POLICY_RR).
 *
 * <p>A line whose first item waits for other submissions is passed over. One whose first item wants
 * more credits than are free is not: else small ones could keep it waiting for ever.
 */
final class Lines<T> {
  private final ArrayDeque<Line<T>> kernel = new ArrayDeque<>();
  private final ArrayDeque<Line<T>> high = new ArrayDeque<>();
  private final ArrayDeque<Line<T>> normal = new ArrayDeque<>();
  private final ArrayDeque<Line<T>> low = new ArrayDeque<>();
  private final Consumer<Submission<T>> dead; // is told of each that was cancelled and is unlinked
  private int linked;

  Lines(Consumer<Submission<T>> dead) {
    this.dead = dead;
  }

  /** How many are linked, cancelled ones included. */
  int size() {
    return linked;
  }

  void add(Submission<T> submission) {
    Line<T> line = submission.ownLine();
    line.add(submission);
    linked++;
    if (!line.filed) {
      file(line);
    }
  }

  private void file(Line<T> line) {
    line.filed = true;
    turns(line.submitter.priority()).addLast(line);
  }

  private ArrayDeque<Line<T>> turns(Priority priority) {
    return switch (priority) {
      case KERNEL -> kernel;
      case HIGH -> high;
      case NORMAL -> normal;
      case LOW -> low;
    };
  }

  /** Priorities have changed. */
  void refile() {
    ArrayDeque<Line<T>> all = new ArrayDeque<>(kernel);
    all.addAll(high);
    all.addAll(normal);
    all.addAll(low);
    kernel.clear();
    high.clear();
    normal.clear();
    low.clear();
    all.forEach(this::file);
  }

  /** The line whose turn it is, null if none can begin anything. */
  @Nullable Line<T> next() {
    if (linked == 0) {
      return null;
    }
    Line<T> line = next(kernel);
    line = line == null ? next(high) : line;
    line = line == null ? next(normal) : line;
    return line == null ? next(low) : line;
  }

  /** The item whose turn it is, null if none can begin. */
  @Nullable Submission<T> first() {
    Line<T> line = next();
    return line == null ? null : line.first();
  }

  private @Nullable Line<T> next(ArrayDeque<Line<T>> turns) {
    for (int left = turns.size(); left > 0; left--) {
      Line<T> line = turns.getFirst();
      trim(line);
      if (line.isEmpty()) {
        turns.removeFirst();
        line.filed = false;
      } else if (line.isBlocked()) {
        turns.addLast(turns.removeFirst());
      } else {
        return line;
      }
    }
    return null;
  }

  private void trim(Line<T> line) {
    for (Submission<T> s = line.first(); s != null && s.isDone(); s = line.first()) {
      line.removeFirst();
      linked--;
      dead.accept(s);
    }
  }

  /** Takes the first item of the line whose turn it was. */
  void take(Line<T> line) {
    line.removeFirst();
    linked--;
    ArrayDeque<Line<T>> turns = turnsOf(line);
    if (line.isEmpty()) {
      turns.removeFirst();
      line.filed = false;
    } else if (turns.size() > 1) {
      turns.addLast(turns.removeFirst());
    }
  }

  /** The priority may have been changed by now: it is where it was found. */
  private ArrayDeque<Line<T>> turnsOf(Line<T> line) {
    return kernel.peekFirst() == line
        ? kernel
        : high.peekFirst() == line ? high : normal.peekFirst() == line ? normal : low;
  }

  /** All of a line, as a chain; they are linked no longer. */
  @Nullable Submission<T> takeAll(Line<T> line) {
    Submission<T> all = line.takeAll();
    for (Submission<T> s = all; s != null; s = s.next) {
      linked--;
    }
    return all;
  }

  /** Unlinks everything that was cancelled. */
  void sweep(Iterable<Line<T>> lines) {
    for (Line<T> line : lines) {
      Submission<T> rest = takeAll(line);
      while (rest != null) {
        Submission<T> after = rest.next;
        if (rest.isDone()) {
          rest.next = null;
          dead.accept(rest);
        } else {
          line.add(rest);
          linked++;
        }
        rest = after;
      }
    }
  }
}
