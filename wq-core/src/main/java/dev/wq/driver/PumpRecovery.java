package dev.wq.driver;

import dev.wq.driver.Completion.Status;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a pump does when the device does not: reset, fault, ban; and the calls that may fail. */
abstract class PumpRecovery<T> extends PumpLists<T> {
  private static final System.Logger LOG = System.getLogger("dev.wq");

  private final long runLimit; // nanoseconds, 0: none
  boolean powered; // an item was accepted, and the device not stopped since
  boolean disturbed; // false -> true: what is in progress was changed by a reset

  PumpRecovery(QueueState<T> queue) {
    super(queue);
    this.runLimit = queue.attrs.runLimit().toNanos();
  }

  /** A call whose failure is only told. */
  @FunctionalInterface
  private interface Call {
    void run() throws Exception;
  }

  private void call(String what, Call call) {
    try {
      call.run();
    } catch (Throwable thrown) {
      host.point(); // a simulation that is over unwinds the pump here
      counts.add(Counts.DRIVER_ERRORS, 1);
      LOG.log(System.Logger.Level.WARNING, what + " of the driver of " + queue + " failed", thrown);
    }
  }

  final void stop(Device<T> device) {
    powered = false;
    call("stop", device.driver::stop);
  }

  final void cancel(Device<T> device, Submission<T> submission) {
    call("cancel", () -> device.driver.cancel(submission.item()));
  }

  // ---- run limits

  final boolean hasLimit() {
    return runLimit > 0;
  }

  final void startLimit(Submission<T> submission) {
    if (hasLimit()) {
      submission.at = host.nanoTime() + runLimit;
    }
  }

  final void resetOverdue(Device<T> device) {
    if (!hasLimit() || current.isEmpty()) {
      return;
    }
    long now = host.nanoTime();
    disturbed = false;
    for (int i = 0; i < current.size() && !disturbed; i++) {
      Submission<T> s = current.get(i);
      if (s.at - now <= 0) {
        timedOut(device, s);
      }
    }
  }

  private void timedOut(Device<T> device, Submission<T> guilty) {
    ResetAnswer answer = reset(device, guilty);
    if (answer == ResetAnswer.STILL_RUNNING) {
      startLimit(guilty);
    } else if (answer == ResetAnswer.RESET) {
      Throwable why = new TimeoutException(guilty + " took longer than " + queue.attrs.runLimit());
      afterReset(guilty, new Completion(Status.TIMED_OUT, why), null);
      blame(guilty.ownLine().submitter);
    }
  }

  // ---- reset

  /** Ends {@code guilty} so, for which the device has to be reset. */
  final void recover(Device<T> device, Submission<T> guilty, Completion how) {
    recover(device, guilty, how, null);
  }

  /** Ends everything that is in progress so. */
  final void recoverAll(Device<T> device, Completion how) {
    recover(device, current.getFirst(), how, how);
  }

  private void recover(
      Device<T> device, Submission<T> guilty, Completion how, @Nullable Completion others) {
    ResetAnswer answer = reset(device, guilty);
    if (answer == ResetAnswer.RESET) {
      afterReset(guilty, how, others);
    } else if (answer != null) {
      fault(device, badAnswer(answer + " to the reset that " + guilty + " needs"));
    }
  }

  /** Null if it has thrown, and the queue is faulted. */
  private @Nullable ResetAnswer reset(Device<T> device, Submission<T> guilty) {
    try {
      return Objects.requireNonNull(device.driver.reset(guilty.item()), "answer of reset");
    } catch (Throwable thrown) {
      host.point();
      fault(device, thrown);
      return null;
    }
  }

  final IllegalStateException badAnswer(String what) {
    return new IllegalStateException(
        "the driver of '%s' has answered %s".formatted(queue.attrs.name(), what));
  }

  private void afterReset(
      Submission<T> guilty, Completion ofGuilty, @Nullable Completion ofOthers) {
    disturbed = true;
    counts.add(Counts.RESETS, 1);
    for (Submission<T> s : List.copyOf(current).reversed()) {
      if (s == guilty) {
        end(s, ofGuilty);
      } else if (ofOthers != null) {
        end(s, ofOthers);
      } else {
        giveBack(s, true);
      }
    }
  }

  private void blame(Submitter<T> submitter) {
    if (submitter.blame(queue.attrs.banAfter())) {
      for (Line<T> line : queue.lines()) {
        if (line.submitter == submitter) {
          endLine(line, new Completion(Status.FAILED, submitter.banned()));
        }
      }
    }
  }

  /** The device can't be used any more: everything fails, and the driver is off. */
  private void fault(Device<T> device, Throwable cause) {
    disturbed = true;
    queue.fault(cause);
    Completion how = new Completion(Status.FAILED, cause);
    List.copyOf(current).forEach(s -> end(s, how));
    endQueued(how);
    afterFault();
    device.takeOff();
    queue.detached(device);
  }

  private void afterFault() {
    queue.space.renew();
    powered = false; // it can't even be stopped
    queue.engage(false);
  }

  /** The pump itself has failed, where no call of the driver is to blame: a fault. */
  final void breakOff(Throwable broken) {
    LOG.log(System.Logger.Level.ERROR, "the pump of " + queue + " failed", broken);
    queue.fault(broken);
    endBroken(new Completion(Status.FAILED, broken));
    afterFault();
    Device<T> device = queue.device();
    if (device != null) {
      device.takeOff();
      queue.detached(device);
    }
  }
}
