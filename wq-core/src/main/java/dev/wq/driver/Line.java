package dev.wq.driver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one submitter has queued in one queue, oldest first. One that moves has a line in each queue
 * that it has used.
 */
/*
 * Who posts enters the line, looks whether it is retired, and leaves when the item is pushed. It is drained only when it is retired,
 * nobody is in it and everything has ended. So after a retirement nothing slips in behind the drain: not what a move would
 * then start before it, nor what a close would not have cancelled. The line of a queue itself is never retired, and nobody
 * has to enter it.
 *
 * The ends of the list are in an object of their own, which is replaced now and then: it is young while items come in. A young
 * submission that is stored in an old object costs a fence of the collector (G1) each time, more than all else that is done
 * for an item here.
 */
final class Line<T> {
  private static final int FRESH_FOR = 32; // items that are added to the same ends
  private static final VarHandle ENTERED;

  static {
    try {
      ENTERED = MethodHandles.lookup().findVarHandle(Line.class, "entered", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The two ends of the list. */
  private static final class Ends<T> {
    @Nullable Submission<T> first; // P
    @Nullable Submission<T> last; // P: null if first is
    int added; // P: since they were fresh

    Ends(@Nullable Submission<T> first, @Nullable Submission<T> last) {
      this.first = first;
      this.last = last;
    }
  }

  // I: set once  P: the pump of the queue
  final Submitter<T> submitter; // I
  final QueueState<T> queue; // I
  private volatile @Nullable Line<T> earlier; // of another queue, has to drain first -> null
  private volatile @Nullable Line<T> later; // null -> which waits for this one to be empty
  private volatile boolean retired; // false -> true: nothing more is posted to it
  private volatile boolean dropped; // false -> true: what is queued is not wanted
  private volatile boolean overdue; // false -> true: what is in progress is to be ended by a reset
  private volatile boolean drained; // false -> true by the pump: retired, and everything has ended
  private volatile int entered; // n -> n+1 -> n: how many are posting to it now
  private Ends<T> ends = new Ends<>(null, null); // P
  int linked; // P: in this list or at the head of the queue
  int running; // P: in progress
  boolean filed; // P: whether it is among those that take turns

  Line(Submitter<T> submitter, QueueState<T> queue, @Nullable Line<T> earlier) {
    this.submitter = submitter;
    this.queue = queue;
    this.earlier = earlier;
  }

  // ---- anybody's

  /** The caller is about to post; false if nothing more is posted to it. */
  boolean enter() {
    queue.host.point();
    ENTERED.getAndAdd(this, 1);
    if (retired) {
      leave();
      return false;
    }
    return true;
  }

  void leave() {
    queue.host.point();
    ENTERED.getAndAdd(this, -1);
    if (retired) {
      queue.bell.wake();
    }
  }

  /** Which has to drain first, null if that is done. */
  @Nullable Line<T> earlier() {
    Line<T> before = earlier;
    if (before != null && before.isEnded()) {
      earlier = null;
      return null;
    }
    return before;
  }

  boolean isEnded() {
    return drained || queue.isClosed();
  }

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

  // ---- the pump's

  boolean isEntered() {
    return entered > 0;
  }

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
    return ends.first == null;
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
    Ends<T> mine = freshEnds();
    if (mine.last == null) {
      mine.first = submission;
    } else {
      mine.last.next = submission;
    }
    mine.last = submission;
  }

  private Ends<T> freshEnds() {
    if (ends.added++ == FRESH_FOR) {
      ends = new Ends<>(ends.first, ends.last);
    }
    return ends;
  }

  @Nullable Submission<T> first() {
    return ends.first;
  }

  /** Takes the first one out. */
  void removeFirst() {
    Submission<T> gone = ends.first;
    if (gone != null) {
      ends.first = gone.next;
      gone.next = null;
      ends.last = ends.first == null ? null : ends.last;
    }
  }

  /** All, as a chain; the line is empty. */
  @Nullable Submission<T> takeAll() {
    Submission<T> all = ends.first;
    ends.first = null;
    ends.last = null;
    return all;
  }

  /** Whether its first one has to wait for something other than the device. */
  boolean isBlocked() {
    Submission<T> head = ends.first;
    return earlier() != null || (head != null && head.terms != null && head.terms.unmet > 0);
  }
}
