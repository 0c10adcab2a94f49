package dev.wq.timer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One timer, made once and armed as often as wanted on a {@link TimerWheel}. Arming allocates
 * nothing, because the node carries its own links; for the same reason it is on at most one wheel
 * at a time.
 */
public abstract class TimerNode {
  /*
   * The stripe that carries this node; null is "not armed".
   *
   *   null   -> stripe   arm (CAS, under that stripe's lock: two concurrent armings cannot both win; a BatchedNode,
   *                      which its owner alone arms, does without the CAS, that is a tenth of what an arming costs)
   *   stripe -> null     cancel, cancelAll or expiry, under that stripe's lock
   *
   * A move keeps the stripe. Whoever holds the lock of the stripe named here owns the fields marked L.
   */
  private volatile @Nullable Stripe stripe;

  @Nullable TimerNode next; // L: towards the end of the slot, null in the last node
  @Nullable TimerNode prev; // L: towards the head; in the head, the last node
  int slot; // L: level and index in it, see Stripe
  long tick; // L: the deadline in the wheel's ticks, rounded up
  private int arming; // L for writing: counts arm and move, for cancelAll to notice a change

  @SuppressWarnings("UnusedVariable") // through DEADLINE
  private long deadline; // L for writing

  protected TimerNode() {}

  /**
   * The deadline has passed. Called on the wheel's driver thread with no lock held, after the node
   * left the wheel, so it may be armed again from here.
   *
   * <p>Must not block: every other timer of the machine waits meanwhile. What it throws is logged
   * and dropped.
   */
  protected abstract void expired();

  /** Whether the node was on a wheel at some moment during the call. */
  public final boolean isArmed() {
    return stripe != null;
  }

  /**
   * The deadline last given to arm or to a successful move, on the host's clock; 0 before the
   * first.
   */
  public final long deadline() {
    return (long) DEADLINE.getOpaque(this);
  }

  @Nullable Stripe stripe() {
    return stripe;
  }

  boolean claim(Stripe by) {
    return STRIPE.compareAndSet(this, null, by);
  }

  /** A claim that nobody else makes. */
  boolean take(Stripe by) {
    STRIPE.setRelease(this, by);
    return true;
  }

  /**
   * Pairs with the CAS of {@link #claim}: the next owner sees the fields as the last one left them.
   */
  void releaseClaim() {
    STRIPE.setRelease(this, null);
  }

  /**
   * Pairs with {@link #stamp}: what the armer wrote before arming is visible to who reads this
   * arming's number.
   */
  int armingAcquire() {
    return (int) ARMING.getAcquire(this);
  }

  void stamp(long deadlineNanos, long deadlineTick) {
    tick = deadlineTick;
    DEADLINE.setOpaque(this, deadlineNanos);
    ARMING.setRelease(this, arming + 1);
  }

  private static final VarHandle STRIPE;
  private static final VarHandle ARMING;
  private static final VarHandle DEADLINE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STRIPE = lookup.findVarHandle(TimerNode.class, "stripe", Stripe.class);
      ARMING = lookup.findVarHandle(TimerNode.class, "arming", int.class);
      DEADLINE = lookup.findVarHandle(TimerNode.class, "deadline", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
