package dev.wq.scenario;

import dev.wq.scenario.Node.Place;
import dev.wq.scenario.Node.Scalar;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a work does. */
final class StepSchema {
  private static final List<String> VERBS =
      List.of(
          "run",
          "sleep",
          "lock",
          "unlock",
          "queue",
          "delay",
          "mod",
          "cancel",
          "flush",
          "flush_queue",
          "wait");

  private final String work;
  private final Schema.Names works;
  private final Schema.Names queues;
  private final List<Problem> problems;
  private final Deque<String> held = new ArrayDeque<>();

  StepSchema(String work, Schema.Names works, Schema.Names queues, List<Problem> problems) {
    this.work = work;
    this.works = works;
    this.queues = queues;
    this.problems = problems;
  }

  List<Step> read(List<Scalar> texts) {
    List<Step> steps = new ArrayList<>();
    for (Scalar text : texts) {
      Step step = step(text);
      if (step != null) {
        steps.add(step);
      }
    }
    if (!held.isEmpty() && !texts.isEmpty()) {
      wrong(texts.getLast().at(), "ends without 'unlock " + held.getFirst() + "'");
    }
    return steps;
  }

  private void wrong(Place at, String what) {
    problems.add(new Problem(at.line(), at.column(), "work '" + work + "' " + what));
  }

  private @Nullable Step step(Scalar text) {
    String[] words = text.text().trim().split("\\s+", -1);
    String name = words.length > 1 ? words[1] : "";
    String last = words[words.length - 1];
    return switch (words[0]) {
      case "run" -> is(words, 2, "run TIME", text) ? run(last, text) : null;
      case "sleep" -> is(words, 2, "sleep TIME", text) ? sleep(last, text) : null;
      case "lock" -> is(words, 2, "lock NAME", text) ? lock(name, text) : null;
      case "unlock" -> is(words, 2, "unlock NAME", text) ? unlock(name, text) : null;
      case "queue" -> is(words, 2, "queue WORK", text) ? new Step.Queue(known(name, text)) : null;
      case "delay" -> is(words, 3, "delay WORK TIME", text) ? delay(name, last, text) : null;
      case "mod" -> is(words, 3, "mod WORK TIME", text) ? mod(name, last, text) : null;
      case "cancel" ->
          is(words, 2, "cancel WORK", text) ? new Step.Cancel(known(name, text)) : null;
      case "flush" -> is(words, 2, "flush WORK", text) ? new Step.Flush(known(name, text)) : null;
      case "flush_queue" -> is(words, 2, "flush_queue QUEUE", text) ? flush(name, text) : null;
      case "wait" -> is(words, 2, "wait WORK", text) ? new Step.Wait(known(name, text)) : null;
      default -> unknown(words[0], text);
    };
  }

  private @Nullable Step unknown(String verb, Scalar text) {
    wrong(text.at(), "has an unknown step '" + text.text() + "'" + Text.hint(verb, VERBS));
    return null;
  }

  private boolean is(String[] words, int count, String form, Scalar text) {
    if (words.length != count) {
      wrong(text.at(), "has the step '" + text.text() + "', which must be: " + form);
    }
    return words.length == count;
  }

  private @Nullable Duration time(String word, Scalar text) {
    Duration time = Text.duration(word);
    if (time == null) {
      wrong(
          text.at(),
          "has the step '%s', whose time must be from 0 to 3600s with a unit (ns, us, ms, s)"
              .formatted(text.text()));
    }
    return time;
  }

  private @Nullable Step run(String word, Scalar text) {
    Duration time = time(word, text);
    return time == null ? null : new Step.Run(time);
  }

  private @Nullable Step sleep(String word, Scalar text) {
    Duration time = time(word, text);
    return time == null ? null : new Step.Sleep(time);
  }

  private @Nullable Step delay(String name, String word, Scalar text) {
    Duration time = time(word, text);
    return time == null ? null : new Step.Delay(known(name, text), time);
  }

  private @Nullable Step mod(String name, String word, Scalar text) {
    Duration time = time(word, text);
    return time == null ? null : new Step.Mod(known(name, text), time);
  }

  private String known(String name, Scalar text) {
    works.check(name, text.at(), " in step '" + text.text() + "' of work '" + work + "'");
    return name;
  }

  private Step flush(String name, Scalar text) {
    queues.check(name, text.at(), " in step '" + text.text() + "' of work '" + work + "'");
    return new Step.FlushQueue(name);
  }

  private Step lock(String name, Scalar text) {
    if (held.contains(name)) {
      wrong(text.at(), "locks '" + name + "', which it holds");
    }
    held.push(name);
    return new Step.Lock(name);
  }

  private Step unlock(String name, Scalar text) {
    if (!held.remove(name)) {
      wrong(text.at(), "unlocks '" + name + "', which it does not hold");
    }
    return new Step.Unlock(name);
  }
}
