package dev.wq.poll;

import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.Waiter;
import dev.wq.poll.WaitLine.Place;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An object that values are got from. A getter waits only while there is no value, and who puts one
 * while a getter waits hands it over, so nobody comes between the two.
 *
 * @param <T> the values, never null
 */
abstract sealed class ValueSource<T> extends PollObject permits ValueList, MessageQueue {
  private final Trigger dataAvailable = new DataAvailable(); // I
  final WaitLine<T> getters = new WaitLine<>(); // L: the object's lock

  /** Takes a value; if there is none, puts {@code getter} in line, unless it is null. */
  abstract @Nullable T takeOrJoin(@Nullable Place<T> getter);

  /** Under the lock. */
  abstract @Nullable T first();

  /** Under the lock. */
  abstract int used();

  /** For people: {@code fifo}. */
  abstract String kind();

  // ---- get

  /** The next value, empty if there is none now. Does not block. */
  public final Optional<T> tryGet() {
    return Optional.ofNullable(takeOrJoin(null));
  }

  /**
   * The next value; waits until there is one.
   *
   * @throws InterruptedException if interrupted while waiting. A value that was handed over already
   *     is returned, and the interrupt stays set
   * @throws CancellationException if the waiting was cancelled
   * @throws IllegalStateException if it would block a bh work
   */
  public final T get() throws InterruptedException {
    T value = getWithin(Waiter.NEVER);
    assert value != null;
    return value;
  }

  /**
   * As {@link #get()}, for at most {@code timeout}; zero does not wait.
   *
   * @throws TimeoutException if there was none in time
   */
  public final T get(Duration timeout) throws InterruptedException, TimeoutException {
    T value = getWithin(nanos(timeout));
    if (value == null) {
      throw new TimeoutException("get from " + this + " timed out after " + timeout);
    }
    return value;
  }

  private @Nullable T getWithin(long timeoutNanos) throws InterruptedException {
    T value = takeOrJoin(null);
    return value != null || timeoutNanos == 0 ? value : getBlocked(timeoutNanos);
  }

  private @Nullable T getBlocked(long timeoutNanos) throws InterruptedException {
    ItemControl.refuseBhWait(this);
    long deadline = Waiter.deadline(host, timeoutNanos);
    Place<T> me = new Place<>(host);
    T value = takeOrJoin(me);
    if (value != null || !await(getters, me, deadline)) {
      return value;
    }
    if (me.isCancelled()) {
      throw new CancellationException("the wait for " + this + " was cancelled");
    }
    return me.value;
  }

  // ---- looking

  /** The value that the next get would take; it stays. */
  public final Optional<T> peek() {
    lock();
    T value = first();
    unlock();
    return Optional.ofNullable(value);
  }

  /** How many values there are; a snapshot. */
  public final int size() {
    lock();
    int size = used();
    unlock();
    return size;
  }

  /**
   * Holds while there is a value. Each put that no getter waits for tells one watcher (zephyr P19,
   * P20).
   */
  public final Trigger dataAvailable() {
    return dataAvailable;
  }

  @Override
  public String toString() {
    return kind() + " of " + size();
  }

  private final class DataAvailable extends Trigger {
    DataAvailable() {
      super(ValueSource.this);
    }

    @Override
    boolean holds() {
      return used() > 0;
    }

    @Override
    public String toString() {
      return kind() + " has data";
    }
  }
}
