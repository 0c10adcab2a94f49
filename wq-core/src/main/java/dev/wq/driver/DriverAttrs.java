package dev.wq.driver;

import dev.wq.ThreadKind;
import java.time.Duration;
import java.util.Objects;

/**
 * What a driver queue is like. Made by {@link #named} and verbs, each of which answers a changed
 * copy.
 *
 * @param name for messages and the pump's thread; names need not be unique
 * @param depth the credits of the device: how many items of one credit may be in progress
 * @param capacity how many items may be queued or in progress, before posting waits
 * @param runLimit how long an item may be in progress before the device is reset; zero: for ever
 * @param closeTimeout how long closing a submission, a detach and a close wait for the driver
 *     before the device is reset
 * @param banAfter how many resets by the run limit a submitter may cause; at the last one it is
 *     banned
 * @param maxBatch how many items {@link Driver#postBatch} is given at most; 1: it is not used
 * @param linger how long the first item of a batch waits for others
 * @param thread what the pump runs on
 * @param isMeasured whether times are kept as well as counts, see {@link DriverStats}
 */
public record DriverAttrs(
    String name,
    int depth,
    int capacity,
    Duration runLimit,
    Duration closeTimeout,
    int banAfter,
    int maxBatch,
    Duration linger,
    ThreadKind thread,
    boolean isMeasured) {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  public DriverAttrs {
    if (Objects.requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException(
          "the name of a driver queue must not be empty, was '" + name + "'");
    }
    atLeastOne(depth, "depth", name);
    atLeastOne(capacity, "capacity", name);
    atLeastOne(banAfter, "number of resets before a ban", name);
    atLeastOne(maxBatch, "largest batch", name);
    inRange(runLimit, "run limit", name);
    inRange(closeTimeout, "close timeout", name);
    inRange(linger, "linger", name);
    Objects.requireNonNull(thread, "thread");
  }

  private static void atLeastOne(int value, String what, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s of driver queue '%s' must be at least 1, was %d".formatted(what, name, value));
    }
  }

  private static void inRange(Duration value, String what, String name) {
    if (Objects.requireNonNull(value, what).isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s of driver queue '%s' must be from 0 to 100 years, was %s"
              .formatted(what, name, value));
    }
  }

  /**
   * One item at a time, at most 1024 posted, no run limit, five seconds to close, a ban at the
   * first reset by a run limit, no batches, a virtual thread.
   */
  public static DriverAttrs named(String name) {
    return new DriverAttrs(
        name,
        1,
        1024,
        Duration.ZERO,
        Duration.ofSeconds(5),
        1,
        1,
        Duration.ZERO,
        ThreadKind.VIRTUAL,
        false);
  }

  /** So many credits. */
  public DriverAttrs depth(int credits) {
    return new DriverAttrs(
        name,
        credits,
        capacity,
        runLimit,
        closeTimeout,
        banAfter,
        maxBatch,
        linger,
        thread,
        isMeasured);
  }

  /** At most so many items posted at a time; {@link Integer#MAX_VALUE}: posting never waits. */
  public DriverAttrs capacity(int items) {
    return new DriverAttrs(
        name, depth, items, runLimit, closeTimeout, banAfter, maxBatch, linger, thread, isMeasured);
  }

  /** Each item may be in progress so long. */
  public DriverAttrs runLimit(Duration limit) {
    return new DriverAttrs(
        name, depth, capacity, limit, closeTimeout, banAfter, maxBatch, linger, thread, isMeasured);
  }

  /** Closing waits so long for the driver. */
  public DriverAttrs closeTimeout(Duration timeout) {
    return new DriverAttrs(
        name, depth, capacity, runLimit, timeout, banAfter, maxBatch, linger, thread, isMeasured);
  }

  /** A submitter is banned when so many of its items were reset by the run limit. */
  public DriverAttrs banAfter(int resets) {
    return new DriverAttrs(
        name,
        depth,
        capacity,
        runLimit,
        closeTimeout,
        resets,
        maxBatch,
        linger,
        thread,
        isMeasured);
  }

  /** Items are posted together, at most so many, the first of them after {@code wait}. */
  public DriverAttrs batch(int atMost, Duration wait) {
    return new DriverAttrs(
        name, depth, capacity, runLimit, closeTimeout, banAfter, atMost, wait, thread, isMeasured);
  }

  /** The pump runs on a thread of the operating system: for drivers that stay in native calls. */
  public DriverAttrs onPlatformThread() {
    return new DriverAttrs(
        name,
        depth,
        capacity,
        runLimit,
        closeTimeout,
        banAfter,
        maxBatch,
        linger,
        ThreadKind.PLATFORM,
        isMeasured);
  }

  /** Times are kept as well. */
  public DriverAttrs measured() {
    return new DriverAttrs(
        name, depth, capacity, runLimit, closeTimeout, banAfter, maxBatch, linger, thread, true);
  }
}
