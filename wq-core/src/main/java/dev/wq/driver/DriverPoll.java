package dev.wq.driver;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a driver answers about an item. Compare with {@code ==}; failures carry their cause. */
public final class DriverPoll {
  /** In progress; the device kicks the queue when there is news. */
  public static final DriverPoll PENDING = new DriverPoll("pending", null);

  /** In progress; ask again, nobody will kick the queue. */
  public static final DriverPoll PENDING_POLL_AGAIN = new DriverPoll("pending, poll again", null);

  /** Done. */
  public static final DriverPoll COMPLETED = new DriverPoll("completed", null);

  /** Aborted, as was asked for. */
  public static final DriverPoll CANCELLED = new DriverPoll("cancelled", null);

  /**
   * Not accepted now; only of a posting. The item stays at the head and is posted again after a
   * kick, after another item has ended, or after a while.
   */
  public static final DriverPoll REFUSED = new DriverPoll("refused", null);

  private final String name;
  private final @Nullable Throwable cause; // only of failures

  private DriverPoll(String name, @Nullable Throwable cause) {
    this.name = name;
    this.cause = cause;
  }

  /** It went wrong. */
  public static DriverPoll failed(Throwable cause) {
    return new DriverPoll("failed", Objects.requireNonNull(cause, "cause"));
  }

  /** Why it failed, null if it did not. */
  public @Nullable Throwable cause() {
    return cause;
  }

  /** Whether the item is in progress. */
  public boolean isPending() {
    return this == PENDING || this == PENDING_POLL_AGAIN;
  }

  @Override
  public String toString() {
    return cause == null ? name : name + ": " + cause;
  }
}
