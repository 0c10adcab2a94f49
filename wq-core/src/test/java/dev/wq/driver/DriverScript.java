package dev.wq.driver;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.Script;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.Simulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A rule of driver queues as a {@link Script} about one queue and its mock driver, whose calls are
 * the log. At the end the counts of the queue must add up and the driver must have been called as a
 * driver may be.
 */
final class DriverScript {
  private static final int SEEDS = 8;
  private static final long MAX_STEPS = 1_000_000; // a pump that spins fails soon

  final Script s;
  final DriverQueue<String> queue;
  final MockDriver<String> driver;
  private final List<Submission<String>> posted = new ArrayList<>();
  private final Map<String, String> answers = new LinkedHashMap<>();

  /** What a script does. */
  @FunctionalInterface
  interface Body {
    void run(DriverScript d) throws Exception;
  }

  private DriverScript(Script s, DriverAttrs attrs) {
    this.s = s;
    this.queue = DriverQueue.open(s.machine(), attrs);
    this.driver = new MockDriver<>(s.machine(), attrs.depth(), s::say);
  }

  static DriverAttrs dev() {
    return DriverAttrs.named("dev");
  }

  /** A script whose log is the same under every schedule, with live pools and with a kernel's. */
  static void anySchedule(Body body, String... expected) {
    anySchedule(dev(), body, expected);
  }

  static void anySchedule(DriverAttrs attrs, Body body, String... expected) {
    for (long seed = 0; seed < SEEDS; seed++) {
      check(Simulation.withCpus(2).seed(seed), attrs, body, expected);
    }
    check(Simulation.kernel(KernelVersion.DEFAULT).cpus(2), attrs, body, expected);
  }

  private static void check(
      Simulation simulation, DriverAttrs attrs, Body body, String... expected) {
    Script.check(simulation.maxSteps(MAX_STEPS), s -> run(s, attrs, body), expected);
  }

  private static void run(Script s, DriverAttrs attrs, Body body) throws Exception {
    DriverScript d = new DriverScript(s, attrs);
    body.run(d);
    s.machine().runUntilIdle();
    d.driver.assertNoBreach();
    assertAddsUp(d.queue.stats());
  }

  /** Every posting is counted in exactly one place. */
  static void assertAddsUp(DriverStats s) {
    assertEquals(
        s.posted(),
        s.completed()
            + s.cancelledQueued()
            + s.cancelledRunning()
            + s.failed()
            + s.timedOut()
            + s.queued()
            + s.inProgress(),
        s::toString);
  }

  // ---- steps; each lets everything happen that can happen then

  /** Posts {@code item}. */
  Submission<String> post(String item) throws InterruptedException {
    return post(item, Posting.PLAIN);
  }

  Submission<String> post(String item, Posting how) throws InterruptedException {
    return posted(queue.post(item, how));
  }

  Submission<String> post(Submitter<String> by, String item) throws InterruptedException {
    return posted(by.post(item));
  }

  private Submission<String> posted(Submission<String> submission) {
    posted.add(submission);
    s.settle();
    return submission;
  }

  void postAll(String... items) throws InterruptedException {
    for (String item : items) {
      post(item);
    }
  }

  Attachment attach() {
    Attachment attachment = queue.attach(driver);
    s.settle();
    return attachment;
  }

  void kick() {
    queue.kick();
    s.settle();
  }

  /** Lets the device complete {@code items} together. */
  void finish(String... items) {
    for (String item : items) {
      driver.verdict(item, DriverPoll.COMPLETED);
    }
    kick();
  }

  /**
   * A thread that waits for something. What it got is said by {@link #sayAnswers}, since it wakes
   * while the pump goes on.
   */
  Thread ask(String what, Callable<?> question) {
    answers.put(what, "waits");
    return s.machine()
        .thread(
            what, () -> answers.put(what, Script.answer(question) + " at " + s.millis() + "ms"));
  }

  Thread await(String what, Script.Step wait) {
    return ask(
        what,
        () -> {
          wait.run();
          return "returns";
        });
  }

  /** Says what each asker has got and when, or that it waits. */
  void sayAnswers() {
    s.settle();
    answers.forEach((what, answer) -> s.say(what + ": " + answer));
  }

  /** The {@code i}th posting. */
  Submission<String> posted(int i) {
    return posted.get(i);
  }

  /** Says how far each posting is: {@code a COMPLETED, b is pending}. */
  void sayResults() {
    s.settle();
    s.say(posted.stream().map(DriverScript::result).collect(joining(", ")));
  }

  /** As {@link #sayResults}, without causes. */
  void sayStatuses() {
    s.settle();
    s.say(posted.stream().map(DriverScript::status).collect(joining(", ")));
  }

  private static String status(Submission<?> submission) {
    return submission.item()
        + " "
        + submission.poll().map(end -> end.status().toString()).orElse("is pending");
  }

  /** {@code a COMPLETED}, or {@code a FAILED of java.io.IOException: x}. */
  static String result(Submission<?> submission) {
    return submission.item()
        + " "
        + submission.poll().map(DriverScript::words).orElse("is pending");
  }

  static String words(Completion end) {
    return end.cause() == null || end.status() == Completion.Status.CANCELLED
        ? end.status().toString()
        : end.status() + " of " + end.cause();
  }
}
