package dev.wq.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.SimMachine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A driver that keeps books of what it is asked, and says at once when that can't be right. */
final class LedgerDriver implements Driver<String> {
  /** How its items end. */
  enum Way {
    /** At the posting. */
    AT_ONCE,
    /** At the second poll; nobody kicks. */
    POLLED,
    /** By an interrupt, on a thread of its own. */
    KICKED,
    /** Never, unless cancelled. */
    HANGS
  }

  private final SimMachine machine;
  private final DriverQueue<String> queue;
  private final Way way;
  final List<String> posted = new ArrayList<>();
  final List<String> cancels = new ArrayList<>();
  private final List<String> held = new ArrayList<>(); // in progress
  private final List<String> polled = new ArrayList<>();
  private final Set<String> done = new HashSet<>();
  private final Set<String> unwanted = new HashSet<>();
  private boolean isInside;
  private boolean isBusy; // since the last stop

  LedgerDriver(SimMachine machine, DriverQueue<String> queue, Way way) {
    this.machine = machine;
    this.queue = queue;
    this.way = way;
  }

  int inProgress() {
    return held.size();
  }

  boolean holds(String item) {
    return held.contains(item);
  }

  private void enter() {
    assertFalse(isInside, "two calls at a time");
    isInside = true;
    machine.point();
    isInside = false;
  }

  @Override
  public DriverPoll post(String item) {
    enter();
    assertFalse(held.contains(item), () -> item + " posted twice");
    posted.add(item);
    isBusy = true;
    if (way == Way.AT_ONCE) {
      return DriverPoll.COMPLETED;
    }
    held.add(item);
    if (way == Way.KICKED) {
      machine.thread("interrupt of " + item, () -> finish(item));
    }
    return way == Way.POLLED ? DriverPoll.PENDING_POLL_AGAIN : DriverPoll.PENDING;
  }

  /** The device has done it. */
  void finish(String item) {
    done.add(item);
    queue.kick();
  }

  @Override
  public DriverPoll poll(String item) {
    enter();
    assertTrue(held.contains(item), () -> "asked about " + item + ", which is not in progress");
    boolean twice = way == Way.POLLED && polled.contains(item);
    polled.add(item);
    if (unwanted.contains(item)) {
      return end(item, DriverPoll.CANCELLED);
    }
    if (done.contains(item) || twice) {
      return end(item, DriverPoll.COMPLETED);
    }
    return way == Way.POLLED ? DriverPoll.PENDING_POLL_AGAIN : DriverPoll.PENDING;
  }

  private DriverPoll end(String item, DriverPoll how) {
    held.remove(item);
    return how;
  }

  @Override
  public void cancel(String item) {
    enter();
    assertTrue(held.contains(item), () -> "cancel of " + item + ", which is not in progress");
    assertFalse(cancels.contains(item), () -> "second cancel of " + item);
    cancels.add(item);
    if (!done.contains(item)) {
      unwanted.add(item);
    }
  }

  @Override
  public void stop() {
    enter();
    assertEquals(List.of(), held, "stopped in the middle");
    assertTrue(isBusy, "stopped twice");
    isBusy = false;
  }

  @Override
  public ResetAnswer reset(String overdue) {
    enter();
    held.clear();
    return ResetAnswer.RESET;
  }

  // ---- the books

  /** Everything that was accepted has ended, once, and all counts agree. */
  static void audit(
      DriverQueue<String> queue, Collection<Submission<String>> accepted, LedgerDriver... drivers)
      throws InterruptedException {
    for (Submission<String> submission : accepted) {
      Completion end = submission.await();
      assertEquals(end, submission.await(), "it ends in two ways");
      auditItem(submission, end, drivers);
    }
    auditCounts(queue.stats(), accepted);
    for (LedgerDriver driver : drivers) {
      assertEquals(0, driver.inProgress(), "left with a driver");
    }
  }

  private static void auditItem(
      Submission<String> submission, Completion end, LedgerDriver... drivers) {
    String item = submission.item();
    int times = 0;
    boolean wasAsked = false;
    for (LedgerDriver driver : drivers) {
      times += (int) driver.posted.stream().filter(item::equals).count();
      wasAsked |= driver.cancels.contains(item);
    }
    switch (end.status()) {
      case COMPLETED -> assertEquals(1, times, () -> submission + " done");
      case CANCELLED -> assertEquals(wasAsked ? 1 : 0, times, () -> submission + " cancelled");
      case FAILED, TIMED_OUT -> assertTrue(times >= 1, () -> submission + " " + end);
    }
  }

  private static void auditCounts(DriverStats s, Collection<Submission<String>> accepted) {
    assertEquals(accepted.size(), s.posted(), s::toString);
    assertEquals(0, s.queued() + s.inProgress(), s::toString);
    assertEquals(count(accepted, Completion.Status.COMPLETED), s.completed(), s::toString);
    assertEquals(
        count(accepted, Completion.Status.CANCELLED),
        s.cancelledQueued() + s.cancelledRunning(),
        s::toString);
    assertEquals(count(accepted, Completion.Status.FAILED), s.failed(), s::toString);
    assertEquals(count(accepted, Completion.Status.TIMED_OUT), s.timedOut(), s::toString);
    assertEquals(0, s.driverErrors(), s::toString);
  }

  private static long count(Collection<Submission<String>> accepted, Completion.Status status) {
    return accepted.stream()
        .filter(submission -> submission.poll().orElseThrow().status() == status)
        .count();
  }
}
