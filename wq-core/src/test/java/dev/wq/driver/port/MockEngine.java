package dev.wq.driver.port;

import dev.wq.driver.port.AcceleratorLayer.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A device that answers what the script says; without a word it is in progress. */
final class MockEngine implements AcceleratorLayer.Engine {
  final List<String> posted = new ArrayList<>();
  int stops;
  private final Answer toPost;
  private final Deque<Answer> toPoll = new ArrayDeque<>();

  MockEngine(Answer toPost, Answer... toPoll) {
    this.toPost = toPost;
    this.toPoll.addAll(List.of(toPoll));
  }

  /** What the next polls are answered. */
  void answer(Answer... next) {
    toPoll.addAll(List.of(next));
  }

  @Override
  public Answer post(String operation) {
    posted.add(operation);
    return toPost;
  }

  @Override
  public Answer poll(String operation) {
    return toPoll.isEmpty() ? Answer.PENDING : toPoll.remove();
  }

  @Override
  public void cancel(String operation) {}

  @Override
  public void stop() {
    stops++;
  }
}
