package dev.wq.poll;

import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.Waiter;
import dev.wq.poll.TriggerOutcome.Cause;
import dev.wq.poll.WaitLine.Ending;
import dev.wq.poll.WaitLine.Place;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The bytes in a pipe and the calls that wait for some, or for space. */
/*
 * Every call, also one that does not block, joins its line, and then bytes are moved until nothing moves any more: from
 * the writer whose turn it is into the ring, from the ring to the reader whose turn it is. A call that is done leaves its
 * line as SERVED; one that may not wait takes itself out at the end of the same section. So there is one place where
 * bytes move, nobody overtakes anybody, and at the end of each section: readers in line mean an empty ring, writers in
 * line mean a full one.
 *
 * A transfer belongs to the lock while it is in line, and to its thread afterwards; so a thread whose time is over reads how
 * many bytes were moved for it only when it has left the line under the lock, and no byte is moved after that.
 *
 * Bytes are copied under the lock. Its sections are longer here than in the other objects: as many copies as there are
 * calls to serve, each of at most the pipe's capacity.
 *
 * Reset drops the bytes in the ring and calls off all transfers; their threads throw, whatever was moved. Close lets
 * readers have what is in the ring; nobody can write after it, and every watcher is told, since it holds for ever.
 */
abstract sealed class PipeRing extends PollObject permits Pipe {
  // I: set once  L: the object's lock
  private final Trigger readable = new HasBytes(); // I
  private final Trigger closing = new IsClosed(); // I
  private final byte[] ring; // I; bytes L
  final WaitLine<Transfer> readers = new WaitLine<>(); // L
  final WaitLine<Transfer> writers = new WaitLine<>(); // L
  private int head; // L: of the oldest byte
  private int used; // L
  private boolean closed; // L: false -> true, once
  private boolean filled; // L: bytes came into the ring in this section
  private @Nullable Place<Transfer> done; // L: to be woken after this section, a chain
  private @Nullable Place<Transfer> lastDone; // L

  PipeRing(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, was " + capacity);
    }
    this.ring = new byte[capacity];
  }

  // ---- one call

  final Place<Transfer> place(Transfer transfer) {
    Place<Transfer> me = new Place<>(host);
    me.value = transfer;
    return me;
  }

  static Transfer transfer(Place<Transfer> place) {
    Transfer transfer = place.value;
    assert transfer != null;
    return transfer;
  }

  static int moved(Place<Transfer> me) {
    return transfer(me).moved();
  }

  /** How the transfer has ended, null where its time was over or it was interrupted on the way. */
  final @Nullable Ending transfer(WaitLine<Transfer> line, Place<Transfer> me, long timeoutNanos)
      throws InterruptedException {
    if (timeoutNanos != 0) {
      ItemControl.refuseBhWait(this);
    }
    long deadline = Waiter.deadline(host, timeoutNanos);
    Ending how = join(line, me, timeoutNanos != 0);
    if (how != null || timeoutNanos == 0) {
      return how;
    }
    awaitEnd(line, me, deadline);
    if (me.isCancelled()) {
      throw new CancellationException(this + " was reset while a call waited");
    }
    return me.ending;
  }

  private void awaitEnd(WaitLine<Transfer> line, Place<Transfer> me, long deadline)
      throws InterruptedException {
    try {
      await(line, me, deadline);
    } catch (InterruptedException e) {
      if (moved(me) == 0) {
        throw e;
      }
      Thread.currentThread().interrupt();
    }
  }

  /** Moves what can be moved now; null if the transfer is not done and, if it may wait, in line. */
  final @Nullable Ending join(WaitLine<Transfer> line, Place<Transfer> me, boolean wait) {
    if (transfer(me).start == transfer(me).end) {
      return Ending.SERVED;
    }
    lock();
    if (!closed || line == readers) {
      line.add(me);
      move();
    }
    if (closed && me.ending == null) {
      me.ending = Ending.CLOSED;
    }
    if (!wait || closed) {
      line.remove(me);
    }
    Ending how = me.ending;
    Place<Transfer> woken = takeDone();
    Arming told = takeTold();
    unlock();
    WaitLine.wakeAll(woken);
    readable.deliver(told);
    return how;
  }

  // ---- moving bytes, under the lock

  private void move() {
    boolean moving = true;
    while (moving) {
      moving = fill() || drain();
    }
  }

  /** Bytes of the writer whose turn it is into the ring. */
  private boolean fill() {
    Place<Transfer> writer = writers.first();
    if (writer == null || used == ring.length) {
      return false;
    }
    Transfer t = transfer(writer);
    int tail = wrapped(head + used);
    int count = Math.min(t.end - t.next, ring.length - used);
    int straight = Math.min(count, ring.length - tail);
    System.arraycopy(t.bytes, t.next, ring, tail, straight);
    System.arraycopy(t.bytes, t.next + straight, ring, 0, count - straight);
    used += count;
    filled = true;
    advance(writers, writer, count);
    return true;
  }

  /** Bytes of the ring to the reader whose turn it is. */
  private boolean drain() {
    Place<Transfer> reader = readers.first();
    if (reader == null || used == 0) {
      return false;
    }
    Transfer t = transfer(reader);
    int count = Math.min(t.end - t.next, used);
    int straight = Math.min(count, ring.length - head);
    System.arraycopy(ring, head, t.bytes, t.next, straight);
    System.arraycopy(ring, 0, t.bytes, t.next + straight, count - straight);
    head = wrapped(head + count);
    used -= count;
    advance(readers, reader, count);
    return true;
  }

  private int wrapped(int index) {
    int over = index - ring.length; // also where index has overflowed
    return over < 0 ? over + ring.length : over;
  }

  private void advance(WaitLine<Transfer> line, Place<Transfer> place, int count) {
    Transfer t = transfer(place);
    t.next += count;
    if (t.isDone()) {
      line.poll(Ending.SERVED);
      if (lastDone == null) {
        done = place;
      } else {
        lastDone.after = place;
      }
      lastDone = place;
    }
  }

  private @Nullable Place<Transfer> takeDone() {
    Place<Transfer> chain = done;
    done = null;
    lastDone = null;
    return chain;
  }

  private @Nullable Arming takeTold() {
    boolean tell = filled && used > 0;
    filled = false;
    return tell ? readable.takeWatcher(Cause.EVENT) : null;
  }

  /** Ends all waiting; for good if it is closed by this. */
  final void callOff(Ending why) {
    lock();
    if (why == Ending.CLOSED) {
      closed = true;
    } else {
      used = 0;
    }
    Place<Transfer> reading = readers.pollAll(why);
    Place<Transfer> writing = writers.pollAll(why);
    unlock();
    WaitLine.wakeAll(reading);
    WaitLine.wakeAll(writing);
  }

  // ---- looking

  /** How many bytes can be read now; a snapshot. */
  public final int size() {
    lock();
    int size = used;
    unlock();
    return size;
  }

  /** Whether it has been closed. */
  public final boolean isClosed() {
    return closing.isReady();
  }

  /** How many bytes it can hold. */
  public final int capacity() {
    return ring.length;
  }

  /** Holds while there are bytes to read, or their end: the pipe is closed. */
  public final Trigger readable() {
    return readable;
  }

  /** Holds once the pipe is closed. */
  public final Trigger closed() {
    return closing;
  }

  @Override
  public final String toString() {
    return (isClosed() ? "closed pipe of " : "pipe of ") + size() + "/" + ring.length;
  }

  private final class HasBytes extends Trigger {
    HasBytes() {
      super(PipeRing.this);
    }

    @Override
    boolean holds() {
      return used > 0 || closed;
    }

    @Override
    public String toString() {
      return "pipe readable";
    }
  }

  private final class IsClosed extends Trigger {
    IsClosed() {
      super(PipeRing.this);
    }

    @Override
    boolean holds() {
      return closed;
    }

    @Override
    public String toString() {
      return "pipe closed";
    }
  }
}
