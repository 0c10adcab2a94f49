package dev.wq.poll;

import dev.wq.dispatch.Waiter;
import dev.wq.poll.WaitLine.Ending;
import dev.wq.poll.WaitLine.Place;
import java.io.IOException;
import java.time.Duration;
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
public final class Pipe extends PipeRing {
  /**
   * An empty one.
   *
   * @throws IllegalArgumentException if {@code capacity} is below 1
   */
  public Pipe(int capacity) {
    super(capacity);
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

  // ---- reset, close

  /**
   * Drops the bytes in the pipe; every blocked call throws CancellationException (Zephyr:
   * k_pipe_reset). Tells no watcher. It can be used on, unless it is closed. Does not block.
   */
  public void reset() {
    callOff(Ending.CANCELLED);
  }

  /**
   * Nothing can be written any more; what is in the pipe can be read. Every blocked call returns
   * with what it has moved, and every watcher of {@link #closed()} and {@link #readable()} is told
   * (Zephyr: k_pipe_close, which tells none). Does not block; nothing the second time.
   */
  public void close() {
    callOff(Ending.CLOSED);
    closed().tellAll();
    readable().tellAll();
  }
}
