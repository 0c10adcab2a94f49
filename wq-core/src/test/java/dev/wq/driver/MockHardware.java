package dev.wq.driver;

import dev.wq.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A device whose timeline the test moves: jobs are done in the order in which they were started,
 * when the test says so, or when their own time has come. For simulated machines.
 */
final class MockHardware implements Driver<MockHardware.Job> {
  private final Machine machine;
  private final List<Job> running = new ArrayList<>();
  private DriverQueue<Job> queue;
  private Duration free = Duration.ZERO; // when the jobs with a time of their own are done
  private int resets;
  private int stillRunning;

  /** What one job has seen. */
  static final class Job extends DriverItem {
    private final String name;
    private final Duration length; // zero: until the test says so
    private MockHardware by;
    private boolean done;
    private boolean aborted;

    Job(String name, Duration length) {
      this.name = name;
      this.length = length;
    }

    boolean isScheduled() {
      return by != null;
    }

    boolean isDone() {
      return done;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private MockHardware(Machine machine) {
    this.machine = machine;
  }

  /** A queue with such a device. */
  static MockHardware open(Machine machine, DriverAttrs attrs) {
    MockHardware hardware = new MockHardware(machine);
    hardware.queue = DriverQueue.open(machine, attrs);
    hardware.queue.attach(hardware);
    return hardware;
  }

  DriverQueue<Job> queue() {
    return queue;
  }

  /** Does so many of the jobs that run; how many there were. */
  int advance(int jobs) {
    int count = Math.min(jobs, running.size());
    for (int i = 0; i < count; i++) {
      running.removeFirst().done = true;
    }
    queue.kick();
    return count;
  }

  /** The next so many resets find the job at work. */
  void stillRunning(int times) {
    stillRunning = times;
  }

  int resets() {
    return resets;
  }

  @Override
  public DriverPoll post(Job job) {
    job.by = this;
    running.add(job);
    if (!job.length.isZero()) {
      Duration now = machine.now();
      free = (free.compareTo(now) > 0 ? free : now).plus(job.length);
      doAt(free, job);
    }
    return DriverPoll.PENDING;
  }

  private void doAt(Duration instant, Job job) {
    machine.thread(
        "end of " + job,
        () -> {
          try {
            machine.sleep(instant.minus(machine.now()));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          job.done |= running.remove(job);
          queue.kick();
        });
  }

  @Override
  public DriverPoll poll(Job job) {
    if (job.done) {
      return DriverPoll.COMPLETED;
    }
    return job.aborted ? DriverPoll.CANCELLED : DriverPoll.PENDING;
  }

  @Override
  public void cancel(Job job) {
    job.aborted = running.remove(job);
  }

  @Override
  public ResetAnswer reset(Job overdue) {
    resets++;
    if (stillRunning > 0) {
      stillRunning--;
      return ResetAnswer.STILL_RUNNING;
    }
    running.clear();
    return ResetAnswer.RESET;
  }
}
