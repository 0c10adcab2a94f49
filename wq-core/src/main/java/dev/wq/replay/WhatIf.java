package dev.wq.replay;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different from a recording: attributes of queues, and of the machine. Made by
 * {@link #nothing} and verbs, each of which answers a changed copy.
 *
 * @param queues in the order in which they are applied
 * @param cpus 0: as recorded
 * @param hz ticks per second; 0: as recorded
 * @param cpuIntensiveThreshold CPU time after which a work is no more counted as running in its
 *     pool, zero: never (Linux: cpu_intensive_thresh_us); null: as recorded
 * @param kernel whose rules hold, {@code 6.9}; null: the recorded one's
 * @param userTasks null: picked
 */
public record WhatIf(
    List<String> queues,
    int cpus,
    int hz,
    @Nullable Duration cpuIntensiveThreshold,
    @Nullable String kernel,
    @Nullable UserTasks userTasks) {
  private static final int MOST_CPUS = 8192;
  private static final int MOST_HZ = 10_000;
  private static final int MOST_MICROS = 1_000_000_000;
  private static final Pattern MACHINE =
      Pattern.compile("(cpus|hz|kernel|cpu_intensive_thresh_us)=([^:]*)");
  private static final Pattern KERNEL = Pattern.compile("(\\d{1,2})\\.(\\d{1,3})(\\..*)?");

  /** What the tasks do that had a CPU while a worker was ready for it. */
  public enum UserTasks {
    /** They have it when they had it, whatever else is different. */
    FIXED,
    /** They want it for as long as they had it, and compete for it with their recorded weight. */
    COMPETE
  }

  public WhatIf {
    queues = List.copyOf(queues);
    queues.forEach(QueueChange::parse);
    if (cpus < 0 || cpus > MOST_CPUS) {
      throw new IllegalArgumentException("cpus must be 1 to " + MOST_CPUS + ", was " + cpus);
    }
    if (hz < 0 || hz > MOST_HZ) {
      throw new IllegalArgumentException("hz must be 1 to " + MOST_HZ + ", was " + hz);
    }
    if (cpuIntensiveThreshold != null && cpuIntensiveThreshold.isNegative()) {
      throw new IllegalArgumentException("negative threshold " + cpuIntensiveThreshold);
    }
    if (kernel != null) {
      version(kernel);
    }
  }

  /** Everything as recorded. */
  public static WhatIf nothing() {
    return new WhatIf(List.of(), 0, 0, null, null, null);
  }

  /**
   * Other attributes for a queue, or for several.
   *
   * @param change {@code QUEUE:ATTRIBUTE,...}, where QUEUE may hold {@code *} for anything and the
   *     attributes are {@code max_active=N}, {@code unbound}, {@code bound}, {@code highpri},
   *     {@code normal}, {@code ordered}, {@code cpu_intensive}, {@code cpumask=HEX}
   * @throws IllegalArgumentException if it is not that, with a message for people
   */
  public WhatIf queue(String change) {
    List<String> all = new ArrayList<>(queues);
    all.add(change);
    return new WhatIf(all, cpus, hz, cpuIntensiveThreshold, kernel, userTasks);
  }

  /**
   * One more change, as people write it.
   *
   * @param change as for {@link #queue}, or one of {@code cpus=N}, {@code hz=N}, {@code
   *     cpu_intensive_thresh_us=N}, {@code kernel=VERSION}
   * @throws IllegalArgumentException if it is not that, with a message for people
   */
  public WhatIf with(String change) {
    Matcher matcher = MACHINE.matcher(change);
    if (!matcher.matches()) {
      return queue(change);
    }
    String value = matcher.group(2);
    return switch (matcher.group(1)) {
      case "cpus" -> cpus(number(value, MOST_CPUS, change));
      case "hz" -> hz(number(value, MOST_HZ, change));
      case "kernel" -> kernel(value);
      default ->
          cpuIntensiveThreshold(Duration.of(number(value, MOST_MICROS, change), ChronoUnit.MICROS));
    };
  }

  private static int number(String digits, int most, String change) {
    long value = digits.matches("\\d{1,10}") ? Long.parseLong(digits) : -1;
    boolean zero = value == 0 && most == MOST_MICROS;
    if (value > most || (value < 1 && !zero)) {
      throw new IllegalArgumentException(
          "'%s' needs a number from %d to %d".formatted(change, most == MOST_MICROS ? 0 : 1, most));
    }
    return (int) value;
  }

  /** So many CPUs; tasks and interrupts stay on theirs, folded where those are gone. */
  public WhatIf cpus(int value) {
    return new WhatIf(queues, value, hz, cpuIntensiveThreshold, kernel, userTasks);
  }

  public WhatIf hz(int value) {
    return new WhatIf(queues, cpus, value, cpuIntensiveThreshold, kernel, userTasks);
  }

  public WhatIf cpuIntensiveThreshold(@Nullable Duration value) {
    return new WhatIf(queues, cpus, hz, value, kernel, userTasks);
  }

  public WhatIf kernel(@Nullable String version) {
    return new WhatIf(queues, cpus, hz, cpuIntensiveThreshold, version, userTasks);
  }

  public WhatIf userTasks(@Nullable UserTasks value) {
    return new WhatIf(queues, cpus, hz, cpuIntensiveThreshold, kernel, value);
  }

  /** Whether it names anything. */
  public boolean isNothing() {
    return queues.isEmpty()
        && cpus == 0
        && hz == 0
        && cpuIntensiveThreshold == null
        && kernel == null;
  }

  /** Major and minor number of a version. */
  static List<Integer> version(String text) {
    Matcher matcher = KERNEL.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < 5) {
      throw new IllegalArgumentException(
          "kernel must be a version from 5.0 on, as in 6.9, was '" + text + "'");
    }
    return List.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /**
   * The changed shape of a queue.
   *
   * @param recorded as it is
   */
  Shape apply(String queue, Shape recorded) {
    Shape shape = recorded;
    for (String change : queues) {
      QueueChange parsed = QueueChange.parse(change);
      shape = parsed.isOf(queue) ? parsed.apply(shape) : shape;
    }
    return shape;
  }

  /**
   * Refuses changes of queues that are not there.
   *
   * @throws NoSuchQueueException naming those that are
   */
  void check(Set<String> names) {
    for (String change : queues) {
      QueueChange parsed = QueueChange.parse(change);
      if (names.stream().noneMatch(parsed::isOf)) {
        throw new NoSuchQueueException(
            "'%s' names no queue of the recording; there are %s"
                .formatted(change, String.join(", ", new TreeSet<>(names))));
      }
    }
  }

  /** As people write it. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>(queues);
    add(parts, cpus > 0, "cpus=" + cpus);
    add(parts, hz > 0, "hz=" + hz);
    Duration threshold = cpuIntensiveThreshold;
    if (threshold != null) {
      parts.add("cpu_intensive_thresh_us=" + threshold.toNanos() / 1_000);
    }
    add(parts, kernel != null, "kernel=" + kernel);
    return parts.isEmpty() ? "nothing" : String.join(" ", parts);
  }

  private static void add(List<String> parts, boolean named, String part) {
    if (named) {
      parts.add(part);
    }
  }
}
