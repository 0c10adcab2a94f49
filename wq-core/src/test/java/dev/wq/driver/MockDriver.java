package dev.wq.driver;

import static java.util.stream.Collectors.joining;

import dev.wq.Machine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A driver that answers as it is told and writes each call down. By default it accepts what is
 * posted and completes what {@link #verdict} says is done. It remembers every breach of a driver's
 * rights: two calls at a time, a poll of what is not in progress, an item beyond the depth.
 */
final class MockDriver<T> implements Driver<T> {
  /** An answer of a call, or what it throws. */
  @FunctionalInterface
  interface Answer {
    DriverPoll give() throws Exception;
  }

  private final Machine machine;
  private final Consumer<String> log;
  private final int depth;
  private final Map<T, Queue<Answer>> posts = new HashMap<>();
  private final Map<T, Queue<Answer>> polls = new HashMap<>();
  private final Map<T, DriverPoll> verdicts = new HashMap<>();
  private final Set<T> inProgress = new LinkedHashSet<>();
  private final Queue<ResetAnswer> resets = new ArrayDeque<>();
  private final List<String> breaches = new ArrayList<>();
  private Hooks hooks = new Hooks() {};
  private boolean abortsOnCancel;
  private boolean logsPolls = true;
  private boolean isCalled;
  private int postCalls;
  private int pollCalls;

  MockDriver(Machine machine, int depth, Consumer<String> log) {
    this.machine = machine;
    this.depth = depth;
    this.log = log;
  }

  /** What happens in calls that answer nothing; may throw. */
  interface Hooks {
    default void cancel() throws Exception {}

    default void stop() throws Exception {}

    default void reset() throws Exception {}
  }

  // ---- what it is told

  static Answer throwing(Throwable thrown) {
    return () -> {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    };
  }

  MockDriver<T> onPost(T item, DriverPoll... answers) {
    for (DriverPoll answer : answers) {
      onPost(item, () -> answer);
    }
    return this;
  }

  MockDriver<T> onPost(T item, Answer answer) {
    posts.computeIfAbsent(item, _ -> new ArrayDeque<>()).add(answer);
    return this;
  }

  MockDriver<T> onPoll(T item, DriverPoll... answers) {
    for (DriverPoll answer : answers) {
      onPoll(item, () -> answer);
    }
    return this;
  }

  MockDriver<T> onPoll(T item, Answer answer) {
    polls.computeIfAbsent(item, _ -> new ArrayDeque<>()).add(answer);
    return this;
  }

  /** What polls of {@code item} answer from now on, until it has ended. */
  MockDriver<T> verdict(T item, DriverPoll answer) {
    verdicts.put(item, answer);
    return this;
  }

  MockDriver<T> onReset(ResetAnswer... answers) {
    resets.addAll(List.of(answers));
    return this;
  }

  MockDriver<T> hooks(Hooks calls) {
    hooks = calls;
    return this;
  }

  /** A cancelled item ends at its next poll; otherwise cancel does nothing. */
  MockDriver<T> abortsOnCancel() {
    abortsOnCancel = true;
    return this;
  }

  MockDriver<T> withoutPollsInLog() {
    logsPolls = false;
    return this;
  }

  int postCalls() {
    return postCalls;
  }

  int pollCalls() {
    return pollCalls;
  }

  Set<T> inProgress() {
    return inProgress;
  }

  /** Fails for what should not have been called. */
  void assertNoBreach() {
    if (!breaches.isEmpty()) {
      throw new AssertionError(breaches.stream().collect(joining("\n")));
    }
  }

  // ---- what it is called

  @Override
  public DriverPoll post(T item) throws Exception {
    enter();
    postCalls++;
    check(!inProgress.contains(item), "posted twice: " + item);
    check(inProgress.size() < depth, "beyond the depth: " + item);
    Queue<Answer> told = posts.get(item);
    return answer("post " + item, item, told, DriverPoll.PENDING);
  }

  @Override
  public DriverPoll poll(T item) throws Exception {
    enter();
    pollCalls++;
    check(inProgress.contains(item), "polled, not in progress: " + item);
    Queue<Answer> told = polls.get(item);
    return answer(
        logsPolls ? "poll " + item : "",
        item,
        told,
        verdicts.getOrDefault(item, DriverPoll.PENDING));
  }

  private DriverPoll answer(String call, T item, Queue<Answer> told, DriverPoll otherwise)
      throws Exception {
    try {
      DriverPoll answer = told == null || told.isEmpty() ? otherwise : told.remove().give();
      say(call, String.valueOf(answer));
      track(item, answer);
      return answer;
    } catch (Throwable thrown) {
      say(call, String.valueOf(thrown));
      track(item, DriverPoll.failed(thrown));
      throw thrown;
    } finally {
      leave();
    }
  }

  private void say(String call, String answer) {
    if (!call.isEmpty()) {
      log.accept(call + ": " + answer);
    }
  }

  private void track(T item, @Nullable DriverPoll answer) {
    if (answer == null) {
      inProgress.remove(item);
    } else if (answer.isPending()) {
      inProgress.add(item);
    } else if (answer != DriverPoll.REFUSED) {
      inProgress.remove(item);
      verdicts.remove(item);
    }
  }

  @Override
  public void cancel(T item) throws Exception {
    enter();
    try {
      log.accept("cancel " + item);
      check(inProgress.contains(item), "cancelled, not in progress: " + item);
      if (abortsOnCancel) {
        verdicts.put(item, DriverPoll.CANCELLED);
      }
      hooks.cancel();
    } finally {
      leave();
    }
  }

  @Override
  public void stop() throws Exception {
    enter();
    try {
      log.accept("stop");
      check(inProgress.isEmpty(), "stopped at work: " + inProgress);
      hooks.stop();
    } finally {
      leave();
    }
  }

  @Override
  public ResetAnswer reset(T overdue) throws Exception {
    enter();
    try {
      ResetAnswer answer = resets.isEmpty() ? ResetAnswer.RESET : resets.remove();
      log.accept("reset " + overdue + ": " + answer);
      if (answer == ResetAnswer.RESET) {
        inProgress.clear(); // also if it throws: the queue gives it up
        verdicts.clear();
      }
      hooks.reset();
      return answer;
    } finally {
      leave();
    }
  }

  /** Others may come between here, so a second caller would be seen. */
  private void enter() {
    check(!isCalled, "two calls at a time");
    isCalled = true;
    machine.point();
  }

  private void leave() {
    machine.point();
    isCalled = false;
  }

  private void check(boolean isRight, String breach) {
    if (!isRight) {
      breaches.add(breach);
    }
  }
}
