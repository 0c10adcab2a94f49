package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import dev.wq.driver.Completion.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The one thread of a queue that calls its driver. */
/*
 * The pump waits on one bell. Everybody else says what he wants by a field of QueueState or of a Submission, Line or Device and
 * rings; see there for who may step where. A round looks at everything once, in this order, and the pump sleeps after a round that leaves
 * nothing to be done at once, until the bell or the nearest instant (recall, refusal, run limit, deadline, linger).
 *
 *   take in    inbound into the lines; dependencies, deadlines, what is refused by now
 *   ask        cancel what is unwanted, once; poll what was kicked, is recalled, or was cancelled; reset what is overdue
 *   post       while there are credits: the front, then the line whose turn it is
 *   finish     stop the device, let the driver go, give space back, close, tell those who wait for any of it
 *
 * The lists have no lock since the pump alone has them. A submission is in exactly one place: inbound, its line, the front,
 * in progress; one that the driver ends while it is posted goes from its line to its end, without a stay in any list (see Line
 * for what a store of a young submission costs). The front is what goes before all lines: refused items and those that a reset has given back, in their old
 * order, and a batch while it gathers. An item that is cancelled while it is queued stays where it is, ended, until it is
 * come by, or until half of all are such; then all of them are swept out. So a cancellation costs a constant time, and cancelled
 * ones do not pile up in a queue that is suspended.
 *
 * The device. engaged (QueueState) is set before the first posting of a busy period and cleared after stop; powered says that
 * something was accepted since the last stop, so stop is called once per period: when nothing is in progress and nothing
 * can be posted, because there is nothing, the queue is suspended, or the driver leaves. A refused item and a batch that
 * lingers count as something to post.
 *
 * A reset ends the guilty item and gives the others back, those that are unwanted excepted, which end. During the reset and in every
 * other callback the lists are consistent, so a callback may post, cancel, kick and suspend; what it says is looked at in
 * the next round. A reset that throws is a fault: everything ends, new space is made, and the driver is off; only then can
 * another be attached, which ends the fault.
 *
 * A failure outside of any call of the driver, such as an item whose toString throws in a message, or too little memory, is a
 * fault too. It may have left a submission between two lists, and counts that do not add up; so everything that can be reached
 * is ended whatever its state, and the lists begin anew. If it comes during a close, the queue is closed then and there.
 *
 * The end. A queue that is empty seals its inbound stack. If that fails somebody has posted meanwhile, and the item is
 * worked off with the driver that is still there. After the seal the driver goes and the state is CLOSED: then all that
 * anybody can wait for holds for good, and the pump ends.
 *
 * Why a thread of its own and not a work: it would take a turn of a worker for each round, and a driver may stay in a native call.
 */
final class Pump<T> extends PumpPosting<T> {
  private final List<Line<T>> retiring = new ArrayList<>(); // seen as retired, not drained
  private final List<T> leftovers = new ArrayList<>(); // what a close has cancelled
  private final Runnable atEnd;
  private boolean closing;

  Pump(QueueState<T> queue, Runnable atEnd) {
    super(queue);
    this.atEnd = atEnd;
  }

  void run() {
    while (!queue.isClosed()) {
      try {
        if (!round()) {
          sleep();
        }
      } catch (Throwable broken) {
        host.point(); // a simulation that is over unwinds the pump here
        breakOff(broken);
        endBrokenClose();
      }
    }
  }

  /** What a close has cancelled; once the queue is closed. */
  List<T> leftovers() {
    return List.copyOf(leftovers);
  }

  private void sleep() {
    long next = nextInstant();
    try {
      if (next == Waiter.NEVER) {
        queue.bell.await();
      } else {
        queue.bell.await(Duration.ofNanos(Math.max(0, next - host.nanoTime())));
      }
    } catch (InterruptedException ofNobody) {
      host.point(); // an interrupt of the pump by its driver says nothing
    }
  }

  private long nextInstant() {
    long next = nextDeadline();
    Device<T> device = queue.device();
    if (device == null) {
      return next;
    }
    if (mayPost(device)) {
      next = earlier(next, nextPosting());
    }
    if (!current.isEmpty()) {
      next = earlier(next, recall.due());
      for (int i = 0; hasLimit() && i < current.size(); i++) {
        next = earlier(next, current.get(i).at);
      }
    }
    return next;
  }

  // ---- one round

  /** Looks at everything once; true to look again at once. */
  private boolean round() {
    boolean kicked = queue.takeKick();
    boolean lineNews = queue.takeLineNews();
    if (lineNews) {
      noteRetired();
    }
    takeIn();
    if (lineNews) {
      lookAtLines();
    }
    settleDependencies();
    expire();
    Device<T> device = queue.device();
    if (device != null) {
      serve(device, kicked);
    }
    return finish();
  }

  private void serve(Device<T> device, boolean kicked) {
    if (kicked && refused.isSet()) {
      refused.hurry(host.nanoTime());
    }
    ask(device, kicked);
    resetOverdue(device);
    post(device);
  }

  /** Cancels and polls what is in progress. */
  private void ask(Device<T> device, boolean kicked) {
    if (current.isEmpty()) {
      recall.clear();
      return;
    }
    boolean due = recall.isSet() && recall.isDue(host.nanoTime());
    disturbed = false;
    for (int i = 0; i < current.size() && !disturbed; ) {
      Submission<T> s = current.get(i);
      ask(device, s, kicked, due);
      if (i < current.size() && current.get(i) == s) {
        i++;
      }
    }
    recallAgain(due);
  }

  private void ask(Device<T> device, Submission<T> submission, boolean kicked, boolean due) {
    boolean asks = submission.askOnce();
    if (asks) {
      cancel(device, submission);
    }
    if (asks || kicked || (due && submission.isRecalled())) {
      poll(device, submission, kicked);
    }
    if (submission.isOverdue()) {
      Throwable why =
          new TimeoutException(
              submission + " was not cancelled within " + queue.attrs.closeTimeout());
      recover(device, submission, new Completion(Status.CANCELLED, why));
    }
  }

  private void poll(Device<T> device, Submission<T> submission, boolean kicked) {
    counts.add(Counts.POLLS, 1);
    counts.add(Counts.RECALLS, kicked ? 0 : 1);
    DriverPoll answer;
    try {
      answer = device.driver.poll(submission.item());
      if (answer == null || answer == DriverPoll.REFUSED) {
        throw badAnswer(answer + " to a poll of " + submission);
      }
    } catch (Throwable thrown) {
      threw(device, submission, thrown);
      return;
    }
    Completion end = completion(answer);
    if (end == null) {
      submission.recall(answer == DriverPoll.PENDING_POLL_AGAIN);
    } else {
      end(submission, end);
    }
  }

  private void recallAgain(boolean due) {
    boolean wanted = false;
    for (int i = 0; i < current.size() && !wanted; i++) {
      wanted = current.get(i).isRecalled();
    }
    if (!wanted) {
      recall.clear();
    } else if (due || !recall.isSet()) {
      recall.again(host.nanoTime());
    }
  }

  // ---- lines

  private void noteRetired() {
    for (Line<T> line : queue.lines()) {
      if (line.isRetired() && !retiring.contains(line)) {
        retiring.add(line);
      }
    }
  }

  private void lookAtLines() {
    lines.refile();
    for (Line<T> line : queue.lines()) {
      if (line.isDropped()) {
        endLine(line, Completion.CANCELLED);
        current.stream().filter(s -> s.line == line).forEach(Submission::cancel);
      }
      if (line.isOverdue()) {
        resetFor(line);
      }
    }
  }

  private void resetFor(Line<T> line) {
    Device<T> device = queue.device();
    for (Submission<T> s : List.copyOf(current)) {
      if (s.line == line && device != null && current.contains(s)) {
        Throwable why = new TimeoutException(line.submitter + " is closed");
        recover(device, s, new Completion(Status.CANCELLED, why));
      }
    }
  }

  private void drainLines() {
    if (!retiring.isEmpty()) {
      sweep();
      retiring.removeIf(line -> {
        boolean drained = isDrained(line);
        if (drained) {
          drain(line);
        }
        return drained;
      });
    }
  }

  /** In this order: who was posting a moment ago has put its item into inbound. */
  private boolean isDrained(Line<T> line) {
    return line.earlier() == null
        && !line.isEntered()
        && !queue.hasInbound()
        && line.linked == 0
        && line.running == 0;
  }

  private void drain(Line<T> line) {
    line.drain();
    queue.lines().remove(line);
  }

  /** A close that fails again and again would never end. */
  private void endBrokenClose() {
    if (queue.ending() != QueueState.OPEN && queue.seal()) {
      queue.lines().forEach(this::drain);
      queue.busy(false);
      queue.end(QueueState.CLOSED);
      queue.tellWatchers();
    }
  }

  // ---- the end of a round

  private boolean finish() {
    sweepIfMany();
    Device<T> device = queue.device();
    if (device != null) {
      calm(device);
    }
    queue.space.settle();
    if (queue.ending() != QueueState.OPEN) {
      close(queue.ending());
    }
    drainLines();
    if (isEmpty() && !queue.hasInbound()) {
      queue.busy(false);
    }
    queue.tellWatchers();
    return more || queue.hasInbound();
  }

  /** Stops the device if there is nothing for it to do, and lets go of the driver if it leaves. */
  private void calm(Device<T> device) {
    if (device.isForced() && !current.isEmpty()) {
      Throwable why = new IllegalStateException("the driver was taken off");
      recoverAll(device, new Completion(Status.FAILED, why));
    }
    if (!current.isEmpty() || queue.device() != device) {
      return;
    }
    if (!mayPost(device) || (!ready && !queue.hasInbound() && !queue.hasSettled())) {
      if (powered) {
        stop(device);
      }
      queue.engage(false);
    }
    if (!powered && device.takeOffIfLeaving()) {
      queue.detached(device);
    }
  }

  private void close(int level) {
    if (!closing) {
      closing = true;
      queue.space.renew();
    }
    Device<T> device = queue.device();
    if (level >= QueueState.FORCED || device == null || !mayPost(device)) {
      leftovers.addAll(endQueued(Completion.CANCELLED));
    }
    if (level >= QueueState.FORCED) {
      List.copyOf(current).forEach(Submission::cancel);
    }
    if (level >= QueueState.RESETTING && device != null && !current.isEmpty()) {
      Throwable why = new TimeoutException(queue + " is closed");
      recoverAll(device, new Completion(Status.CANCELLED, why));
    }
    if (isEmpty()) {
      shut();
    }
  }

  @Override
  void end(Submission<T> submission, Completion how) {
    if (queue.ending() >= QueueState.FORCED && !how.isCompleted()) {
      leftovers.add(submission.item());
    }
    super.end(submission, how);
  }

  /** Everything has ended: lets nothing more in, and the driver go. */
  private void shut() {
    if (!queue.seal()) {
      return;
    }
    Device<T> device = queue.device();
    if (device != null) {
      if (powered) {
        stop(device);
      }
      queue.engage(false);
      device.takeOff();
      queue.detached(device);
    }
    queue.busy(false);
    queue.lines().forEach(this::drain);
    atEnd.run();
    queue.end(QueueState.CLOSED);
  }
}
