package dev.wq.driver;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a {@link SimulatedDevice} is like. Made by {@link #taking} and verbs, each of which answers
 * a changed copy.
 *
 * @param <T> the class of the items
 */
public final class DeviceModel<T> implements Cloneable {
  // I: set before the copy is handed out
  private Function<? super T, Duration> latency;
  private Consumer<? super T> effect = _ -> {};
  private Predicate<? super T> fails = _ -> false;
  private Predicate<? super T> hangs = _ -> false;
  private int engines = 1;
  private double errorRate;
  private double hangRate;
  private long seed;
  private boolean isPolled;
  private boolean honoursCancel = true;
  private int extensions;
  private boolean isResettable = true;

  private DeviceModel(Function<? super T, Duration> latency) {
    this.latency = Objects.requireNonNull(latency, "latency");
  }

  /**
   * One engine that takes {@code latency} for each item, kicks the queue when it is done, aborts
   * and resets when asked to, and makes no errors.
   */
  public static <T> DeviceModel<T> taking(Duration latency) {
    checked(latency);
    return new DeviceModel<>(_ -> latency);
  }

  /** As {@link #taking(Duration)}, each item its own time. */
  public static <T> DeviceModel<T> taking(Function<? super T, Duration> latency) {
    return new DeviceModel<>(latency);
  }

  private static Duration checked(Duration latency) {
    if (Objects.requireNonNull(latency, "latency").isNegative()) {
      throw new IllegalArgumentException("latency must not be negative, was " + latency);
    }
    return latency;
  }

  @SuppressWarnings("unchecked")
  private DeviceModel<T> copy() {
    try {
      return (DeviceModel<T>) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** So many items at a time; more are refused. */
  public DeviceModel<T> engines(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a device has at least one engine, was " + count);
    }
    DeviceModel<T> changed = copy();
    changed.engines = count;
    return changed;
  }

  /**
   * Does {@code then} to each item before it says that it is done, by the pump; what that throws is
   * an error of the driver.
   */
  public DeviceModel<T> effect(Consumer<? super T> then) {
    DeviceModel<T> changed = copy();
    changed.effect = Objects.requireNonNull(then, "effect");
    return changed;
  }

  /** These items fail, always. */
  public DeviceModel<T> failing(Predicate<? super T> items) {
    DeviceModel<T> changed = copy();
    changed.fails = Objects.requireNonNull(items, "failing items");
    return changed;
  }

  /** These items never end, always. */
  public DeviceModel<T> hanging(Predicate<? super T> items) {
    DeviceModel<T> changed = copy();
    changed.hangs = Objects.requireNonNull(items, "hanging items");
    return changed;
  }

  /**
   * So many of the postings fail and so many never end, from 0 to 1, chosen by a generator that
   * begins with {@code from}.
   */
  public DeviceModel<T> rates(double errors, double neverEnding, long from) {
    checkRate("error rate", errors);
    checkRate("hang rate", neverEnding);
    checkRate("sum of error rate and hang rate", errors + neverEnding);
    DeviceModel<T> changed = copy();
    changed.errorRate = errors;
    changed.hangRate = neverEnding;
    changed.seed = from;
    return changed;
  }

  private static void checkRate(String what, double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(what + " must be from 0 to 1, was " + rate);
    }
  }

  /** It does not kick, and is asked again and again. */
  public DeviceModel<T> polled() {
    DeviceModel<T> changed = copy();
    changed.isPolled = true;
    return changed;
  }

  /** It finishes what nobody wants any longer. */
  public DeviceModel<T> ignoringCancel() {
    DeviceModel<T> changed = copy();
    changed.honoursCancel = false;
    return changed;
  }

  /** It answers so many resets with {@link ResetAnswer#STILL_RUNNING} before it does reset. */
  public DeviceModel<T> extending(int times) {
    if (times < 0) {
      throw new IllegalArgumentException("extensions must not be negative, were " + times);
    }
    DeviceModel<T> changed = copy();
    changed.extensions = times;
    return changed;
  }

  /** A reset throws. */
  public DeviceModel<T> notResettable() {
    DeviceModel<T> changed = copy();
    changed.isResettable = false;
    return changed;
  }

  // ---- for the device

  long latencyNanos(T item) {
    return checked(latency.apply(item)).toNanos();
  }

  void apply(T item) {
    effect.accept(item);
  }

  /**
   * @param draw from 0 to 1
   */
  boolean fails(T item, double draw) {
    return fails.test(item) || draw < errorRate;
  }

  /**
   * @param draw from 0 to 1
   */
  boolean hangs(T item, double draw) {
    return hangs.test(item) || (draw >= errorRate && draw < errorRate + hangRate);
  }

  int engines() {
    return engines;
  }

  long seed() {
    return seed;
  }

  boolean isPolled() {
    return isPolled;
  }

  boolean honoursCancel() {
    return honoursCancel;
  }

  int extensions() {
    return extensions;
  }

  boolean isResettable() {
    return isResettable;
  }
}
