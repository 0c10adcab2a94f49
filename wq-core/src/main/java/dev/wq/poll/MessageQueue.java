package dev.wq.poll;

import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.Waiter;
import dev.wq.poll.TriggerOutcome.Cause;
import dev.wq.poll.WaitLine.Ending;
import dev.wq.poll.WaitLine.Place;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A queue of at most so many messages, first in, first out; getters wait for a message, putters for
 * space, and works for either (Zephyr: k_msgq).
 *
 * <p>A message that a getter waits for is handed to it and never lies in the queue; the message of
 * a putter that waits gets the space that a get leaves, before anybody else's. Both lines are
 * served in the order in which the threads came; in a simulation the more urgent thread first.
 *
 * <p>All methods may be called by any thread. What a thread did before a put is seen by whoever
 * gets the message.
 *
 * @param <T> the messages, never null
 */
/*
 * Getters are in line only while the ring is empty, putters only while it is full, so at most one of the lines has
 * anybody in it; whoever changes the ring serves the other side in the same section of the lock, so both stay true.
 *
 *   put   a getter waits: it gets the message (the ring is empty). Else space: into the ring, one watcher is told. Else the
 *         putter joins its line with the message in its place, and leaves it only when the message is in the ring (SERVED),
 *         was purged (CANCELLED), or the putter takes it back because its time is over or it is interrupted.
 *   get   the oldest message leaves the ring; if a putter waits, its message takes the space and a data watcher is told, as
 *         for each put; else a space watcher is told.
 *   purge nothing is left, and every putter's message is gone too: there is no order in which theirs could come after.
 *
 * A message is in exactly one place: a putter's, the ring, a getter's. A putter whose time is over removes itself from
 * the line under the lock, or finds that its message has gone in: nothing is put twice, nothing lost.
 */
public final class MessageQueue<T> extends ValueSource<T> {
  // I: set once  L: the object's lock
  private final Trigger spaceAvailable = new SpaceAvailable(); // I
  private final int capacity; // I
  private final WaitLine<T> putters = new WaitLine<>(); // L
  private @Nullable Object[] ring; // L: null where free
  private int head; // L: of the oldest message
  private int used; // L

  /**
   * An empty one.
   *
   * @throws IllegalArgumentException if {@code capacity} is below 1
   */
  public MessageQueue(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, was " + capacity);
    }
    this.capacity = capacity;
    this.ring = new Object[capacity];
  }

  // ---- put

  /**
   * Hands {@code message} over or puts it last (Zephyr: k_msgq_put with K_NO_WAIT). Does not block.
   *
   * @return false if there is no space, and nothing was done
   */
  public boolean tryPut(T message) {
    return put(message, false);
  }

  /** As {@link #tryPut}, before all others (Zephyr: k_msgq_put_front). */
  public boolean tryPutFirst(T message) {
    return put(message, true);
  }

  private boolean put(T message, boolean asFirst) {
    Objects.requireNonNull(message, "message");
    return putOrJoin(message, asFirst, null);
  }

  /**
   * Hands {@code message} over or puts it last; waits for space (Zephyr: k_msgq_put).
   *
   * @throws InterruptedException if interrupted while waiting; the message is not put. If it is in
   *     the queue already, the call returns and the interrupt stays set
   * @throws CancellationException if the queue was purged meanwhile; the message is not put
   * @throws IllegalStateException if it would block a bh work
   */
  public void put(T message) throws InterruptedException {
    putWithin(message, Waiter.NEVER);
  }

  /**
   * As {@link #put(Object)}, for at most {@code timeout}; zero does not wait.
   *
   * @throws TimeoutException if there was no space in time; the message is not put
   */
  public void put(T message, Duration timeout) throws InterruptedException, TimeoutException {
    if (!putWithin(message, nanos(timeout))) {
      throw new TimeoutException("put into " + this + " timed out after " + timeout);
    }
  }

  private boolean putWithin(T message, long timeoutNanos) throws InterruptedException {
    if (tryPut(message)) {
      return true;
    }
    return timeoutNanos != 0 && putBlocked(message, timeoutNanos);
  }

  private boolean putBlocked(T message, long timeoutNanos) throws InterruptedException {
    ItemControl.refuseBhWait(this);
    long deadline = Waiter.deadline(host, timeoutNanos);
    Place<T> me = new Place<>(host);
    me.value = message;
    if (putOrJoin(message, false, me)) {
      return true;
    }
    if (!await(putters, me, deadline)) {
      return false;
    }
    if (me.isCancelled()) {
      throw new CancellationException(this + " was purged while a put waited");
    }
    return true;
  }

  private boolean putOrJoin(T message, boolean asFirst, @Nullable Place<T> putter) {
    Arming told = null;
    lock();
    Place<T> getter = getters.poll(Ending.SERVED);
    boolean put = getter != null || used < capacity;
    if (getter != null) {
      getter.value = message;
    } else if (put) {
      store(message, asFirst);
      told = dataAvailable().takeWatcher(Cause.EVENT);
    } else if (putter != null) {
      putters.add(putter);
    }
    unlock();
    WaitLine.wake(getter);
    dataAvailable().deliver(told);
    return put;
  }

  private void store(T message, boolean asFirst) {
    if (asFirst) {
      head = slot(capacity - 1);
      ring[head] = message;
    } else {
      ring[slot(used)] = message;
    }
    used++;
  }

  // ---- get

  @Override
  @Nullable T takeOrJoin(@Nullable Place<T> getter) {
    Place<T> putter = null;
    Trigger changed = spaceAvailable;
    Arming told = null;
    lock();
    T message = first();
    if (message != null) {
      removeFirst();
      putter = putters.poll(Ending.SERVED);
      if (putter != null) {
        changed = dataAvailable();
        store(messageOf(putter), false);
      }
      told = changed.takeWatcher(Cause.EVENT);
    } else if (getter != null) {
      getters.add(getter);
    }
    unlock();
    WaitLine.wake(putter);
    changed.deliver(told);
    return message;
  }

  private static <T> T messageOf(Place<T> putter) {
    T message = putter.value;
    assert message != null;
    return message;
  }

  private void removeFirst() {
    ring[head] = null;
    head = slot(1);
    used--;
  }

  private int slot(int fromHead) {
    int slot = head + fromHead - capacity;
    return slot < 0 ? slot + capacity : slot;
  }

  // ---- looking, purging

  /**
   * The message before which {@code index} others would be got; it stays (Zephyr: k_msgq_peek_at).
   */
  public Optional<T> peekAt(int index) {
    Objects.checkIndex(index, capacity);
    lock();
    T message = index < used ? at(index) : null;
    unlock();
    return Optional.ofNullable(message);
  }

  @SuppressWarnings("unchecked") // only messages are stored
  private @Nullable T at(int fromHead) {
    return (T) ring[slot(fromHead)];
  }

  @Override
  @Nullable T first() {
    return at(0);
  }

  @Override
  int used() {
    return used;
  }

  /** How many messages there is space for; a snapshot. */
  public int free() {
    return capacity - size();
  }

  /** The most messages that it can hold. */
  public int capacity() {
    return capacity;
  }

  /**
   * Drops all messages, those of blocked putters too: they throw CancellationException (Zephyr:
   * k_msgq_purge). Tells one watcher of {@link #spaceAvailable()}. Does not block.
   */
  public void purge() {
    @Nullable Object[] empty = new Object[capacity]; // before the lock: it may fail
    lock();
    ring = empty;
    boolean space = used > 0;
    used = 0;
    Place<T> dropped = putters.pollAll(Ending.CANCELLED);
    Arming told = space ? spaceAvailable.takeWatcher(Cause.EVENT) : null;
    unlock();
    WaitLine.wakeAll(dropped);
    spaceAvailable.deliver(told);
  }

  /** Holds while there is space. Each get that no putter waits for tells one watcher. */
  public Trigger spaceAvailable() {
    return spaceAvailable;
  }

  @Override
  String kind() {
    return "message queue";
  }

  @Override
  public String toString() {
    return kind() + " of " + size() + "/" + capacity;
  }

  private final class SpaceAvailable extends Trigger {
    SpaceAvailable() {
      super(MessageQueue.this);
    }

    @Override
    boolean holds() {
      return used < capacity;
    }

    @Override
    public String toString() {
      return "message queue has space";
    }
  }
}
