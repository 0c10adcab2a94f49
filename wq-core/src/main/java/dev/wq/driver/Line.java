package dev.wq.driver;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one submitter has posted to one queue and the driver does not have: first in, first out.
 * Everything here is the pump's, but for the move to another queue.
 */
final class Line<T> {
  final Pump<T> pump; // I
  final Submitter<T> submitter; // I
  volatile @Nullable Line<T> movedTo; // null -> the line of its submitter on another queue
  volatile @Nullable Line<T>
      before; // the line that its submitter has left -> null when all of it has ended

  // P: of the pump
  private @Nullable Submission<T> head;
  private @Nullable Submission<T> tail;
  @Nullable Priority ring; // where the line stands, null: nowhere

  Line(Pump<T> pump, Submitter<T> submitter, @Nullable Line<T> before) {
    this.pump = pump;
    this.submitter = submitter;
    this.before = before;
  }

  void addLast(Submission<T> submission) {
    submission.next = null;
    if (tail == null) {
      head = submission;
    } else {
      tail.next = submission;
    }
    tail = submission;
  }

  void addFirst(Submission<T> submission) {
    submission.next = head;
    head = submission;
    if (tail == null) {
      tail = submission;
    }
  }

  /** The first that has not ended; unlinks those before it. */
  @Nullable Submission<T> first() {
    while (head != null && !head.isQueued()) {
      removeFirst();
    }
    return head;
  }

  void removeFirst() {
    Submission<T> gone = head;
    if (gone != null) {
      head = gone.next;
      gone.next = null;
      tail = head == null ? null : tail;
    }
  }

  boolean isEmpty() {
    return first() == null;
  }

  /** Unlinks what has ended. */
  void sweep() {
    Submission<T> all = head;
    head = null;
    tail = null;
    while (all != null) {
      Submission<T> following = all.next;
      if (all.isQueued()) {
        addLast(all);
      } else {
        all.next = null;
      }
      all = following;
    }
  }

  /** Takes all of it out. */
  void drain(Consumer<Submission<T>> sink) {
    Submission<T> all = head;
    head = null;
    tail = null;
    while (all != null) {
      Submission<T> following = all.next;
      all.next = null;
      sink.accept(all);
      all = following;
    }
  }
}
