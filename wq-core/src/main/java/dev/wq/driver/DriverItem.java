package dev.wq.driver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Base of items that must not be posted twice at a time, because they have buffers or a state: a
 * queue refuses one that is queued or in progress. Once its submission has ended it can be posted
 * again. Items of other classes may be posted as often as one likes.
 */
/*
 * The end of the submission is what gives the item back, so the two are one step and nobody can see one without the other.
 */
public abstract class DriverItem {
  private static final VarHandle LENT;

  static {
    try {
      LENT = MethodHandles.lookup().findVarHandle(DriverItem.class, "lent", Submission.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // null -> the latest submission, by its poster, when the one before has ended
  private volatile @Nullable Submission<?> lent;

  /** Free to be posted. */
  protected DriverItem() {}

  /**
   * Lends the item.
   *
   * @throws IllegalStateException if it is lent
   */
  final void lend(Submission<?> to) {
    Submission<?> before = lent;
    if ((before != null && !before.isDone()) || !LENT.compareAndSet(this, before, to)) {
      throw lentAlready(to.queueName());
    }
  }

  final IllegalStateException lentAlready(String refusedBy) {
    Submission<?> last = lent;
    return new IllegalStateException(
        "%s is posted already, to %s: %s; refused by %s"
            .formatted(this, last == null ? "" : last.queueName(), last, refusedBy));
  }

  /** Takes it back from a submission that no queue has accepted. */
  final void takeBack() {
    lent = null;
  }

  /** Whether a queue has it now; a snapshot. */
  public final boolean isLent() {
    Submission<?> last = lent;
    return last != null && !last.isDone();
  }
}
