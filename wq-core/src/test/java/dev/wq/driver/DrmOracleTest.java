package dev.wq.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.driver.Completion.Status;
import dev.wq.driver.MockHardware.Job;
import dev.wq.sim.Scenario;
import dev.wq.sim.SimMachine;
import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests that the kernel has for its GPU scheduler, on a device with a timeline. */
class DrmOracleTest {
  private static final int SCHEDULES = 5;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final DriverAttrs GPU = DriverAttrs.named("gpu").depth(256).banAfter(100);

  private static void run(Scenario scenario) {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      Simulation.withCpus(2).seed(seed).run(scenario);
    }
  }

  private static Job job(String name) {
    return new Job(name, Duration.ZERO);
  }

  private static Job job(String name, Duration length) {
    return new Job(name, length);
  }

  private static Duration ms(int millis) {
    return Duration.ofMillis(millis);
  }

  private static List<Submitter<Job>> submitters(MockHardware gpu, int count) {
    List<Submitter<Job>> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(gpu.queue().submitter("client " + i, Priority.NORMAL));
    }
    return made;
  }

  /** A thread of the application. */
  private static Thread worker(SimMachine m, String name, Step body) {
    return m.thread(
        name,
        () -> {
          try {
            body.run();
          } catch (Exception e) {
            throw new AssertionError(name, e);
          }
        });
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void assertAllCompleted(MockHardware gpu, int count) {
    DriverStats stats = gpu.queue().stats();
    assertEquals(count, stats.completed(), stats::toString);
    assertEquals(0, stats.queued() + stats.inProgress(), stats::toString);
  }

  @Test
  @DisplayName("drivers T1: a job is started at once, and ends when the device says so")
  void submit_startsAtOnceAndEndsWithTheDevice() {
    run(m -> {
      MockHardware gpu = MockHardware.open(m, GPU);
      Job job = job("job");
      Submission<Job> submission = gpu.queue().post(job);
      m.advance(SECOND);
      assertTrue(job.isScheduled());
      m.advance(ms(500));
      assertFalse(submission.isDone());
      assertEquals(1, gpu.advance(1));
      assertTrue(submission.await(ms(0).plusNanos(1_000)).isCompleted());
    });
  }

  @ParameterizedTest
  @DisplayName("drivers T2: a hundred jobs of a millisecond end, whoever posts, in a chain or not")
  @CsvSource({"1, false", "1, true", "4, false", "4, true"})
  void hundredJobs_endInASecond(int clients, boolean chained) {
    run(m -> {
      MockHardware gpu = MockHardware.open(m, GPU);
      Submission<Job> last = postHundred(gpu, submitters(gpu, clients), chained);
      assertTrue(last.await(SECOND).isCompleted());
      gpu.queue().awaitIdle(SECOND);
      assertAllCompleted(gpu, 100);
    });
  }

  private static Submission<Job> postHundred(
      MockHardware gpu, List<Submitter<Job>> clients, boolean chained) throws InterruptedException {
    Submission<Job> last = null;
    for (int i = 0; i < 100; i++) {
      Posting how = chained && last != null ? Posting.PLAIN.after(last) : Posting.PLAIN;
      last = clients.get(i % clients.size()).post(job("job " + i, ms(1)), how);
    }
    return last;
  }

  @Test
  @DisplayName(
      "drivers T3: clients go in the middle of a chain of a hundred jobs over four of them")
  void clientsThatGoInTheMiddle_leaveNothing() {
    run(m -> {
      MockHardware gpu = MockHardware.open(m, GPU);
      List<Submitter<Job>> clients = submitters(gpu, 4);
      Submission<Job> last = postHundred(gpu, clients, true);
      m.advance(ms(50));
      assertFalse(last.isDone());
      clients.forEach(Submitter::close);
      assertTrue(last.isDone());
      m.advance(SECOND);
      DriverStats stats = gpu.queue().stats();
      long ended =
          stats.completed() + stats.cancelledQueued() + stats.cancelledRunning() + stats.failed();
      assertEquals(100, ended, stats::toString);
      assertTrue(stats.completed() >= 49 && stats.completed() <= 51, stats::toString);
      assertEquals(0, stats.queued() + stats.inProgress(), stats::toString);
    });
  }

  @Test
  @DisplayName("drivers T4: sixteen workers post eight jobs each at the same time")
  void parallelSubmission_startsAllAndEndsAll() {
    run(m -> {
      MockHardware gpu = MockHardware.open(m, GPU);
      List<Job> jobs = new ArrayList<>();
      List<Thread> workers = new ArrayList<>();
      for (int w = 0; w < 16; w++) {
        Submitter<Job> client = gpu.queue().submitter("client " + w, Priority.NORMAL);
        workers.add(worker(m, "worker " + w, () -> postEight(client, jobs)));
      }
      join(workers);
      m.advance(SECOND);
      assertEquals(128, jobs.stream().filter(Job::isScheduled).count());
      assertEquals(128, gpu.advance(128));
      gpu.queue().awaitIdle(SECOND);
      assertAllCompleted(gpu, 128);
    });
  }

  private static void postEight(Submitter<Job> client, List<Job> jobs) throws InterruptedException {
    for (int i = 0; i < 8; i++) {
      Job job = job(client.name() + " job " + i);
      jobs.add(job);
      client.post(job);
    }
  }

  @Test
  @DisplayName("drivers T5: sixteen workers keep eight jobs in flight each, of different lengths")
  void windowsOfEight_allEnd() {
    run(m -> {
      MockHardware gpu = MockHardware.open(m, GPU);
      List<Thread> workers = new ArrayList<>();
      int all = 0;
      for (int w = 0; w < 16; w++) {
        Submitter<Job> client = gpu.queue().submitter("client " + w, Priority.NORMAL);
        Duration length = Duration.ofNanos(100_000L * (w + 1));
        int count = (int) ms(20).dividedBy(length);
        workers.add(worker(m, "worker " + w, () -> keepEight(client, length, count)));
        all += count;
      }
      join(workers);
      assertAllCompleted(gpu, all);
    });
  }

  private static void keepEight(Submitter<Job> client, Duration length, int count)
      throws InterruptedException {
    List<Submission<Job>> window = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (window.size() == 8) {
        assertTrue(window.removeFirst().await().isCompleted());
      }
      window.add(client.post(job(client.name() + " job " + i, length)));
    }
    for (Submission<Job> submission : window) {
      assertTrue(submission.await().isCompleted());
    }
  }

  @Test
  @DisplayName("drivers T6: a job that takes too long times out, not before its time")
  void timeout_marksTheJobAfterItsTime() {
    run(m -> {
      MockHardware gpu = MockHardware.open(m, GPU.runLimit(ms(200)));
      Job job = job("job");
      Submission<Job> submission = gpu.queue().post(job);
      m.advance(ms(100));
      assertTrue(job.isScheduled());
      assertFalse(submission.isDone());
      m.advance(ms(200));
      assertEquals(Status.TIMED_OUT, submission.poll().orElseThrow().status());
      assertEquals(1, gpu.resets());
      assertFalse(job.isDone());
    });
  }

  @Test
  @DisplayName("drivers T7: a device that is still at work goes on")
  void resetThatFindsTheJobAtWork_letsItGoOn() {
    run(m -> {
      MockHardware gpu = MockHardware.open(m, GPU.runLimit(ms(200)));
      gpu.stillRunning(100);
      Submission<Job> submission = gpu.queue().post(job("job"));
      m.advance(ms(500));
      assertEquals(2, gpu.resets());
      assertFalse(submission.isDone());
      assertEquals(1, gpu.advance(1));
      assertTrue(submission.await(ms(1)).isCompleted());
      assertEquals(0, gpu.queue().stats().timedOut());
    });
  }

  @Test
  @DisplayName("drivers T8: the end of the queue cancels the job that runs")
  void close_cancelsTheJobThatRuns() {
    run(m -> {
      MockHardware gpu = MockHardware.open(m, GPU);
      Job job = job("job");
      Submission<Job> submission = gpu.queue().post(job);
      m.advance(ms(10));
      assertTrue(job.isScheduled());
      assertEquals(List.of(job), gpu.queue().close(ms(10)));
      assertEquals(Status.CANCELLED, submission.poll().orElseThrow().status());
      assertEquals(0, gpu.resets());
    });
  }

  @Test
  @DisplayName("drivers T9: a hundred jobs of all priorities end")
  void allPriorities_end() {
    run(m -> {
      MockHardware gpu = MockHardware.open(m, GPU.depth(1));
      for (int i = 0; i < 100; i++) {
        Priority priority = Priority.values()[i % 4];
        gpu.queue().submitter("client " + i, priority).post(job("job " + i, ms(1)));
      }
      gpu.queue().awaitIdle(SECOND);
      assertAllCompleted(gpu, 100);
    });
  }

  @Test
  @DisplayName("drivers T10: a thousand jobs end while priorities change")
  void prioritiesThatChange_loseNothing() {
    run(m -> {
      MockHardware gpu = MockHardware.open(m, GPU.depth(1));
      List<Submitter<Job>> clients = submitters(gpu, 4);
      for (int i = 0; i < 1000; i++) {
        clients.get(i % 4).post(job("job " + i, Duration.ofNanos(100_000)));
      }
      for (int i = 0; gpu.queue().stats().completed() < 1000; i++) {
        assertTrue(i < 2000, () -> gpu.queue().stats().toString());
        clients.get(i % 4).setPriority(Priority.values()[i / 4 % 4]);
        m.sleep(Duration.ofNanos(200_000 + m.random().nextInt(300_000)));
      }
      assertAllCompleted(gpu, 1000);
    });
  }

  @Test
  @DisplayName("drivers T11: thirteen clients move between three devices while a thousand jobs run")
  void clientsThatMove_loseNothing() {
    run(m -> {
      List<MockHardware> gpus = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        gpus.add(MockHardware.open(m, GPU.depth(1)));
      }
      List<Submitter<Job>> clients = submitters(gpus.get(0), 13);
      List<Submission<Job>> posted = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        Submitter<Job> client = clients.get(i % 13);
        posted.add(client.post(job("job " + i, Duration.ofNanos(100_000))));
        if (i % 7 == 0) {
          client.moveTo(gpus.get(i / 7 % 3).queue());
          m.sleep(Duration.ofNanos(200_000));
        }
      }
      for (Submission<Job> submission : posted) {
        assertTrue(submission.await(SECOND).isCompleted(), submission::toString);
      }
      long completed = gpus.stream().mapToLong(gpu -> gpu.queue().stats().completed()).sum();
      assertEquals(1000, completed);
      assertTrue(gpus.stream().allMatch(gpu -> gpu.queue().stats().completed() > 0));
    });
  }

  @Test
  @DisplayName("drivers T12: with one credit the second job waits for the end of the first")
  void oneCredit_keepsTheSecondJob() {
    run(m -> {
      MockHardware gpu = MockHardware.open(m, GPU.depth(1));
      Job first = job("first");
      Job second = job("second");
      Submission<Job> ofFirst = gpu.queue().post(first);
      Submission<Job> ofSecond = gpu.queue().post(second);
      m.advance(SECOND);
      assertTrue(first.isScheduled());
      assertFalse(second.isScheduled());
      assertEquals(1, gpu.advance(1));
      assertTrue(ofFirst.await(ms(1)).isCompleted());
      m.advance(ms(1));
      assertTrue(second.isScheduled());
      assertEquals(1, gpu.advance(1));
      assertTrue(ofSecond.await(ms(1)).isCompleted());
    });
  }
}
