package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import dev.wq.driver.Completion.Status;
import dev.wq.host.Host;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where a pump has its submissions: in lines, at the front, in progress. All of it is the pump's
 * alone.
 */
abstract class PumpLists<T> {
  private static final int SPARE_DEADLINES = 64;

  final QueueState<T> queue; // I
  final Host host; // I
  final Counts counts; // I
  final Lines<T> lines = new Lines<>(this::unlinked);

  /** What is posted before all lines: a batch that gathers, and what the device has given back. */
  final ArrayDeque<Submission<T>> front = new ArrayDeque<>();

  /** In progress, in the order in which they were posted. */
  final List<Submission<T>> current = new ArrayList<>();

  private final PriorityQueue<Submission<T>> deadlines =
      new PriorityQueue<>((a, b) -> Long.signum(deadline(a) - deadline(b)));
  private @Nullable Submission<T> stranded; // taken from inbound when the pump broke
  private final boolean measured;
  private long posted;
  private long deadEnded; // ended by the pump while linked
  private long deadUnlinked; // of these and of the cancelled ones, unlinked
  int used; // credits of those in progress

  PumpLists(QueueState<T> queue) {
    this.queue = queue;
    this.host = queue.host;
    this.counts = queue.counts;
    this.measured = queue.attrs.isMeasured();
  }

  // ---- in

  /** Takes what was posted into the lines. */
  final void takeIn() {
    if (!queue.hasInbound()) {
      return;
    }
    queue.busy(true);
    Submission<T> rest = queue.takeInbound();
    try {
      while (rest != null) {
        Submission<T> s = rest;
        rest = s.next;
        s.next = null;
        s.number(++posted);
        takeIn(s);
      }
    } catch (Throwable broken) {
      stranded = rest;
      throw broken;
    }
    counts.set(Counts.POSTED, posted);
  }

  private void takeIn(Submission<T> submission) {
    Line<T> line = submission.ownLine();
    line.linked++;
    Completion refusal = submission.isDone() ? null : refusal(line);
    if (refusal != null) {
      endUnlinked(submission, refusal);
    } else if (submission.isDone()) {
      unlinked(submission);
    } else {
      lines.add(submission);
      if (submission.terms != null) {
        takeInTerms(submission, submission.terms);
      }
    }
  }

  /** How what is posted to {@code line} has to end at once. */
  private @Nullable Completion refusal(Line<T> line) {
    Throwable fault = queue.faultCause();
    if (fault != null) {
      return new Completion(Status.FAILED, fault);
    }
    if (line.submitter.isBanned()) {
      return new Completion(Status.FAILED, line.submitter.banned());
    }
    return line.isDropped() ? Completion.CANCELLED : null;
  }

  private void takeInTerms(Submission<T> submission, Terms terms) {
    if (terms.deadline != Waiter.NEVER) {
      deadlines.add(submission);
    }
    for (Submission<?> awaited : terms.takeAfter()) {
      Dependency<T> dependency = new Dependency<>(submission, awaited);
      if (awaited.isDone()) {
        settled(dependency);
      } else {
        terms.unmet++;
        awaited.tell(dependency);
      }
    }
  }

  /** Looks at what others waited for and what has ended. */
  final void settleDependencies() {
    EndWaiter rest = queue.takeSettled();
    while (rest != null) {
      EndWaiter below = rest.below;
      @SuppressWarnings("unchecked") // pushed by QueueState.settle alone
      Dependency<T> dependency = (Dependency<T>) rest;
      Terms terms = dependency.waits.terms;
      if (terms != null) {
        terms.unmet--;
      }
      settled(dependency);
      rest = below;
    }
  }

  private void settled(Dependency<T> dependency) {
    Completion failure = dependency.failure();
    if (failure != null && dependency.waits.endQueued(failure)) {
      counts.add(Counts.FAILED, 1);
      counts.add(Counts.FREED, 1);
      deadEnded++;
    }
  }

  // ---- in progress

  /**
   * The item is the driver's from now on, and has to be listed if it does not end at once; false if
   * it was cancelled.
   */
  final boolean begin(Submission<T> submission) {
    if (!submission.begin()) {
      unlinked(submission);
      return false;
    }
    Line<T> line = submission.ownLine();
    line.linked--;
    line.running++;
    if (measured && current.isEmpty()) {
      counts.set(Counts.BUSY_SINCE, host.nanoTime());
    }
    used += submission.credits();
    counts.set(Counts.IN_PROGRESS, current.size() + 1);
    return true;
  }

  /** It stays in progress. */
  final void list(Submission<T> submission) {
    if (!submission.listed) {
      submission.listed = true;
      current.add(submission);
    }
  }

  /** The driver has taken it. */
  final void accepted(Submission<T> submission) {
    counts.add(Counts.ACCEPTED, 1);
    if (measured) {
      counts.waited(host.nanoTime() - submission.at);
    }
  }

  private void unlist(Submission<T> submission) {
    if (submission.listed) {
      submission.listed = false;
      current.remove(current.lastIndexOf(submission));
    }
  }

  private void leave(Submission<T> submission) {
    unlist(submission);
    submission.ownLine().running--;
    used -= submission.credits();
    counts.set(Counts.IN_PROGRESS, current.size());
    if (measured && current.isEmpty()) {
      counts.add(Counts.BUSY, host.nanoTime() - counts.get(Counts.BUSY_SINCE));
    }
  }

  void end(Submission<T> submission, Completion how) {
    leave(submission);
    counts.ended(how.status());
    counts.add(Counts.FREED, 1);
    submission.endCurrent(how);
  }

  /** It is the first to be posted again; ends if it is unwanted. */
  final void giveBack(Submission<T> submission, boolean began) {
    leave(submission);
    if (submission.giveBack()) {
      submission.ownLine().linked++;
      submission.at = measured ? host.nanoTime() : 0;
      front.addFirst(submission);
      return;
    }
    counts.add(began ? Counts.CANCELLED_RUNNING : Counts.WITHDRAWN, 1);
    counts.add(Counts.FREED, 1);
    submission.endCurrent(Completion.CANCELLED);
  }

  // ---- the end of queued ones

  /** It ends without having begun; it is in no list any more. */
  final boolean endUnlinked(Submission<T> submission, Completion how) {
    boolean mine = submission.endQueued(how);
    if (mine) {
      submission.ownLine().linked--;
      counts.add(how.status() == Status.FAILED ? Counts.FAILED : Counts.WITHDRAWN, 1);
      counts.add(Counts.FREED, 1);
    } else {
      unlinked(submission);
    }
    return mine;
  }

  /** One that had ended already is in no list any more. */
  private void unlinked(Submission<T> submission) {
    submission.ownLine().linked--;
    deadUnlinked++;
  }

  /** Ends all that is queued in {@code line}; answers the items. */
  final List<T> endLine(Line<T> line, Completion how) {
    List<T> ended = new ArrayList<>();
    List<Submission<T>> mine = front.stream().filter(s -> s.line == line).toList();
    front.removeIf(s -> s.line == line);
    mine.forEach(s -> endInto(ended, s, how));
    Submission<T> rest = lines.takeAll(line);
    while (rest != null) {
      Submission<T> after = rest.next;
      rest.next = null;
      endInto(ended, rest, how);
      rest = after;
    }
    return ended;
  }

  private void endInto(List<T> ended, Submission<T> submission, Completion how) {
    if (endUnlinked(submission, how)) {
      ended.add(submission.item());
    }
  }

  final List<T> endQueued(Completion how) {
    List<T> ended = new ArrayList<>();
    for (Line<T> line : queue.lines()) {
      ended.addAll(endLine(line, how));
    }
    return ended;
  }

  /** Ends everything so, wherever an error of the pump itself has left it. */
  final void endBroken(Completion how) {
    counts.set(Counts.POSTED, posted);
    List<Submission<T>> all = new ArrayList<>(current);
    all.addAll(front);
    for (Line<T> line : queue.lines()) {
      addChain(all, lines.takeAll(line));
      line.linked = 0;
      line.running = 0;
    }
    addChain(all, stranded);
    current.clear();
    front.clear();
    stranded = null;
    used = 0;
    counts.set(Counts.IN_PROGRESS, 0);
    deadUnlinked = counts.ofCancelledQueued() + deadEnded;
    for (Submission<T> s : all) {
      if (s.endBroken(how)) {
        counts.add(Counts.FAILED, 1);
        counts.add(Counts.FREED, 1);
      }
    }
  }

  private static <T> void addChain(List<Submission<T>> all, @Nullable Submission<T> first) {
    for (Submission<T> s = first; s != null; s = s.next) {
      all.add(s);
    }
  }

  /** Unlinks cancelled ones when they are many, so that each costs a constant time. */
  final void sweepIfMany() {
    long dead = counts.ofCancelledQueued() + deadEnded - deadUnlinked;
    if (dead > 0 && dead * 2 >= lines.size() + front.size()) {
      sweep();
    }
  }

  final void sweep() {
    lines.sweep(queue.lines());
    for (int left = front.size(); left > 0; left--) {
      Submission<T> s = front.removeFirst();
      if (s.isDone()) {
        unlinked(s);
      } else {
        front.addLast(s);
      }
    }
  }

  /** The first of the front, null if there is none. */
  final @Nullable Submission<T> firstOfFront() {
    for (Submission<T> s = front.peekFirst(); s != null; s = front.peekFirst()) {
      if (!s.isDone()) {
        return s;
      }
      front.removeFirst();
      unlinked(s);
    }
    return null;
  }

  final boolean isEmpty() {
    return current.isEmpty() && front.isEmpty() && lines.size() == 0;
  }

  // ---- deadlines

  private static long deadline(Submission<?> submission) {
    return submission.terms == null ? Waiter.NEVER : submission.terms.deadline;
  }

  /** Cancels what is wanted no longer. */
  final void expire() {
    for (Submission<T> s = deadlines.peek(); s != null; s = deadlines.peek()) {
      if (!s.isDone() && deadline(s) - host.nanoTime() > 0) {
        break;
      }
      deadlines.poll();
      s.cancel();
    }
    if (deadlines.size() > SPARE_DEADLINES + 2 * (lines.size() + front.size() + current.size())) {
      deadlines.removeIf(Submission::isDone);
    }
  }

  final long nextDeadline() {
    Submission<T> first = deadlines.peek();
    return first == null ? Waiter.NEVER : deadline(first);
  }
}
