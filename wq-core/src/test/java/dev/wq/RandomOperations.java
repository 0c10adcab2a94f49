package dev.wq;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.poll.PollSignal;
import dev.wq.poll.TriggerHandler;
import dev.wq.poll.TriggerOutcome;
import dev.wq.poll.TriggeredWork;
import dev.wq.sim.SimMachine;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/** Three threads that do at random what can be done to five works and two queues; and the books. */
final class RandomOperations {
  private static final int THREADS = 3;
  private static final int STEPS = 5;
  private static final int MILLIS = 8; // so long the books are looked at

  private final SimMachine machine;
  private final RandomGenerator random;
  private final RtosQueue ordered;
  private final WorkQueue wide;
  private final List<Book> books = new ArrayList<>();
  private final DelayedWork delayed;
  private final TriggeredWork triggered;
  private final DelayedWork rescheduled;
  private final PollSignal signal = new PollSignal();
  private int armings; // accepted ones

  /** What was asked of one work, and what it did. */
  private static final class Book {
    final Work work;
    int accepted;
    int takenBack;
    int inside; // threads in its function
    int runs;

    Book(Work work) {
      this.work = work;
    }
  }

  RandomOperations(SimMachine machine) {
    this.machine = machine;
    this.random = machine.random();
    this.ordered = machine.rtosQueue(RtosAttrs.named("ordered"));
    this.wide = machine.queue(QueueAttrs.named("wide").maxActive(2));
    for (WorkQueue queue : List.of(ordered, wide)) {
      queue.onFailure((work, _, cause) -> {
        throw new AssertionError(work.name(), cause);
      });
    }
    ordered.onDiscard((work, _) -> bookOf(work).takenBack++);
    ordered.start();
    add(Work.of("plain", () -> run(0)));
    add(Work.of("requeues", () -> run(1)));
    delayed = DelayedWork.of("delayed", () -> run(2));
    add(delayed);
    triggered = TriggeredWork.of("triggered", new Triggered());
    add(triggered);
    rescheduled = DelayedWork.of("rescheduled", () -> run(4));
    add(rescheduled);
  }

  private void add(Work work) {
    books.add(new Book(work));
  }

  private Book bookOf(Work work) {
    return books.stream().filter(book -> book.work == work).findFirst().orElseThrow();
  }

  // ---- the function of all works

  private void run(int index) throws InterruptedException {
    Book book = books.get(index);
    assertEquals(1, ++book.inside, "runs beside itself");
    assertTrue(book.work.busy().contains(BusyFlag.RUNNING), "runs and does not say so");
    book.runs++;
    switch (random.nextInt(4)) {
      case 0 -> machine.sleep(ms(1));
      case 1 -> machine.point();
      case 2 -> requeueOnce(book);
      default -> {}
    }
    book.inside--;
  }

  private void requeueOnce(Book book) {
    if (book.work.name().equals("requeues") && book.runs < 3) {
      submit(book);
    }
  }

  private final class Triggered implements TriggerHandler {
    @Override
    public void fired(TriggerOutcome outcome) throws InterruptedException {
      run(3);
    }

    @Override
    public void refused(TriggeredWork work, SubmitResult why) {
      // idle again, which the books would tell
    }
  }

  // ---- operations

  void go() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(machine.thread("t" + i, this::steps));
    }
    for (int i = 0; i < MILLIS; i++) {
      machine.advance(ms(1));
      lookAround();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    settle();
  }

  private void steps() {
    try {
      for (int i = 0; i < STEPS; i++) {
        step(books.get(random.nextInt(books.size())));
        machine.sleep(ms(random.nextInt(2)));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private WorkQueue anyQueue() {
    return random.nextBoolean() ? ordered : wide;
  }

  private void step(Book book) throws InterruptedException {
    switch (random.nextInt(13)) {
      case 0, 1 -> submit(book);
      case 2 -> takenBack(book, book.work.cancel());
      case 3 -> takenBack(book, book.work.cancelSync());
      case 4 -> book.work.flush();
      case 5 -> disableForAWhile(book);
      case 6 -> endOf(anyQueue());
      case 7 -> arm();
      case 8 -> signal();
      case 9 -> plugForAWhile();
      case 10 -> holdForAWhile();
      case 11 -> reschedule();
      default -> retime();
    }
  }

  private void submit(Book book) {
    if (anyQueue().submit(book.work).isQueued()) {
      book.accepted++;
    }
  }

  private static void takenBack(Book book, boolean was) {
    if (was) {
      book.takenBack++;
    }
  }

  private void disableForAWhile(Book book) throws InterruptedException {
    takenBack(book, random.nextBoolean() ? book.work.disable() : book.work.disableSync());
    machine.point();
    book.work.enable();
  }

  private void endOf(WorkQueue queue) throws InterruptedException {
    if (random.nextBoolean()) {
      queue.drain();
    } else {
      queue.flush();
    }
  }

  private void plugForAWhile() throws InterruptedException {
    ordered.drainAndPlug();
    machine.sleep(ms(random.nextInt(2)));
    ordered.unplug();
  }

  private void holdForAWhile() throws InterruptedException {
    ordered.holdDelayed();
    machine.sleep(ms(random.nextInt(2)));
    ordered.releaseDelayed();
  }

  private void reschedule() {
    try {
      anyQueue().reschedule(rescheduled, ms(random.nextInt(3)));
    } catch (RejectedExecutionException refused) {
      // refused aloud, and nothing has changed
    }
  }

  private void retime() {
    Book book = books.get(2);
    try {
      boolean fresh =
          random.nextBoolean()
              ? anyQueue().enqueueDelayed(delayed, ms(random.nextInt(3)))
              : anyQueue().modDelayed(delayed, ms(random.nextInt(3))) == Armed.NEW;
      book.accepted += fresh ? 1 : 0;
    } catch (RejectedExecutionException refused) {
      // refused aloud, and nothing has changed
    }
  }

  private void arm() {
    if (triggered.arm(anyQueue(), signal.raised()).isAccepted()) {
      armings++;
    }
  }

  private void signal() {
    if (random.nextBoolean()) {
      signal.raise(1);
    } else {
      signal.checkAndReset();
    }
  }

  // ---- the books

  /** Called when nothing can move before the next instant. */
  private void lookAround() {
    long waiting = 0;
    long running = 0;
    for (Book book : books) {
      Set<BusyFlag> busy = book.work.busy();
      assertEquals(book.inside == 1, busy.contains(BusyFlag.RUNNING), book.work::toString);
      running += book.inside;
      waiting += busy.contains(BusyFlag.QUEUED) ? 1 : 0;
      EnumSet<BusyFlag> cancelled = EnumSet.of(BusyFlag.CANCELING);
      assertTrue(
          !busy.containsAll(cancelled) || busy.contains(BusyFlag.RUNNING),
          () -> book.work.name() + " is cancelled and does not run: " + busy);
    }
    assertEquals(
        waiting + running, inQueue(ordered) + inQueue(wide), "on a queue, or running for it");
    assertEquals(delayed.isArmed(), delayed.busy().contains(BusyFlag.DELAYED));
  }

  private static long inQueue(WorkQueue queue) {
    return queue.stats().pending() + queue.stats().inFlight();
  }

  private void settle() {
    machine.runUntilIdle();
    signal.raise(1);
    machine.runUntilIdle();
    assertFalse(triggered.isArmed(), "armed and not told");
    for (Book book : books) {
      assertEquals(Set.of(), book.work.busy(), book.work.name());
      if (book.work != triggered && book.work != rescheduled) {
        assertEquals(book.accepted - book.takenBack, book.runs, book.work.name());
      }
    }
    Book ofTriggers = books.get(3);
    assertTrue(ofTriggers.runs <= armings + ofTriggers.accepted, "more runs than armings");
    check(ordered.stats());
    check(wide.stats());
    long runs = books.stream().mapToLong(book -> book.runs).sum();
    assertEquals(runs, ordered.stats().completed() + wide.stats().completed());
  }

  private static void check(QueueStats stats) {
    assertEquals(stats.queued(), stats.completed() + stats.cancelled(), stats::toString);
    assertEquals(0, stats.pending() + stats.inFlight() + stats.failed(), stats::toString);
  }
}
