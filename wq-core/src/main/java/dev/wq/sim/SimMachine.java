package dev.wq.sim;

import dev.wq.Machine;
import dev.wq.dispatch.Dispatch;
import dev.wq.dispatch.LiveDispatch;
import dev.wq.kernel.KernelDispatch;
import dev.wq.kernel.KernelModel;
import dev.wq.kernel.KernelRules;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The machine of a simulation: queues, works and timers as on a live one, in virtual time. Belongs
 * to the threads of its simulation; calls from others throw {@link IllegalStateException}. {@link
 * Machine#current()} is this machine on all of them.
 */
public final class SimMachine extends Machine {
  private final SimHost host;
  private final long seed;

  SimMachine(SimHost host, Plan plan) {
    super(plan.name(), dispatch(host, plan));
    this.host = host;
    this.seed = plan.seed();
    host.atEnd(this::abandon);
  }

  private static Dispatch dispatch(SimHost host, Plan plan) {
    KernelVersion kernel = plan.model().kernel();
    if (kernel == null) {
      return new LiveDispatch(host, plan.name());
    }
    Model model = plan.model();
    KernelModel wanted =
        new KernelModel(
            KernelRules.of(kernel.major(), kernel.minor()),
            model.hz(),
            model.cpuModel().workerCreation().toNanos(),
            !model.newWorkers(),
            model.powerEfficient(),
            model.cpuIntensiveThreshold().toNanos());
    return new KernelDispatch(host, plan.name(), wanted, host.tracer());
  }

  /**
   * Lets everything else run and virtual time pass until nothing is runnable and no instant is
   * awaited. Threads that wait for something else stay blocked. Does not return while anything goes
   * on periodically: see {@link #advance}.
   */
  public void runUntilIdle() {
    host.runUntilIdle();
  }

  /**
   * Lets exactly {@code time} pass, and everything run that is due by then; what becomes due at the
   * last instant has run when this returns.
   *
   * @throws IllegalArgumentException if {@code time} is negative
   * @throws ArithmeticException if the clock would pass the year 2262
   */
  public void advance(Duration time) {
    host.advance(time);
  }

  /**
   * As {@link #thread(String, Runnable)}, for a thread that blocking objects ({@code
   * CountingSemaphore} ...) serve before those of a larger number; all others have 0. It does not
   * change which runnable thread runs.
   */
  public Thread thread(String threadName, int priority, Runnable body) {
    Thread thread =
        host.newPriorityThread(threadName, priority, Objects.requireNonNull(body, "body"));
    thread.start();
    return thread;
  }

  /**
   * Starts a thread that stands for interrupts and what they bring: it needs no CPU, is served
   * before all other threads of an instant, and the run does not wait for its end. It may sleep
   * between two interrupts, and queue works.
   */
  public Thread interrupts(String threadName, Runnable body) {
    Thread thread = host.newInterrupt(threadName, Objects.requireNonNull(body, "body"));
    thread.start();
    return thread;
  }

  /** Adds a line to the log of the run; counts in its hash. */
  public void log(String line) {
    host.log(line);
  }

  /** The seed of this run. */
  public long seed() {
    return seed;
  }

  /** Random numbers that repeat with the seed and do not disturb the schedule. */
  public RandomGenerator random() {
    return host.random();
  }
}
