package dev.wq.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Which queueing an execution answers.
 *
 * A work is queued again only when it is not pending. So when several queueings of a work have no
 * start yet, all but the latest were taken back in between, by mod_delayed_work or by a cancel;
 * neither is in a recording. At a start the latest one runs and the earlier ones are taken back.
 *
 * One race breaks this: a worker takes the work off its list, which clears PENDING, somebody queues
 * it again, and only then the worker writes its start. Two queueings are followed by two starts, and
 * the rule above calls the first one taken back and leaves the second start without a queueing. That
 * second start gives it away: it follows with no queueing of its own, right after a start of the same
 * work and function that took something back. Then the two are sorted out afterwards: the earlier
 * start gets the earlier queueing, the later start the later one (swapped).
 *
 * A pointer names a work only together with its function, because freed memory is used again; the
 * events of activation had no function on older kernels, so they go to the oldest queueing of the
 * pointer that is not yet activated.
 */

/** Pairs queueings with starts, pointer by pointer. */
final class Queueings {
  private final LongTable<Pointer> pointers = new LongTable<>();
  private final List<Queueing> takenBack = new ArrayList<>();
  private int works;
  private int swapped;

  /** All that is known of one pointer. */
  private static final class Pointer {
    final List<TracedWork> works = new ArrayList<>(1);

    /** Queued and not started, oldest first. */
    final List<Queueing> pending = new ArrayList<>(2);

    /** The last start, if it took {@link #doubtful} back. */
    @Nullable Execution taker;

    @Nullable Queueing doubtful;
  }

  TracedWork work(long pointer, String function) {
    Pointer known = pointers.computeIfAbsent(pointer, p -> new Pointer());
    for (TracedWork work : known.works) {
      if (work.function().equals(function)) {
        return work;
      }
    }
    TracedWork work = new TracedWork(works++, pointer, function);
    known.works.add(work);
    return work;
  }

  private Pointer pointer(TracedWork work) {
    return pointers.computeIfAbsent(work.pointer(), p -> new Pointer());
  }

  void queued(Queueing queueing) {
    pointer(queueing.work).pending.add(queueing);
  }

  /**
   * The queueing that was activated, or null. The latest: an older one that was never activated was
   * taken back while it waited for that.
   */
  @Nullable Queueing activated(long work, long nanos) {
    Pointer pointer = pointers.get(work);
    if (pointer == null) {
      return null;
    }
    Queueing latest = pointer.pending.isEmpty() ? null : pointer.pending.getLast();
    if (latest == null || latest.activatedAt >= 0) {
      return null;
    }
    latest.activatedAt = nanos;
    return latest;
  }

  /** Finds the queueing of an execution that starts. */
  void started(Execution execution) {
    Pointer pointer = pointer(execution.work);
    Queueing latest = removeLatest(pointer, execution.work);
    if (latest != null) {
      execution.queueing = latest;
      Queueing older = takeBack(pointer, latest);
      pointer.taker = older == null ? null : execution;
      pointer.doubtful = older;
    } else {
      swap(pointer, execution);
    }
  }

  private static @Nullable Queueing removeLatest(Pointer pointer, TracedWork work) {
    for (int i = pointer.pending.size() - 1; i >= 0; i--) {
      if (pointer.pending.get(i).work == work) {
        return pointer.pending.remove(i);
      }
    }
    return null;
  }

  /** Takes back the earlier queueings of the work of {@code latest}; answers the last of them. */
  private @Nullable Queueing takeBack(Pointer pointer, Queueing latest) {
    Queueing last = null;
    for (Queueing queueing : pointer.pending) {
      if (queueing.work == latest.work) {
        takenBack.add(queueing);
        if (last != null) {
          last.takenBackAt = queueing.at;
        }
        last = queueing;
      }
    }
    if (last != null) {
      last.takenBackAt = latest.at;
      pointer.pending.removeIf(q -> q.work == latest.work);
    }
    return last;
  }

  private void swap(Pointer pointer, Execution execution) {
    Execution taker = pointer.taker;
    Queueing doubtful = pointer.doubtful;
    if (taker == null || doubtful == null || taker.work != execution.work) {
      return;
    }
    takenBack.remove(doubtful);
    doubtful.takenBackAt = -1;
    execution.queueing = taker.queueing;
    taker.queueing = doubtful;
    pointer.taker = null;
    pointer.doubtful = null;
    swapped++;
  }

  /** Starts and queueings that were sorted out afterwards. */
  int swapped() {
    return swapped;
  }

  /** In the order in which they were found to be taken back. */
  List<Queueing> takenBack() {
    return takenBack;
  }

  /** What was never started, in order of queueing. */
  List<Queueing> pending() {
    List<Queueing> all = new ArrayList<>();
    pointers.forEach(pointer -> all.addAll(pointer.pending));
    all.sort(Comparator.comparingLong(q -> q.line));
    return all;
  }
}
