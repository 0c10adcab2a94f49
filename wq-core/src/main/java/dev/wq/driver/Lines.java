package dev.wq.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a queue that are not empty, in a ring for each priority; of the pump. Lines of a
 * ring take turns; one whose first item can't start yet is passed over.
 */
final class Lines<T> {
  private final Map<Priority, ArrayDeque<Line<T>>> rings = new EnumMap<>(Priority.class);
  private @Nullable Submission<T> refused; // goes before all others

  Lines() {
    for (Priority priority : Priority.values()) {
      rings.put(priority, new ArrayDeque<>());
    }
  }

  private ArrayDeque<Line<T>> ring(Priority priority) {
    ArrayDeque<Line<T>> ring = rings.get(priority);
    if (ring == null) {
      throw new AssertionError(priority);
    }
    return ring;
  }

  /** At the end of its line. */
  void add(Submission<T> submission) {
    submission.line().addLast(submission);
    enter(submission.line());
  }

  /** Back at the head of its line. */
  void addBack(Submission<T> submission) {
    submission.line().addFirst(submission);
    enter(submission.line());
  }

  /** Back at the head of its line, and before all other lines. */
  void addRefused(Submission<T> submission) {
    addBack(submission);
    refused = submission;
  }

  private void enter(Line<T> line) {
    if (line.ring == null) {
      Priority now = line.submitter.priority();
      line.ring = now;
      ring(now).addLast(line);
    }
  }

  /** Every line goes to the ring of the priority that its submitter has now. */
  void rearrange() {
    List<Line<T>> all = lines();
    rings.values().forEach(ArrayDeque::clear);
    for (Line<T> line : all) {
      line.ring = null;
      enter(line);
    }
  }

  private List<Line<T>> lines() {
    List<Line<T>> all = new ArrayList<>();
    rings.values().forEach(all::addAll);
    return all;
  }

  /** The item that is to be posted next, still in its line; null if none can start. */
  @Nullable Submission<T> next() {
    Submission<T> again = refused;
    if (again != null && again.isQueued()) {
      return again;
    }
    refused = null;
    for (ArrayDeque<Line<T>> ring : rings.values()) {
      Submission<T> next = next(ring);
      if (next != null) {
        return next;
      }
    }
    return null;
  }

  private @Nullable Submission<T> next(ArrayDeque<Line<T>> ring) {
    for (int left = ring.size(); left > 0; left--) {
      Line<T> line = ring.getFirst();
      Submission<T> first = line.first();
      if (first != null && Dependencies.allow(first) && first.isQueued()) {
        return first;
      }
      ring.removeFirst();
      if (first == null || line.isEmpty()) {
        line.ring = null;
      } else {
        ring.addLast(line);
      }
    }
    return null;
  }

  /** Takes out what {@link #next} has answered; its line goes behind the others. */
  void remove(Submission<T> next) {
    Line<T> line = next.line();
    line.removeFirst();
    refused = null;
    Priority priority = line.ring;
    if (priority != null) {
      ArrayDeque<Line<T>> ring = ring(priority);
      if (ring.size() > 1 || line.isEmpty()) {
        ring.remove(line);
        line.ring = null;
        if (!line.isEmpty()) {
          enter(line);
        }
      }
    }
  }

  boolean isEmpty() {
    for (ArrayDeque<Line<T>> ring : rings.values()) {
      for (Line<T> line : ring) {
        if (!line.isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }

  void sweep() {
    lines().forEach(Line::sweep);
  }

  /** Takes everything out, in the order of the priorities. */
  void drain(Consumer<Submission<T>> sink) {
    lines().forEach(line -> line.drain(sink));
    refused = null;
  }

  /** Takes out what {@code submitter} has here. */
  void drain(Submitter<T> submitter, Consumer<Submission<T>> sink) {
    lines().stream().filter(line -> line.submitter == submitter).forEach(line -> line.drain(sink));
  }
}
