package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.sim.KernelVersion;
import dev.wq.sim.SimMachine;
import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.function.Executable;

/**
 * One rule as a script in virtual time. What happens is written to a log, a line each: {@code 50ms
 * refresh runs}. A script ends when nothing can happen any more; then the counts of its queues must
 * add up and the log is compared.
 */
public final class Script {
  private static final long[] SEEDS = {0, 1, 2, 3, 4, 5};

  private final SimMachine machine;
  private final List<String> lines = new ArrayList<>();
  private final List<WorkQueue> queues = new ArrayList<>();
  private final List<AssertionError> broken = new ArrayList<>();

  private Script(SimMachine machine) {
    this.machine = machine;
  }

  /** What a script does; its thread is the first of the simulation. */
  @FunctionalInterface
  public interface Body {
    void run(Script s) throws Exception;
  }

  /** A step without a result. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }

  /** A script whose log is the same under every schedule, with live pools and with a kernel's. */
  public static void anySchedule(Body body, String... expected) {
    anyScheduleLive(body, expected);
    anySchedule(Simulation.kernel(KernelVersion.DEFAULT).cpus(2), body, expected);
  }

  /**
   * As {@link #anySchedule}, for what a kernel does otherwise: delays count in its ticks, barriers
   * wait for a worker, another worker or CPU is chosen.
   */
  public static void anyScheduleLive(Body body, String... expected) {
    anySchedule(Simulation.withCpus(2), body, expected);
  }

  private static void anySchedule(Simulation simulation, Body body, String... expected) {
    for (long seed : SEEDS) {
      check(simulation.seed(seed), body, expected);
    }
  }

  /** A script that is run first come, first served, with live pools and with a kernel's. */
  public static void inTurn(Body body, String... expected) {
    inTurnLive(body, expected);
    inTurnOnKernel(body, expected);
  }

  /** As {@link #inTurn}, for what a kernel does otherwise, see {@link #anyScheduleLive}. */
  public static void inTurnLive(Body body, String... expected) {
    check(Simulation.withCpus(1), body, expected);
  }

  /** A script of a kernel with one CPU, first come, first served. */
  public static void inTurnOnKernel(Body body, String... expected) {
    check(Simulation.kernel(KernelVersion.DEFAULT), body, expected);
  }

  public static void check(Simulation simulation, Body body, String... expected) {
    Script[] ran = new Script[1];
    simulation.run(machine -> {
      ran[0] = new Script(machine);
      body.run(ran[0]);
      machine.runUntilIdle();
      ran[0].queues.forEach(Script::checkCounts);
    });
    for (AssertionError inFunction : ran[0].broken) {
      throw inFunction;
    }
    assertEquals(
        text(Arrays.asList(expected)), text(ran[0].lines), () -> "seed " + ran[0].machine.seed());
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }

  private static void checkCounts(WorkQueue queue) {
    QueueStats s = queue.stats();
    assertEquals(
        s.queued(), s.completed() + s.cancelled() + s.pending() + s.inFlight(), s::toString);
    assertEquals(s.started(), s.completed(), s::toString);
    assertEquals(0, s.inFlight(), s::toString);
  }

  // ---- what a script is made of

  public SimMachine machine() {
    return machine;
  }

  /** A queue whose failures are written to the log; a failed assertion fails the test. */
  public WorkQueue queue(QueueAttrs attrs) {
    WorkQueue queue = machine.queue(attrs);
    queue.onFailure((work, _, cause) -> failed(work, cause));
    queues.add(queue);
    return queue;
  }

  public WorkQueue queue(String name) {
    return queue(QueueAttrs.named(name));
  }

  /** A queue with a life cycle; what it discards and what runs too long is written to the log. */
  public RtosQueue rtos(RtosAttrs attrs) {
    RtosQueue queue = machine.rtosQueue(attrs);
    queue.onFailure((work, _, cause) -> failed(work, cause));
    queue.onDiscard((work, _) -> say(work.name() + " discarded"));
    queue.onItemTimeout((work, _) -> say(work.name() + " takes too long"));
    queues.add(queue);
    return queue;
  }

  public RtosQueue rtos(String name) {
    return rtos(RtosAttrs.named(name));
  }

  /** A queue with a life cycle that has been started. */
  public RtosQueue started(String name) {
    RtosQueue queue = rtos(name);
    queue.start();
    return queue;
  }

  public WorkQueue ordered(String name) {
    return queue(QueueAttrs.named(name).ordered());
  }

  private void failed(Work work, Throwable cause) {
    if (cause instanceof AssertionError error) {
      broken.add(error);
    }
    say(work.name() + " throws " + brief(cause));
  }

  /** A work that says it runs. */
  public Work work(String name) {
    return work(name, () -> {});
  }

  /** A work that says it runs, takes so many milliseconds, and says it ends. */
  public Work work(String name, int millis) {
    return Work.of(name, slow(name, millis));
  }

  private WorkFunction slow(String name, int millis) {
    return () -> {
      say(name + " runs");
      sleep(millis);
      say(name + " ends");
    };
  }

  /** A work that says it runs, then does so. */
  public Work work(String name, Step then) {
    return Work.of(name, saying(name, then));
  }

  public DelayedWork delayed(String name) {
    return delayed(name, () -> {});
  }

  public DelayedWork delayed(String name, int millis) {
    return DelayedWork.of(name, slow(name, millis));
  }

  public DelayedWork delayed(String name, Step then) {
    return DelayedWork.of(name, saying(name, then));
  }

  private WorkFunction saying(String name, Step then) {
    return () -> {
      say(name + " runs");
      then.run();
    };
  }

  /** Takes one slot of {@code queue} until so many milliseconds have passed. */
  public void occupy(WorkQueue queue, int untilMillis) {
    queue.enqueue(Work.of("occupier", () -> sleep(untilMillis - millis())));
    machine.advance(Duration.ZERO);
  }

  /** A thread of the application; what it throws fails the test. */
  public Thread thread(String name, Step body) {
    return machine.thread(name, () -> unchecked(name, body));
  }

  private static void unchecked(String name, Step body) {
    try {
      body.run();
    } catch (Exception unexpected) {
      throw new AssertionError(name, unexpected);
    }
  }

  /** A thread that waits for something and says what it got. */
  public Thread ask(String what, Callable<?> question) {
    return machine.thread(what, () -> say(what + ": " + answer(question)));
  }

  public static String answer(Callable<?> question) {
    try {
      return String.valueOf(question.call());
    } catch (Exception refused) {
      return refused.getClass().getSimpleName();
    }
  }

  /** A thread that waits for something and says that it returns. */
  public Thread await(String what, Step wait) {
    return ask(
        what,
        () -> {
          wait.run();
          return "returns";
        });
  }

  // ---- time and lines

  /** Lets everything happen that happens until so many milliseconds have passed. */
  public void at(int millis) {
    machine.advance(Duration.ofMillis(millis).minus(machine.now()));
  }

  /** Lets everything happen that can happen now. */
  public void settle() {
    machine.advance(Duration.ZERO);
  }

  public void sleep(int millis) throws InterruptedException {
    machine.sleep(Duration.ofMillis(millis));
  }

  public int millis() {
    return Math.toIntExact(machine.now().toMillis());
  }

  public void say(String line) {
    lines.add(millis() + "ms " + line);
  }

  /** Says it after everything else that can happen now. */
  public void sayAfterAll(String line) {
    settle();
    say(line);
  }

  /** Says {@code work runs on queue}, of the function that asks. */
  public void sayWhere() {
    WorkContext here = WorkContext.current().orElseThrow();
    say(here.work().name() + " runs on " + here.queue().name());
  }

  // ---- expectations

  public static Duration ms(int millis) {
    return Duration.ofMillis(millis);
  }

  /** The message with which {@code step} is refused. */
  public static String refusal(Class<? extends Exception> type, Executable step) {
    return String.valueOf(assertThrows(type, step).getMessage());
  }

  private static String brief(Throwable thrown) {
    return thrown.getClass().getSimpleName()
        + (thrown.getMessage() == null ? "" : ": " + thrown.getMessage());
  }
}
