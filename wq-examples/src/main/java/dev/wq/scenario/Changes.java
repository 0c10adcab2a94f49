package dev.wq.scenario;

import dev.wq.QueueAttrs;
import dev.wq.QueueAttrs.Flag;
import dev.wq.scenario.Scenario.Computer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Other attributes for the queues of a scenario: {@code QUEUE:max_active=4}, {@code QUEUE:unbound},
 * {@code QUEUE:no_ordered}, several behind a comma; {@code machine:cpus=4}.
 */
public final class Changes {
  private static final String MACHINE = "machine";
  private static final String WITHOUT = "no_";

  private Changes() {}

  /**
   * The scenario with all {@code changes}, in their order.
   *
   * @throws IllegalArgumentException with a message for people, if one can't be made
   */
  public static Scenario apply(Scenario scenario, List<String> changes) {
    Scenario changed = scenario;
    for (String change : changes) {
      int colon = change.indexOf(':');
      if (colon < 1 || colon == change.length() - 1) {
        throw new IllegalArgumentException(
            "'" + change + "' is no change like QUEUE:max_active=4 or QUEUE:unbound");
      }
      String name = change.substring(0, colon);
      for (String what : change.substring(colon + 1).split(",", -1)) {
        changed = name.equals(MACHINE) ? machine(changed, what) : queue(changed, name, what);
      }
    }
    return changed;
  }

  private static Scenario machine(Scenario scenario, String what) {
    Computer now = scenario.machine();
    if (what.startsWith("cpus=")) {
      return scenario.withMachine(now.withCpus(number(what, 1, Schema.MOST_CPUS)));
    }
    if (what.startsWith("hz=")) {
      return scenario.withMachine(now.withHz(number(what, 1, Schema.MOST_HZ)));
    }
    throw new IllegalArgumentException(
        "'" + what + "' of the machine can't be changed: cpus=, hz=");
  }

  private static int number(String what, int least, int most) {
    String digits = what.substring(what.indexOf('=') + 1);
    int number = digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "'%s' needs a number from %d to %d".formatted(what, least, most));
    }
    return number;
  }

  private static Scenario queue(Scenario scenario, String name, String what) {
    List<QueueAttrs> queues = new ArrayList<>(scenario.queues());
    List<String> names = queues.stream().map(QueueAttrs::name).toList();
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("unknown queue '" + name + "'" + Text.hint(name, names));
    }
    queues.set(index, changed(queues.get(index), what));
    return scenario.withQueues(queues);
  }

  private static QueueAttrs changed(QueueAttrs attrs, String what) {
    if (what.startsWith("max_active=")) {
      return attrs.maxActive(number(what, 1, QueueAttrs.MAX_ACTIVE_LIMIT));
    }
    QueueAttrs changed =
        what.startsWith(WITHOUT)
            ? without(attrs, what.substring(WITHOUT.length()))
            : QueueFlags.with(attrs, what);
    if (changed == null) {
      throw new IllegalArgumentException(
          "'%s' of queue '%s' is no flag%s"
              .formatted(what, attrs.name(), Text.hint(what, QueueFlags.names())));
    }
    return changed;
  }

  /** A queue that is ordered no more has no limit either, until it is given one. */
  private static QueueAttrs without(QueueAttrs attrs, String flag) {
    QueueAttrs alone = QueueFlags.with(QueueAttrs.named(attrs.name()), flag);
    if (alone == null) {
      throw new IllegalArgumentException(
          "'%s' is no flag%s".formatted(flag, Text.hint(flag, QueueFlags.names())));
    }
    EnumSet<Flag> left = EnumSet.noneOf(Flag.class);
    left.addAll(attrs.flags());
    boolean ordered = flag.equals("ordered");
    left.removeAll(ordered ? EnumSet.of(Flag.ORDERED) : alone.flags());
    int limit = ordered ? QueueAttrs.DEFAULT_MAX_ACTIVE : attrs.maxActive();
    return new QueueAttrs(attrs.name(), limit, left);
  }
}
