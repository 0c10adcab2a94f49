package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The pump's side of the driver: calls it, and knows what is in progress. Everything here is the
 * pump's.
 */
/*
 * What the driver sees. For each item: post; after an answer that it is pending any number of polls, at most one cancel, and
 * then, unless an answer ends it, a reset, its own or that of another item. After any of these ends the item is gone from
 * `current` before its end is told, and nothing of it is called again; one that was lost by the reset of another begins anew
 * with post. Between the first accepted posting and stop the device is busy; stop comes once, when nothing is in progress and
 * nothing is to be posted.
 *
 * When it is asked. A poll needs a reason: a kick, an answer PENDING_POLL_AGAIN (the latest one counts), or a cancel that the
 * driver has just been told of. Without a kick the pauses between polls grow from nothing to a millisecond, so a device without
 * interrupts is served at once when it is fast, and costs little when it is slow. A refused item is posted again after a kick,
 * after an end, or after a pause that grows likewise.
 *
 * Reset. Three ways lead to it: a run limit that is over, a closer that has waited long enough, a call that threw. The item that
 * caused it ends only after the reset, because until then the device may touch its memory. Then nothing is in progress: the other
 * items go back to the heads of their lines, the youngest first, so that they stand in the order in which they were begun. Only
 * the run limit may be extended by the driver; if it answers so to the other two it has not done what was asked for, and that is
 * a fault, as if it had thrown.
 */
final class Device<T> {
  private static final int QUICK_POLLS = 16;
  private static final long SHORTEST_PAUSE = 20_000;
  private static final long LONGEST_PAUSE = 1_000_000;
  private static final long LONGEST_REFUSAL = 100_000_000;

  private final Pump<T> pump;
  private final Host host;
  private final DriverAttrs attrs;
  private final Counts counts;
  private final Driver<T> driver;
  private final List<Submission<T>> current = new ArrayList<>(); // in the order of their begin
  private final long limitNanos;
  private int free; // credits
  private boolean busy; // since the last stop
  private int recalls; // polls in a row without a kick that brought nothing
  private long refusal; // the next pause after a refusal; 0: nothing is refused
  private long retryAt = Waiter.NEVER; // host time
  private long busySince;
  private @Nullable Throwable fault; // null -> what made it unusable

  Device(Pump<T> pump, Driver<T> driver) {
    this.pump = pump;
    this.host = pump.host;
    this.attrs = pump.attrs;
    this.counts = pump.counts;
    this.driver = driver;
    this.free = attrs.depth();
    this.limitNanos = attrs.runLimit().toNanos();
  }

  /** A call of the driver that answers. */
  private interface Call<T> {
    DriverPoll on(Driver<T> driver, T item) throws Exception;
  }

  // ---- asking

  boolean isIdle() {
    return current.isEmpty();
  }

  boolean isBusy() {
    return busy;
  }

  /** What has made it unusable, null if it is not. */
  @Nullable Throwable fault() {
    return fault;
  }

  boolean holds(Predicate<Submission<T>> which) {
    return current.stream().anyMatch(which);
  }

  void forEach(Predicate<Submission<T>> which, java.util.function.Consumer<Submission<T>> then) {
    current.stream().filter(which).toList().forEach(then);
  }

  // ---- post

  /** Posts what can be started. */
  void postAll(Lines<T> lines) {
    boolean more = true;
    while (more && fault == null && free > 0 && !isRefusing()) {
      Submission<T> next = lines.next();
      more = next != null && next.how.credits() <= free;
      if (more && attrs.maxBatch() > 1) {
        more = pump.isBatchDue() && postBatch(lines);
      } else if (more && next != null) {
        lines.remove(next);
        if (next.begin()) {
          post(next);
        }
      }
    }
  }

  private boolean isRefusing() {
    return retryAt != Waiter.NEVER && retryAt - host.nanoTime() > 0;
  }

  private void post(Submission<T> next) {
    enter(next);
    DriverPoll answer = ask(next, Driver::post);
    if (answer == DriverPoll.REFUSED) {
      refused(next);
    } else if (answer != null) {
      accepted(next, answer);
    }
  }

  private boolean postBatch(Lines<T> lines) {
    List<Submission<T>> batch = new ArrayList<>();
    Submission<T> next = lines.next();
    while (next != null && batch.size() < attrs.maxBatch() && next.how.credits() <= free) {
      lines.remove(next);
      if (next.begin()) {
        batch.add(next);
        enter(next);
      }
      next = lines.next();
    }
    pump.batchPosted();
    if (!batch.isEmpty()) {
      answered(batch, askBatch(batch));
    }
    return !batch.isEmpty();
  }

  private @Nullable List<DriverPoll> askBatch(List<Submission<T>> batch) {
    try {
      List<DriverPoll> answers = driver.postBatch(batch.stream().map(Submission::item).toList());
      if (answers.size() > batch.size()) {
        throw new IllegalStateException(
            driver + " gave " + answers.size() + " answers for " + batch.size() + " items");
      }
      return answers;
    } catch (Throwable thrown) {
      broke(batch.getFirst(), thrown);
      return null;
    }
  }

  private void answered(List<Submission<T>> batch, @Nullable List<DriverPoll> answers) {
    if (answers == null) {
      return;
    }
    int taken = 0;
    while (taken < answers.size()
        && answers.get(taken) != DriverPoll.REFUSED
        && current.contains(batch.get(taken))) {
      accepted(batch.get(taken), answers.get(taken));
      taken++;
    }
    for (int i = batch.size() - 1; i >= taken; i--) {
      if (current.contains(batch.get(i))) {
        refused(batch.get(i));
      }
    }
  }

  private void enter(Submission<T> next) {
    if (current.isEmpty() && attrs.isMeasured()) {
      busySince = host.nanoTime();
    }
    if (attrs.isMeasured()) {
      counts.waited(host.nanoTime() - next.postedAt);
    }
    current.add(next);
    counts.inProgress.add(1);
    free -= next.how.credits();
  }

  private void leave(Submission<T> gone) {
    current.remove(gone);
    counts.inProgress.add(-1);
    free += gone.how.credits();
    if (current.isEmpty() && attrs.isMeasured()) {
      counts.busyNanos.add(host.nanoTime() - busySince);
    }
  }

  private void refused(Submission<T> next) {
    counts.refused.add(1);
    leave(next);
    refusal = refusal == 0 ? SHORTEST_PAUSE : Math.min(2 * refusal, LONGEST_REFUSAL);
    retryAt = host.nanoTime() + refusal;
    putBack(next, true);
  }

  private void putBack(Submission<T> item, boolean first) {
    if (item.requeue()) {
      pump.putBack(item, first);
    } else {
      pump.ended(item, Completion.CANCELLED);
    }
  }

  private void accepted(Submission<T> next, DriverPoll answer) {
    counts.accepted.add(1);
    busy = true;
    refusal = 0;
    retryAt = Waiter.NEVER;
    if (answer.isPending() && limitNanos > 0) {
      next.limit = host.nanoTime() + limitNanos;
    }
    take(next, answer);
  }

  /** The driver has answered about an item in progress. */
  private void take(Submission<T> item, DriverPoll answer) {
    if (answer.isPending()) {
      item.recall = answer == DriverPoll.PENDING_POLL_AGAIN;
      return;
    }
    leave(item);
    retryAt = Waiter.NEVER;
    recalls = 0;
    pump.ended(item, completion(answer));
  }

  private static Completion completion(DriverPoll answer) {
    if (answer == DriverPoll.COMPLETED) {
      return Completion.COMPLETED;
    }
    return answer == DriverPoll.CANCELLED
        ? Completion.CANCELLED
        : new Completion(Completion.Status.FAILED, answer.cause());
  }

  private @Nullable DriverPoll ask(Submission<T> item, Call<T> call) {
    try {
      return Objects.requireNonNull(call.on(driver, item.item()), driver + " answered null");
    } catch (Throwable thrown) {
      broke(item, thrown);
      return null;
    }
  }

  // ---- poll and cancel

  /** Tells the driver what is unwanted, and asks about what may have news. */
  void askAll(boolean kicked) {
    boolean recalled = false;
    if (kicked) {
      retryAt = Waiter.NEVER;
      recalls = 0;
    }
    for (Submission<T> item : List.copyOf(current)) {
      boolean news = item.isUnwanted() && !item.told;
      if (news) {
        tellUnwanted(item);
      }
      if ((kicked || news || item.recall) && fault == null && current.contains(item)) {
        recalled |= !kicked && !news;
        poll(item, !kicked && !news);
      }
    }
    recalls = recalled ? recalls + 1 : recalls;
  }

  private void tellUnwanted(Submission<T> item) {
    item.told = true;
    try {
      driver.cancel(item.item());
    } catch (Throwable thrown) {
      pump.driverError("cancel", thrown);
    }
  }

  private void poll(Submission<T> item, boolean recalled) {
    counts.polls.add(1);
    counts.recalls.add(recalled ? 1 : 0);
    DriverPoll answer = ask(item, Driver::poll);
    if (answer == DriverPoll.REFUSED) {
      broke(
          item,
          new IllegalStateException(driver + " answered a poll of " + item + " with " + answer));
    } else if (answer != null) {
      take(item, answer);
    }
  }

  // ---- reset and stop

  /** Resets the device for what is over its limit, or whose closer waits no longer. */
  void resetOverdue() {
    for (Submission<T> item : List.copyOf(current)) {
      if (fault == null && current.contains(item)) {
        if (item.overdue) {
          reset(item, Completion.CANCELLED, false);
        } else if (item.limit != Waiter.NEVER && item.limit - host.nanoTime() <= 0) {
          reset(item, new Completion(Completion.Status.TIMED_OUT, overLimit(item)), true);
        }
      }
    }
  }

  private static Throwable overLimit(Submission<?> item) {
    return new java.util.concurrent.TimeoutException(item + " is over its run limit");
  }

  private void broke(Submission<T> item, Throwable thrown) {
    reset(item, new Completion(Completion.Status.FAILED, thrown), false);
  }

  private void reset(Submission<T> guilty, Completion end, boolean mayGoOn) {
    if (!callReset(guilty, mayGoOn)) {
      if (fault == null) {
        guilty.limit = host.nanoTime() + limitNanos;
      }
      return;
    }
    counts.resets.add(1);
    recalls = 0;
    leave(guilty);
    boolean limitOver = end.status() == Completion.Status.TIMED_OUT;
    pump.ended(guilty, end);
    for (Submission<T> innocent : List.copyOf(current).reversed()) {
      leave(innocent);
      putBack(innocent, false);
    }
    if (limitOver) {
      pump.guilty(guilty.line().submitter);
    }
  }

  /** Whether the device was reset; otherwise it goes on, or is faulted. */
  private boolean callReset(Submission<T> guilty, boolean mayGoOn) {
    try {
      ResetAnswer answer = driver.reset(guilty.item());
      if (answer == ResetAnswer.RESET) {
        return true;
      }
      if (!mayGoOn) {
        throw new IllegalStateException(driver + " was not reset for " + guilty + ": " + answer);
      }
    } catch (Throwable thrown) {
      fault = thrown;
    }
    return false;
  }

  /**
   * Ends everything that is in progress by one reset; what it was reset for does not begin anew.
   */
  void evict(Completion end) {
    if (!current.isEmpty() && callReset(current.getFirst(), false)) {
      counts.resets.add(1);
      endAll(end);
    }
  }

  /** Nothing is in progress any more. */
  void endAll(Completion end) {
    for (Submission<T> item : List.copyOf(current)) {
      leave(item);
      pump.ended(item, end);
    }
  }

  /** Stops the device at the end of a busy period. */
  void rest() {
    if (busy && current.isEmpty()) {
      busy = false;
      try {
        driver.stop();
      } catch (Throwable thrown) {
        pump.driverError("stop", thrown);
      }
    }
  }

  // ---- time

  /** How long the pump may wait, in nanoseconds; 0: not at all. */
  long patience() {
    long wait = Waiter.NEVER;
    boolean recall = false;
    for (int i = 0; i < current.size(); i++) {
      Submission<T> item = current.get(i);
      recall |= item.recall;
      if (item.limit != Waiter.NEVER) {
        wait = Math.min(wait, item.limit - host.nanoTime());
      }
    }
    if (recall) {
      wait = Math.min(wait, pause());
    }
    if (retryAt != Waiter.NEVER && free > 0) {
      wait = Math.min(wait, retryAt - host.nanoTime());
    }
    return Math.max(0, wait);
  }

  private long pause() {
    int slow = recalls - QUICK_POLLS;
    return slow < 0 ? 0 : Math.min(SHORTEST_PAUSE << Math.min(slow, 10), LONGEST_PAUSE);
  }
}
