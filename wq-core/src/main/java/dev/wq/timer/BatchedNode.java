package dev.wq.timer;

import org.jspecify.annotations.Nullable;

/**
 * A timer whose {@link #expired()} is called for up to {@link #MOST} of them at once, on the first:
 * it and those behind it have expired, in this order.
 *
 * <p>From the moment at which a batch leaves the wheel until {@code expired()} has come to a node,
 * nobody can cancel, move or arm that node. So whoever wants it has to wait for a few microseconds,
 * and {@code expired()} must not call anything that could want it before it has taken all of them.
 *
 * <p>Such a node has one owner at a time who may arm it, so that no two armings compete.
 */
public abstract class BatchedNode extends TimerNode {
  /** So many leave the wheel in one batch at most. */
  public static final int MOST = 64;

  protected BatchedNode() {}

  /**
   * Whether this armed node may be in a batch; called under the wheel's lock, must not call out.
   */
  protected abstract boolean isBatched();

  @Override
  final boolean claim(Stripe by) {
    return stripe() == null && take(by);
  }

  /** Takes the node behind this one out of the batch that this one leads; null: it was the last. */
  protected final @Nullable BatchedNode takeNext() {
    TimerNode behind = next;
    next = null;
    return (BatchedNode) behind;
  }
}
