package dev.wq.poll;

import dev.wq.Machine;
import dev.wq.Work;
import dev.wq.WorkQueue;
import dev.wq.dispatch.Item;
import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.Turn;
import dev.wq.dispatch.Waiter;
import dev.wq.dispatch.Worker;
import dev.wq.poll.WaitLine.Place;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A mutual exclusion lock for works, tasks and threads, held across waits: a task that waits for it
 * gives the turn of its queue back ({@link WorkQueue#spawnTask}), so that the holder can be another
 * task of the same ordered queue. A plain work that waits for it keeps its place on its queue. For
 * a task of that ordered queue which holds the lock there is then no turn: let such queues have
 * tasks only.
 *
 * <p>It belongs to the task, the work or the thread that locked it, and is not recursive. Those
 * that wait get it in the order in which they came: {@link #unlock} hands it to the first one, and
 * nobody can come between. So a wait that ends by its deadline or an interrupt at the moment of the
 * hand-over has the lock (Zephyr's removed kio::sync::Mutex reported a timeout there).
 *
 * <p>All methods may be called by any thread, {@link #unlock} by the holder alone. What the holder
 * did before an unlock is seen by the next one.
 *
 * @see Machine#current() the machine of the thread that makes it: timeouts run on its clock
 */
public final class TurnMutex {
  private static final class State extends PollObject {
    final WaitLine<Object> line = new WaitLine<>(); // L
    @Nullable Object owner; // L: null -> a work, or the thread of a task or of the application
  }

  private final String name;
  private final State state = new State();

  /** Free. */
  public TurnMutex(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * Locks it, waiting as long as necessary.
   *
   * @throws InterruptedException if interrupted before it was handed the lock
   * @throws IllegalStateException if the caller holds it, or would wait in a work of a bh queue
   * @throws CancellationException if the caller is a task that gets no further turn
   */
  public void lock() throws InterruptedException {
    lock(Waiter.NEVER);
  }

  /**
   * As {@link #lock()}, for at most {@code timeout}.
   *
   * @param timeout not negative; zero does not wait
   * @return whether the caller holds it now
   */
  public boolean lock(Duration timeout) throws InterruptedException {
    if (Objects.requireNonNull(timeout, "timeout").isNegative()) {
      throw new IllegalArgumentException(
          "timeout of " + this + " must not be negative, was " + timeout);
    }
    return lock(TimeUnit.NANOSECONDS.convert(timeout));
  }

  private boolean lock(long timeoutNanos) throws InterruptedException {
    Object me = caller();
    Place<Object> place = new Place<>();
    place.value = me;
    Object holder = takeOr(place);
    if (holder == null) {
      return true;
    }
    if (holder == me) {
      throw new IllegalStateException(nameOf(me) + " holds mutex '" + name + "' already");
    }
    try {
      ItemControl.refuseBhWait(this);
      place.await(state.host, Waiter.deadline(state.host, timeoutNanos));
    } catch (InterruptedException interrupt) {
      if (leave(place)) {
        throw interrupt;
      }
      Thread.currentThread().interrupt();
    } catch (IllegalStateException refusedOrNoTurn) {
      if (!leave(place)) {
        handOver();
      }
      throw refusedOrNoTurn;
    }
    return !leave(place);
  }

  /** Takes it for the place, or lines it up; the holder before, which is not lined up twice. */
  private @Nullable Object takeOr(Place<Object> place) {
    state.lock();
    Object holder = state.owner;
    if (holder == null) {
      state.owner = place.value;
    } else if (holder != place.value) {
      state.line.add(place);
    }
    state.unlock();
    return holder;
  }

  /** Gives up waiting; false if it has been handed the lock. */
  private boolean leave(Place<Object> place) {
    state.lock();
    boolean waited = state.line.remove(place);
    state.unlock();
    return waited;
  }

  /** Locks it if it is free; never waits. */
  public boolean tryLock() {
    Object me = caller();
    state.lock();
    boolean free = state.owner == null;
    if (free) {
      state.owner = me;
    }
    state.unlock();
    return free;
  }

  /**
   * Hands it to whoever waits longest, or frees it.
   *
   * @throws IllegalStateException if the caller does not hold it
   */
  public void unlock() {
    Object me = caller();
    state.lock();
    Object holder = state.owner;
    state.unlock();
    if (holder != me) {
      throw new IllegalStateException(
          nameOf(me) + " unlocks mutex '" + name + "', held by " + nameOf(holder));
    }
    handOver();
  }

  private void handOver() {
    state.lock();
    Place<Object> next = state.line.poll();
    state.owner = next == null ? null : next.value;
    state.unlock();
    if (next != null) {
      next.wake();
    }
  }

  /** A task is known by its thread, which is its own, also after it has lost its turns. */
  private static Object caller() {
    Worker me = Worker.current();
    Item work = me == null || Turn.current() != null ? null : me.item();
    return work == null ? Thread.currentThread() : work;
  }

  private static String nameOf(@Nullable Object holder) {
    return switch (holder) {
      case null -> "nobody";
      case Thread thread -> "'" + thread.getName() + "'";
      case Work work -> "work '" + work.name() + "'";
      default -> holder.toString();
    };
  }

  /** For people: {@code mutex 'fork 1' held by 'philosopher 2'}. */
  @Override
  public String toString() {
    state.lock();
    Object holder = state.owner;
    state.unlock();
    return "mutex '" + name + "'" + (holder == null ? "" : " held by " + nameOf(holder));
  }
}
