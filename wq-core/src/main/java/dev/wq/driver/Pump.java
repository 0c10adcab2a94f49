package dev.wq.driver;

import dev.wq.dispatch.Waiter;
import dev.wq.driver.Completion.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

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
      if (!round()) {
        sleep();
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
        throw new IllegalStateException("the driver has answered " + answer + " to a poll");
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
        boolean drained = line.linked == 0 && line.running == 0;
        if (drained) {
          drain(line);
        }
        return drained;
      });
    }
  }

  private void drain(Line<T> line) {
    line.drain();
    queue.lines().remove(line);
  }

  // ---- the end of a round

  private boolean finish() {
    sweepIfMany();
    Device<T> device = queue.device();
    if (device != null) {
      calm(device);
    }
    queue.returnSpace();
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
    if (!mayPost(device) || (!ready && !queue.hasInbound())) {
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
      queue.renewSpace();
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

  private void shut() {
    Device<T> device = queue.device();
    if (device != null) {
      if (powered) {
        stop(device);
      }
      queue.engage(false);
      device.takeOff();
      queue.detached(device);
    }
    if (queue.seal()) {
      queue.busy(false);
      queue.lines().forEach(this::drain);
      atEnd.run();
      queue.end(QueueState.CLOSED);
    }
  }
}
