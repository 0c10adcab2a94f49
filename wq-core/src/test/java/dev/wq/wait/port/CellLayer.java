package dev.wq.wait.port;

import java.time.Duration;

/** What a script of a known bug needs of a cell, ours or the port. */
interface CellLayer {
  /** A wait of the calling thread that has not begun. */
  Wait newWait();

  boolean wake();

  boolean close();

  boolean isClosed();

  /** How often two threads were in the slot of the waker at once; ours has none. */
  int overlaps();

  /** One wait. */
  interface Wait {
    /** Whether it ended within {@code timeout}; if not, it is dropped. */
    boolean await(Duration timeout) throws InterruptedException;
  }
}
