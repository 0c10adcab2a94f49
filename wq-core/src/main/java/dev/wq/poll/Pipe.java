package dev.wq.poll;

import dev.wq.dispatch.ItemControl;
import dev.wq.dispatch.Waiter;
import dev.wq.poll.TriggerOutcome.Cause;
import dev.wq.poll.WaitLine.Ending;
import dev.wq.poll.WaitLine.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A stream of bytes with a buffer of fixed size, which threads write to and read from, and works
 * wait for (Zephyr: k_pipe).
 *
 * <p>{@link #write} is done when all bytes are in, {@link #read} when there were some, {@link
 * #readFully} when all asked for have come. A call of which only a part could be done when its time
 * is over, the thread is interrupted (the interrupt then stays set) or the pipe is closed answers
 * how many bytes it has moved; it fails only if there were none. The bytes of one call are in
 * order, but those of another writer may come between.
 *
 * <p>All methods may be called by any thread; those that can block must not be called by a bh work,
 * which has {@link #tryWrite} and {@link #tryRead}. What a thread did before a write is seen by
 * whoever reads the bytes.
 */
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
public final class Pipe extends PollObject {
  // I: set once  L: the object's lock
  private final Trigger readable = new Readable(); // I
  private final Trigger closing = new Closed(); // I
  private final byte[] ring; // I; bytes L
  private final WaitLine<Transfer> readers = new WaitLine<>(); // L
  private final WaitLine<Transfer> writers = new WaitLine<>(); // L
  private int head; // L: of the oldest byte
  private int used; // L
  private boolean closed; // L: false -> true, once
  private boolean filled; // L: bytes came into the ring in this section
  private @Nullable Place<Transfer> done; // L: to be woken after this section, a chain
  private @Nullable Place<Transfer> lastDone; // L

  /** What one call moves. */
  private static final class Transfer {
    final byte[] bytes; // I
    final int start; // I
    final int end; // I
    final boolean whole; // I: whether a part is not enough
    int next; // L while in line, then the thread's

    Transfer(byte[] bytes, int start, int length, boolean whole) {
      Objects.checkFromIndexSize(start, length, bytes.length);
      this.bytes = bytes;
      this.start = start;
      this.end = start + length;
      this.whole = whole;
      this.next = start;
    }

    int moved() {
      return next - start;
    }

    boolean isDone() {
      return next == end || (!whole && next > start);
    }
  }

  /**
   * An empty one.
   *
   * @throws IllegalArgumentException if {@code capacity} is below 1
   */
  public Pipe(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, was " + capacity);
    }
    this.ring = new byte[capacity];
  }

  // ---- writing

  /**
   * Writes as many of the bytes as there is space for (Zephyr: k_pipe_write with K_NO_WAIT). Does
   * not block.
   *
   * @return how many, 0 if it is full
   * @throws IOException if the pipe is closed
   */
  public int tryWrite(byte[] from, int offset, int length) throws IOException {
    Place<Transfer> me = place(new Transfer(from, offset, length, true));
    return join(writers, me, false) == Ending.CLOSED ? refuseWrite(me) : moved(me);
  }

  /**
   * Writes all of the bytes, and waits for space (Zephyr: k_pipe_write).
   *
   * @return how many were written: all, or fewer if it was interrupted or closed meanwhile
   * @throws InterruptedException if interrupted before any was
   * @throws IOException if closed before any was
   * @throws CancellationException if the pipe was reset meanwhile
   * @throws IllegalStateException if called by a bh work
   */
  public int write(byte[] from, int offset, int length) throws InterruptedException, IOException {
    Place<Transfer> me = place(new Transfer(from, offset, length, true));
    return written(me, transfer(writers, me, Waiter.NEVER));
  }

  /**
   * As {@link #write(byte[], int, int)}, for at most {@code timeout}: then it answers how many were
   * written.
   *
   * @throws TimeoutException if none was
   */
  public int write(byte[] from, int offset, int length, Duration timeout)
      throws InterruptedException, TimeoutException, IOException {
    Place<Transfer> me = place(new Transfer(from, offset, length, true));
    return inTime(written(me, transfer(writers, me, nanos(timeout))), length, "write to ", timeout);
  }

  private int written(Place<Transfer> me, @Nullable Ending how) throws IOException {
    return how == Ending.CLOSED && moved(me) == 0 ? refuseWrite(me) : moved(me);
  }

  private int refuseWrite(Place<Transfer> me) throws IOException {
    Transfer transfer = transfer(me);
    throw new IOException(
        "write of " + (transfer.end - transfer.start) + " bytes to " + this + " refused");
  }

  // ---- reading

  /**
   * Reads as many bytes as there are, at most {@code length} (Zephyr: k_pipe_read with K_NO_WAIT).
   * Does not block.
   *
   * @return how many; 0 if it is empty, -1 if it is empty and closed
   */
  public int tryRead(byte[] into, int offset, int length) {
    Place<Transfer> me = place(new Transfer(into, offset, length, false));
    return read(me, join(readers, me, false));
  }

  /**
   * Reads as many bytes as there are, at most {@code length}; waits until there is one (Zephyr:
   * k_pipe_read).
   *
   * @return how many, or -1 if the pipe is empty and closed
   * @throws InterruptedException if interrupted before any came
   * @throws CancellationException if the pipe was reset meanwhile
   * @throws IllegalStateException if called by a bh work
   */
  public int read(byte[] into, int offset, int length) throws InterruptedException {
    Place<Transfer> me = place(new Transfer(into, offset, length, false));
    return read(me, transfer(readers, me, Waiter.NEVER));
  }

  /**
   * As {@link #read(byte[], int, int)}, for at most {@code timeout}.
   *
   * @throws TimeoutException if there was none in time
   */
  public int read(byte[] into, int offset, int length, Duration timeout)
      throws InterruptedException, TimeoutException {
    Place<Transfer> me = place(new Transfer(into, offset, length, false));
    return inTime(read(me, transfer(readers, me, nanos(timeout))), length, "read from ", timeout);
  }

  /**
   * Reads {@code length} bytes; waits until all have come.
   *
   * @return how many: all, or fewer if it was interrupted or closed meanwhile; -1 if it was empty
   *     and closed
   * @throws InterruptedException if interrupted before any came
   * @throws CancellationException if the pipe was reset meanwhile
   * @throws IllegalStateException if called by a bh work
   */
  public int readFully(byte[] into, int offset, int length) throws InterruptedException {
    Place<Transfer> me = place(new Transfer(into, offset, length, true));
    return read(me, transfer(readers, me, Waiter.NEVER));
  }

  /**
   * As {@link #readFully(byte[], int, int)}, for at most {@code timeout}: then it answers how many
   * have come.
   *
   * @throws TimeoutException if none has
   */
  public int readFully(byte[] into, int offset, int length, Duration timeout)
      throws InterruptedException, TimeoutException {
    Place<Transfer> me = place(new Transfer(into, offset, length, true));
    return inTime(read(me, transfer(readers, me, nanos(timeout))), length, "read from ", timeout);
  }

  private static int read(Place<Transfer> me, @Nullable Ending how) {
    return how == Ending.CLOSED && moved(me) == 0 ? -1 : moved(me);
  }

  private int inTime(int moved, int asked, String what, Duration timeout) throws TimeoutException {
    if (moved == 0 && asked > 0) {
      throw new TimeoutException(what + this + " timed out after " + timeout);
    }
    return moved;
  }

  // ---- one call

  private Place<Transfer> place(Transfer transfer) {
    Place<Transfer> me = new Place<>(host);
    me.value = transfer;
    return me;
  }

  private static Transfer transfer(Place<Transfer> place) {
    Transfer transfer = place.value;
    assert transfer != null;
    return transfer;
  }

  private static int moved(Place<Transfer> me) {
    return transfer(me).moved();
  }

  /** How the transfer has ended, null where its time was over or it was interrupted on the way. */
  private @Nullable Ending transfer(WaitLine<Transfer> line, Place<Transfer> me, long timeoutNanos)
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
  private @Nullable Ending join(WaitLine<Transfer> line, Place<Transfer> me, boolean wait) {
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
      moving = fill() | drain();
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

  // ---- reset, close

  /**
   * Drops the bytes in the pipe; every blocked call throws CancellationException (Zephyr:
   * k_pipe_reset). Tells no watcher. It can be used on, unless it is closed. Does not block.
   */
  public void reset() {
    lock();
    used = 0;
    Place<Transfer> blocked = readers.pollAll(Ending.CANCELLED);
    Place<Transfer> blockedWriters = writers.pollAll(Ending.CANCELLED);
    unlock();
    WaitLine.wakeAll(blocked);
    WaitLine.wakeAll(blockedWriters);
  }

  /**
   * Nothing can be written any more; what is in the pipe can be read. Every blocked call returns
   * with what it has moved, and every watcher of {@link #closed()} and {@link #readable()} is told
   * (Zephyr: k_pipe_close, which tells none). Does not block; nothing the second time.
   */
  public void close() {
    lock();
    closed = true;
    Place<Transfer> blocked = readers.pollAll(Ending.CLOSED);
    Place<Transfer> blockedWriters = writers.pollAll(Ending.CLOSED);
    unlock();
    WaitLine.wakeAll(blocked);
    WaitLine.wakeAll(blockedWriters);
    closing.tellAll();
    readable.tellAll();
  }

  // ---- looking

  /** How many bytes can be read now; a snapshot. */
  public int size() {
    lock();
    int size = used;
    unlock();
    return size;
  }

  /** Whether it has been closed. */
  public boolean isClosed() {
    return closing.isReady();
  }

  /** How many bytes it can hold. */
  public int capacity() {
    return ring.length;
  }

  /** Holds while there are bytes to read, or their end: the pipe is closed. */
  public Trigger readable() {
    return readable;
  }

  /** Holds once the pipe is closed. */
  public Trigger closed() {
    return closing;
  }

  @Override
  public String toString() {
    return (isClosed() ? "closed pipe of " : "pipe of ") + size() + "/" + ring.length;
  }

  private final class Readable extends Trigger {
    Readable() {
      super(Pipe.this);
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

  private final class Closed extends Trigger {
    Closed() {
      super(Pipe.this);
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
