package dev.wq.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.driver.Completion.Status;
import dev.wq.driver.LedgerDriver.Way;
import dev.wq.sim.SimMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * What two or three threads do with one driver queue, and the books that must balance afterwards:
 * nothing is lost, nothing is done twice, nobody waits beside an end that has come.
 */
final class DriverScenarios {
  private static final Duration SOON = Duration.ofNanos(10);
  private static final DriverAttrs PLAIN = DriverAttrs.named("q").closeTimeout(SOON);

  private DriverScenarios() {}

  /** One side of a scenario. */
  interface Side {
    void run() throws Exception;
  }

  static Thread go(SimMachine m, String name, Side side) {
    return m.thread(
        name,
        () -> {
          try {
            side.run();
          } catch (Exception e) {
            throw new IllegalStateException(name + " failed", e);
          }
        });
  }

  private static void join(Thread... threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static DriverQueue<String> queue(SimMachine m, DriverAttrs attrs) {
    return DriverQueue.open(m, attrs);
  }

  private static LedgerDriver attached(SimMachine m, DriverQueue<String> q, Way way) {
    LedgerDriver driver = new LedgerDriver(m, q, way);
    q.attach(driver);
    return driver;
  }

  private static void post(DriverQueue<String> q, List<Submission<String>> into, String... items)
      throws InterruptedException {
    for (String item : items) {
      into.add(q.post(item));
    }
  }

  // ---- cancel

  static void cancelAgainstPost(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN);
    LedgerDriver driver = attached(m, q, Way.KICKED);
    List<Submission<String>> posted = new ArrayList<>();
    Thread poster = go(m, "poster", () -> post(q, posted, "a", "b", "c"));
    Thread canceller =
        go(
            m,
            "canceller",
            () -> {
              for (int i = 0; i < 3; i++) {
                m.point();
                List.copyOf(posted).forEach(Submission::cancel);
              }
            });
    join(poster, canceller);
    q.awaitIdle();
    LedgerDriver.audit(q, posted, driver);
  }

  /** Two wait for one item that a third takes back. */
  static void cancelAgainstWaiters(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN);
    LedgerDriver driver = attached(m, q, Way.POLLED);
    Submission<String> submission = q.post("a");
    List<Completion> ends = new ArrayList<>();
    Thread a = go(m, "a", () -> ends.add(submission.await()));
    Thread b = go(m, "b", () -> ends.add(submission.await()));
    Thread canceller = go(m, "canceller", submission::cancel);
    join(a, b, canceller);
    assertEquals(2, ends.size());
    assertEquals(ends.get(0), ends.get(1));
    LedgerDriver.audit(q, List.of(submission), driver);
  }

  /** The device is done, somebody cancels, somebody closes. */
  static void kickAgainstCancelAndClose(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN);
    LedgerDriver driver = attached(m, q, Way.KICKED);
    Submission<String> submission = q.post("a");
    Thread canceller = go(m, "canceller", submission::cancel);
    Thread closer =
        go(
            m,
            "closer",
            () -> {
              submission.close();
              assertTrue(submission.isDone());
              assertFalse(driver.holds("a"), "closed, and with the driver");
            });
    join(canceller, closer);
    LedgerDriver.audit(q, List.of(submission), driver);
  }

  /** A waiter gives up, another stays, the device is done. */
  static void interruptedWaiter(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN);
    LedgerDriver driver = attached(m, q, Way.KICKED);
    Submission<String> submission = q.post("a");
    Thread impatient =
        go(
            m,
            "impatient",
            () -> {
              try {
                submission.await();
              } catch (InterruptedException e) {
                m.log("interrupted");
              }
            });
    Thread patient = go(m, "patient", () -> assertTrue(submission.await().isCompleted()));
    impatient.interrupt();
    join(impatient, patient);
    LedgerDriver.audit(q, List.of(submission), driver);
  }

  // ---- the queue's life

  private static void postUntilRefused(Poster poster, List<Submission<String>> into, String name)
      throws InterruptedException {
    try {
      for (int i = 0; i < 4; i++) {
        into.add(poster.post(name + i));
      }
    } catch (RejectedExecutionException closed) {
      into.forEach(Submission::item);
    }
  }

  private interface Poster {
    Submission<String> post(String item) throws InterruptedException;
  }

  static void closeAgainstPosts(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN.capacity(2));
    LedgerDriver driver = attached(m, q, Way.POLLED);
    List<Submission<String>> posted = new ArrayList<>();
    Thread a = go(m, "a", () -> postUntilRefused(q::post, posted, "a"));
    Thread b = go(m, "b", () -> postUntilRefused(q::post, posted, "b"));
    Thread closer =
        go(
            m,
            "closer",
            () -> {
              q.close();
              assertEquals(0, driver.inProgress(), "closed, and busy");
            });
    join(a, b, closer);
    assertTrue(q.isClosed());
    LedgerDriver.audit(q, posted, driver);
    assertTrue(posted.stream().allMatch(s -> s.poll().orElseThrow().isCompleted()));
  }

  /** Closed in time while the device hangs. */
  static void forcedCloseAgainstPosts(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN.capacity(2));
    LedgerDriver driver = attached(m, q, Way.HANGS);
    List<Submission<String>> posted = new ArrayList<>();
    List<String> left = new ArrayList<>();
    Thread a = go(m, "a", () -> postUntilRefused(q::post, posted, "a"));
    Thread closer = go(m, "closer", () -> left.addAll(q.close(SOON)));
    join(a, closer);
    LedgerDriver.audit(q, posted, driver);
    assertEquals(posted.stream().map(Submission::item).toList(), left.stream().sorted().toList());
  }

  static void suspendAgainstPosts(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN);
    LedgerDriver driver = attached(m, q, Way.POLLED);
    List<Submission<String>> posted = new ArrayList<>();
    Side suspend =
        () -> {
          try (Suspension suspension = q.suspend()) {
            suspension.await();
            int before = driver.posted.size();
            assertEquals(0, driver.inProgress(), "suspended, and busy");
            m.sleep(SOON);
            assertEquals(before, driver.posted.size(), "suspended, and posted");
          }
        };
    join(
        go(m, "poster", () -> post(q, posted, "a", "b", "c")),
        go(m, "suspender", suspend),
        go(m, "suspender 2", suspend));
    q.awaitIdle();
    assertFalse(q.isSuspended());
    assertEquals(List.of("a", "b", "c"), driver.posted);
    LedgerDriver.audit(q, posted, driver);
  }

  static void detachAgainstPostsAndCancel(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN.closeTimeout(Duration.ofMillis(1)));
    LedgerDriver first = new LedgerDriver(m, q, Way.KICKED);
    Attachment seat = q.attach(first);
    List<Submission<String>> posted = new ArrayList<>();
    Thread poster = go(m, "poster", () -> post(q, posted, "a", "b", "c"));
    Thread canceller =
        go(
            m,
            "canceller",
            () -> {
              m.point();
              List.copyOf(posted).forEach(Submission::cancel);
            });
    seat.close();
    assertEquals(0, first.inProgress(), "detached, and busy");
    int before = first.posted.size();
    LedgerDriver second = attached(m, q, Way.AT_ONCE);
    join(poster, canceller);
    seat.close(); // not its successor's
    q.awaitIdle();
    assertEquals(before, first.posted.size(), "detached, and posted");
    LedgerDriver.audit(q, posted, first, second);
  }

  static void attachAgainstAttach(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN);
    List<LedgerDriver> winners = new ArrayList<>();
    List<Submission<String>> posted = new ArrayList<>();
    Side attach =
        () -> {
          try {
            winners.add(attached(m, q, Way.POLLED));
          } catch (IllegalStateException refused) {
            m.log(refused.toString());
          }
        };
    join(go(m, "a", attach), go(m, "b", attach), go(m, "poster", () -> post(q, posted, "x", "y")));
    assertEquals(1, winners.size());
    q.awaitIdle();
    LedgerDriver.audit(q, posted, winners.get(0));
  }

  // ---- limits

  /** The device is done in the instant in which its time is over. */
  static void resetAgainstKick(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN.depth(2).runLimit(SOON).banAfter(100));
    LedgerDriver driver = attached(m, q, Way.HANGS);
    List<Submission<String>> posted = new ArrayList<>();
    post(q, posted, "a");
    Thread device =
        go(
            m,
            "device",
            () -> {
              m.sleep(SOON);
              driver.finish("a");
            });
    Thread canceller =
        go(
            m,
            "canceller",
            () -> {
              m.sleep(SOON);
              posted.get(0).cancel();
            });
    join(device, canceller);
    Completion end = posted.get(0).await();
    DriverStats stats = q.stats();
    assertEquals(end.status() == Status.TIMED_OUT ? 1 : 0, stats.timedOut(), stats::toString);
    assertTrue(stats.resets() >= stats.timedOut(), stats::toString);
    LedgerDriver.audit(q, posted, driver);
  }

  /** One of those who wait for room gives up; the room must come to the other. */
  static void interruptAgainstFullQueue(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN.capacity(1));
    List<Submission<String>> posted = new ArrayList<>();
    post(q, posted, "first");
    Thread impatient =
        go(
            m,
            "impatient",
            () -> {
              try {
                post(q, posted, "impatient");
              } catch (InterruptedException e) {
                m.log("interrupted");
              }
            });
    Thread patient = go(m, "patient", () -> post(q, posted, "patient"));
    Thread canceller = go(m, "canceller", () -> posted.get(0).cancel());
    m.point();
    impatient.interrupt();
    LedgerDriver driver = attached(m, q, Way.AT_ONCE);
    join(impatient, patient, canceller);
    q.awaitIdle();
    assertTrue(posted.stream().anyMatch(s -> s.item().equals("patient")));
    LedgerDriver.audit(q, posted, driver);
    assertTrue(q.tryPost("after").isPresent(), "room is lost");
  }

  // ---- submitters

  static void submitterCloseAgainstPost(SimMachine m) throws Exception {
    DriverQueue<String> q = queue(m, PLAIN);
    LedgerDriver driver = attached(m, q, Way.KICKED);
    Submitter<String> mine = q.submitter("mine", Priority.NORMAL);
    List<Submission<String>> posted = new ArrayList<>();
    List<Submission<String>> others = new ArrayList<>();
    Thread poster = go(m, "poster", () -> postUntilRefused(mine::post, posted, "mine"));
    Thread other = go(m, "other", () -> post(q, others, "x", "y"));
    Thread closer =
        go(
            m,
            "closer",
            () -> {
              m.point();
              mine.close();
              int before = ofMine(driver);
              m.sleep(SOON);
              assertEquals(before, ofMine(driver), "closed, and posted");
              posted.forEach(s -> assertFalse(driver.holds(s.item()), s::toString));
            });
    join(poster, other, closer);
    q.awaitIdle();
    assertTrue(others.stream().allMatch(s -> s.poll().orElseThrow().isCompleted()));
    posted.addAll(others);
    LedgerDriver.audit(q, posted, driver);
  }

  private static int ofMine(LedgerDriver driver) {
    return (int) driver.posted.stream().filter(item -> item.startsWith("mine")).count();
  }

  /** Two clients that move between their posts: each one's items start in its order. */
  static void movesOfTwo(SimMachine m) throws Exception {
    List<String> started = new ArrayList<>();
    DriverQueue<String> one = noting(m, "one", started);
    DriverQueue<String> other = noting(m, "other", started);
    Thread a = go(m, "a", () -> postAndMove(one.submitter("a", Priority.NORMAL), one, other));
    Thread b = go(m, "b", () -> postAndMove(other.submitter("b", Priority.NORMAL), other, one));
    join(a, b);
    one.awaitIdle();
    other.awaitIdle();
    for (String name : List.of("a", "b")) {
      List<String> mine = started.stream().filter(item -> item.startsWith(name)).toList();
      assertEquals(List.of(name + 1, name + 2, name + 3), mine);
    }
    assertEquals(6, one.stats().completed() + other.stats().completed());
  }

  private static DriverQueue<String> noting(SimMachine m, String name, List<String> started) {
    DriverQueue<String> q = queue(m, DriverAttrs.named(name));
    q.attach(new Noting(m, started));
    return q;
  }

  private static void postAndMove(
      Submitter<String> mine, DriverQueue<String> from, DriverQueue<String> to)
      throws InterruptedException {
    Submission<String> first = mine.post(mine.name() + 1);
    mine.moveTo(to);
    Submission<String> second = mine.post(mine.name() + 2);
    mine.moveTo(from);
    Submission<String> third = mine.post(mine.name() + 3);
    for (Submission<String> submission : List.of(first, second, third)) {
      assertTrue(submission.await().isCompleted());
    }
  }

  /** What one posts while another moves it goes to either, and is done once. */
  static void moveAgainstPosts(SimMachine m) throws Exception {
    List<String> started = new ArrayList<>();
    DriverQueue<String> from = noting(m, "from", started);
    DriverQueue<String> to = noting(m, "to", started);
    Submitter<String> mine = from.submitter("mine", Priority.NORMAL);
    List<Submission<String>> posted = new ArrayList<>();
    Thread poster = go(m, "poster", () -> postUntilRefused(mine::post, posted, "mine"));
    Thread mover =
        go(
            m,
            "mover",
            () -> {
              mine.moveTo(to);
              m.point();
              mine.moveTo(from);
            });
    join(poster, mover);
    for (Submission<String> submission : posted) {
      assertTrue(submission.await().isCompleted());
    }
    assertEquals(List.of("mine0", "mine1", "mine2", "mine3"), started.stream().sorted().toList());
    assertEquals(4, from.stats().completed() + to.stats().completed());
  }

  private record Noting(SimMachine machine, List<String> started) implements Driver<String> {
    @Override
    public DriverPoll post(String item) {
      started.add(item);
      return DriverPoll.PENDING_POLL_AGAIN;
    }

    @Override
    public DriverPoll poll(String item) {
      machine.point();
      return DriverPoll.COMPLETED;
    }
  }
}
