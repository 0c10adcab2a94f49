package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import dev.wq.driver.Completion.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a pump gives items to the driver: one by one, or in batches. */
abstract class PumpPosting<T> extends PumpRecovery<T> {
  private static final int AT_ONCE = 64; // postings before the pump looks at everything else
  private static final int QUICK_POLLS = 8;

  final Backoff recall = new Backoff(QUICK_POLLS); // of polls that nobody will kick
  final Backoff refused = new Backoff(0); // of postings
  private final long linger;
  private final int maxBatch;
  private final int depth;
  private long lingerUntil = Waiter.NEVER;
  boolean ready; // something is left that is to be posted sooner or later by itself
  boolean more; // something is left that is to be posted at once

  PumpPosting(QueueState<T> queue) {
    super(queue);
    this.linger = queue.attrs.linger().toNanos();
    this.maxBatch = queue.attrs.maxBatch();
    this.depth = queue.attrs.depth();
  }

  /** Whether the driver may be given anything. */
  final boolean mayPost(Device<T> device) {
    return !queue.isSuspended()
        && !device.isLeaving()
        && queue.faultCause() == null
        && queue.ending() < QueueState.FORCED;
  }

  /** Posts as much as the device takes. */
  final void post(Device<T> device) {
    ready = false;
    more = false;
    for (int i = 0; i < AT_ONCE; i++) {
      Submission<T> first = mayPost(device) ? gather() : null;
      if (first == null) {
        return;
      }
      if (queue.engage(true) && !mayPost(device)) {
        return; // else it was engaged before the look above, and who suspends waits for the stop
      }
      post(device, first);
    }
    ready = true;
    more = true;
  }

  final long nextPosting() {
    return earlier(refused.due(), lingerUntil);
  }

  static long earlier(long a, long b) {
    if (a == Waiter.NEVER || b == Waiter.NEVER) {
      return a == Waiter.NEVER ? b : a;
    }
    return a - b < 0 ? a : b;
  }

  // ---- what comes next

  /** What is to be posted next, the first of its batch; null if that is nothing now. */
  private @Nullable Submission<T> gather() {
    ready = false;
    Submission<T> first = firstOfFront();
    boolean full = true;
    if (maxBatch > 1) {
      full = fill();
      first = firstOfFront();
    } else if (first == null) {
      first = lines.first();
    }
    if (first == null) {
      lingerUntil = Waiter.NEVER;
      refused.clear();
      return null;
    }
    ready = true;
    return isDue(first, full) ? first : null;
  }

  private boolean isDue(Submission<T> first, boolean full) {
    if (first.credits() > depth - used) {
      refused.clear(); // the end of another item comes first
      return false;
    }
    if (refused.isSet()) {
      return refused.isDue(host.nanoTime());
    }
    return full || linger == 0 || isLingerOver();
  }

  private boolean isLingerOver() {
    long now = host.nanoTime();
    if (lingerUntil == Waiter.NEVER) {
      lingerUntil = now + linger;
    }
    return lingerUntil - now <= 0 || queue.ending() != QueueState.OPEN;
  }

  /** Has a batch gather; true if nothing more can be added. */
  private boolean fill() {
    int free = depth - used;
    for (Submission<T> s : front) {
      free -= s.credits();
    }
    while (front.size() < maxBatch) {
      Line<T> line = lines.next();
      Submission<T> first = line == null ? null : line.first();
      if (line == null || first == null) {
        return false;
      }
      if (first.credits() > free) {
        ready = true;
        return true;
      }
      lines.take(line);
      front.addLast(first);
      free -= first.credits();
    }
    return true;
  }

  // ---- posting

  private void post(Device<T> device, Submission<T> first) {
    lingerUntil = Waiter.NEVER;
    if (maxBatch == 1) {
      takeOut(first);
      postOne(device, first);
      return;
    }
    List<Submission<T>> batch = beginBatch();
    if (!batch.isEmpty()) {
      postBatch(device, batch);
    }
  }

  private void takeOut(Submission<T> first) {
    if (front.peekFirst() == first) {
      front.removeFirst();
    } else {
      lines.take(first.ownLine());
    }
  }

  private void postOne(Device<T> device, Submission<T> submission) {
    if (!begin(submission)) {
      return;
    }
    try {
      postBegun(device, submission);
    } catch (Throwable broken) {
      list(submission);
      throw broken;
    }
  }

  private void postBegun(Device<T> device, Submission<T> submission) {
    DriverPoll answer;
    try {
      answer = device.driver.post(submission.item());
      if (answer == null) {
        throw badAnswer("null to the posting of " + submission);
      }
    } catch (Throwable thrown) {
      list(submission);
      threw(device, submission, thrown);
      return;
    }
    posted(submission, answer);
  }

  private List<Submission<T>> beginBatch() {
    List<Submission<T>> batch = new ArrayList<>();
    while (batch.size() < maxBatch) {
      Submission<T> s = front.peekFirst();
      if (s == null || s.credits() > depth - used) {
        break;
      }
      front.removeFirst();
      if (begin(s)) {
        list(s);
        batch.add(s);
      }
    }
    return batch;
  }

  private void postBatch(Device<T> device, List<Submission<T>> batch) {
    List<DriverPoll> answers;
    try {
      List<T> items = batch.stream().map(Submission::item).toList();
      answers = checked(device.driver.postBatch(items), batch);
    } catch (Throwable thrown) {
      batchThrew(device, batch, thrown);
      return;
    }
    List<Submission<T>> back = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      DriverPoll answer = i < answers.size() ? answers.get(i) : DriverPoll.REFUSED;
      if (answer == DriverPoll.REFUSED) {
        back.add(batch.get(i));
      } else {
        posted(batch.get(i), answer);
      }
    }
    back.reversed().forEach(s -> posted(s, DriverPoll.REFUSED));
  }

  private List<DriverPoll> checked(@Nullable List<DriverPoll> answers, List<Submission<T>> batch) {
    if (answers == null || answers.size() > batch.size()) {
      throw badAnswer(answers + " to the batch " + batch);
    }
    List<DriverPoll> all = new ArrayList<>(answers);
    if (all.contains(null)) {
      throw badAnswer(answers + " to the batch " + batch);
    }
    return all;
  }

  private void batchThrew(Device<T> device, List<Submission<T>> batch, Throwable thrown) {
    host.point();
    Completion how = new Completion(Status.FAILED, thrown);
    Submission<T> first = batch.getFirst();
    recover(device, first, how);
    for (Submission<T> s : batch.subList(1, batch.size())) {
      if (front.remove(s)) {
        endUnlinked(s, how);
      }
    }
  }

  private void posted(Submission<T> submission, DriverPoll answer) {
    if (answer == DriverPoll.REFUSED) {
      counts.add(Counts.REFUSED, 1);
      giveBack(submission, false);
      refused.again(host.nanoTime());
      return;
    }
    powered = true;
    refused.clear();
    accepted(submission);
    Completion end = completion(answer);
    if (end != null) {
      end(submission, end);
      return;
    }
    list(submission);
    startLimit(submission);
    boolean again = answer == DriverPoll.PENDING_POLL_AGAIN;
    submission.recall(again);
    if (again) {
      recall.clear();
      recall.again(host.nanoTime());
    }
  }

  /** A call about {@code submission} has thrown. */
  final void threw(Device<T> device, Submission<T> submission, Throwable thrown) {
    host.point(); // a simulation that is over unwinds the pump here
    recover(device, submission, new Completion(Status.FAILED, thrown));
  }

  /** How an item has ended, null if it has not. */
  static @Nullable Completion completion(DriverPoll answer) {
    if (answer.isPending()) {
      return null;
    }
    if (answer == DriverPoll.COMPLETED) {
      return Completion.COMPLETED;
    }
    return answer == DriverPoll.CANCELLED
        ? Completion.CANCELLED
        : new Completion(Status.FAILED, Objects.requireNonNull(answer.cause()));
  }

  @Override
  void end(Submission<T> submission, Completion how) {
    super.end(submission, how);
    if (refused.isSet()) {
      refused.hurry(host.nanoTime());
    }
  }
}
