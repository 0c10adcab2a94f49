package dev.wq.driver;

import org.jspecify.annotations.Nullable;

/**
 * What one submitter has queued in one queue, oldest first. One that moves has a line in each queue
 * that it has used.
 */
final class Line<T> {
  // I: set once  P: the pump of the queue
  final Submitter<T> submitter; // I
  final QueueState<T> queue; // I
  private final @Nullable Line<T> earlier; // I: which has to be empty first, in another queue
  private volatile @Nullable Line<T> later; // null -> which waits for this one to be empty
  private volatile boolean retired; // false -> true: nothing more is posted to it
  private volatile boolean dropped; // false -> true: what is queued is not wanted
  private volatile boolean overdue; // false -> true: what is in progress is to be ended by a reset
  private volatile boolean drained; // false -> true by the pump: retired, and everything has ended
  private @Nullable Submission<T> first; // P
  private @Nullable Submission<T> last; // P
  int linked; // P: in this list or at the head of the queue
  int running; // P: in progress
  boolean filed; // P: whether it is among those that take turns

  Line(Submitter<T> submitter, QueueState<T> queue, @Nullable Line<T> earlier) {
    this.submitter = submitter;
    this.queue = queue;
    this.earlier = earlier;
  }

  // ---- anybody's

  /** Nothing more is posted to it; {@code after} takes up what follows. */
  void retire(@Nullable Line<T> after) {
    later = after;
    retired = true;
    queue.lineNews();
  }

  void drop() {
    dropped = true;
    queue.lineNews();
  }

  void insist() {
    overdue = true;
    queue.lineNews();
  }

  boolean isDrained() {
    return drained;
  }

  // ---- the pump's

  boolean isRetired() {
    return retired;
  }

  boolean isDropped() {
    return dropped;
  }

  boolean isOverdue() {
    return overdue;
  }

  boolean isEmpty() {
    return first == null;
  }

  /** Everything of it has ended. */
  void drain() {
    drained = true;
    Line<T> after = later;
    if (after != null) {
      after.queue.bell.wake();
    }
  }

  void add(Submission<T> submission) {
    submission.next = null;
    if (last == null) {
      first = submission;
    } else {
      last.next = submission;
    }
    last = submission;
  }

  @Nullable Submission<T> first() {
    return first;
  }

  /** Takes the first one out. */
  void removeFirst() {
    Submission<T> gone = first;
    if (gone != null) {
      first = gone.next;
      gone.next = null;
      last = first == null ? null : last;
    }
  }

  /** All, as a chain; the line is empty. */
  @Nullable Submission<T> takeAll() {
    Submission<T> all = first;
    first = null;
    last = null;
    return all;
  }

  /** Whether its first one has to wait for something other than the device. */
  boolean isBlocked() {
    Submission<T> head = first;
    return (earlier != null && !earlier.drained)
        || (head != null && head.terms != null && head.terms.unmet > 0);
  }
}
