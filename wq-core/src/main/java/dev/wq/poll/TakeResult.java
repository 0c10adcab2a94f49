package dev.wq.poll;

/** How a wait for a semaphore has ended, see {@link CountingSemaphore#take}. */
public enum TakeResult {
  /** The caller has one (Zephyr: 0). */
  TAKEN(0),
  /** None came in time (Zephyr: -EAGAIN). */
  TIMED_OUT(-11),
  /** The semaphore was reset meanwhile (Zephyr: -EAGAIN as well). */
  RESET(-11);

  private final int errno;

  TakeResult(int errno) {
    this.errno = errno;
  }

  /** Zephyr's answer, 0 or a negative number of errno.h. */
  public int errno() {
    return errno;
  }
}
