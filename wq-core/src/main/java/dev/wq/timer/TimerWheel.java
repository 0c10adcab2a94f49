package dev.wq.timer;

import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Calls {@link TimerNode#expired()} at deadlines, on one driver thread of its own.
 *
 * <p>Any thread may call any method, none blocks for longer than another thread's few instructions.
 * Of the calls that compete for one arming (cancel, cancelAll, expiry) exactly one gets it. What a
 * thread did before arming or moving a node happens-before that node's {@code expired()}.
 *
 * <p>Order: nodes that expire in the same pass of the driver do so by tick, and those of one tick
 * in the order in which they were armed; a move counts as a new arming. In a simulation this order
 * is exact. Live it is exact among nodes armed on the same CPU stripe, and by tick otherwise.
 */
public final class TimerWheel {
  /*
   * Places. Time is cut into ticks of 2^tickShift ns and a deadline is rounded up to a tick, so a node is never early.
   * A tick is read as 12-bit digits; a slot of level l stands for 4096^l ticks, by the tick's digit l, and a level is a
   * ring of 4096 slots. A node is in the lowest level whose ring reaches from the stripe's `now` to its tick. Hence:
   *
   *   P1  a slot of a level l > 0 that now's digit points to is empty, unless it begins now and has not been spread;
   *   P2  of two nodes for one tick, the one in the higher level was armed first: `now` only grows.
   *
   * So each level's earliest node is in its first occupied slot round the ring, two bitmap words away. When `now` comes
   * to the start of slots above level 0, their nodes are spread over the levels below, the lowest level first, at most
   * `levels` times in a node's life. A level has 4096 slots because more but smaller levels touched each node more
   * often when it was cold, which was slower. For the same reason a level reaches 4096 slots ahead of now and not just
   * to the end of now's own slot in the next level, as it did first: a timer of up to 4.3 s is never spread. With that,
   * a million of them were 200 ms late once every 4.3 s.
   *
   * Order. Slots are lists in order of arming. A spread takes the last node first and puts it in front of what is there,
   * which by P2 was armed later; so an arming that meets a spread half done (the lock is given back after each 256
   * nodes) just joins the end of its slot.
   * `now` goes from one occupied tick to the next and stays on a tick until its slot is empty, so a node armed during
   * the pass for a tick that has not been reached comes in its order. A tick not after `now` is late: it waits in a
   * list that is ordered by tick and belongs to the next pass. Without that boundary a node that arms itself for the
   * past would keep the driver from all others. The insertion looks back over late nodes that are due later; they are
   * few, as deadlines are made by adding a delay to the clock, and only a driver that lags leaves any.
   *
   * Stripes. Each has its own wheel and lock; a node is on the stripe of the CPU that armed it until it leaves. A pass
   * merges them by always draining the stripe with the earliest tick up to the second earliest. With ticks of 1 ns,
   * that is in a simulation, there is one stripe: its order is total and it costs less to make.
   *
   * An idle stripe's `now` follows the clock at each pass that finds it more than half a ring behind, so that what is
   * armed next is not put higher than it need be.
   *
   * Who gets a node. `TimerNode.stripe` is set and cleared under the lock of the stripe that it names, so whoever holds
   * that lock and reads it there decides alone. The driver takes one node at a time and calls it without the lock. Up
   * to that moment the node is armed and can be cancelled or moved, even if a million are due before it. Taking all
   * due nodes at once would leave cancellers waiting for a node that is neither on the wheel nor run. So only kinds that
   * say so (BatchedNode) leave in batches, of at most 64 nodes that stand behind each other in a slot, and a batch is
   * called as a whole: whoever wants one of them waits for the few microseconds that this takes.
   *
   * Sleep. A stripe's `next` is a tick before which it has nothing to do, `sleepUntil` the tick up to which the driver
   * sleeps. Both are volatile, and
   *
   *   arm, move:  A1 next = tick (if earlier)     driver:  D1 sleepUntil = min of next
   *               A2 read sleepUntil                       D2 read next of all stripes again
   *               A3 tick < sleepUntil: unpark             D3 changed: another pass; else park
   *
   *   If D2 misses A1, then D1 came before A2, so A2 sees D1 or a later value: A3 unparks, and the permit ends the park
   *   however late it begins. While the driver is awake, sleepUntil is AWAKE and nobody unparks it: it will do D1 and D2.
   *   An arming that does not lower `next` need not look: whoever lowered it to that value has looked or is about to.
   *   `next` rises only under the lock, to a value computed there.
   *   An early wake-up only costs a pass: the driver trusts the clock, never the reason of its waking.
   *
   * Driver. It is started by the first arming, before the node is linked, so that a host that refuses leaves nothing
   * behind. Other first armers wait for that attempt and, if it failed, make their own. Close marks every stripe
   * under its lock, after which no stripe hands out a node.
   */

  private static final int MAX_STRIPES = 16;
  private static final long AWAKE = Long.MIN_VALUE;

  private final Host host; // I
  private final String name; // I
  final int shift; // I: a tick is 2^shift ns; 0 in a simulation
  private final long origin; // I: tick 0 on the host's clock
  private final Stripe[] stripes; // I
  private final long[] look; // W: driver only: where each stripe stands in this pass
  private volatile @Nullable Thread driver; // null -> thread, by the one that holds starting

  @SuppressWarnings("UnusedVariable") // through STARTING
  private volatile boolean starting;

  private volatile boolean closed; // false -> true
  private volatile long sleepUntil = AWAKE; // W for writing: driver only

  /**
   * A wheel that counts in the host's ticks from now on. Starts nothing and allocates next to
   * nothing.
   */
  public TimerWheel(Host host, String name) {
    this.host = host;
    this.name = name;
    shift = host.tickShift();
    origin = host.nanoTime();
    stripes = new Stripe[shift == 0 ? 1 : stripesFor(host.cpus())];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new Stripe(this, host);
    }
    look = new long[stripes.length];
  }

  private static int stripesFor(int cpus) {
    return cpus >= MAX_STRIPES ? MAX_STRIPES : Integer.highestOneBit(2 * cpus - 1);
  }

  /**
   * Arms {@code node}: its {@code expired()} is called once when the clock has reached the
   * deadline.
   *
   * @param deadlineNanos on the scale of {@link Host#nanoTime()}, compared as a number; one in the
   *     past expires in the driver's next pass, {@code Long.MAX_VALUE} never
   * @throws IllegalStateException if the node is armed, or this wheel is closed, or the host cannot
   *     start the driver; then nothing has changed
   */
  public void arm(TimerNode node, long deadlineNanos) {
    Objects.requireNonNull(node, "node");
    if (driver == null) {
      startDriver(node);
    }
    long tick = tickOf(deadlineNanos);
    Stripe stripe = stripes[host.cpu() & (stripes.length - 1)];
    wakeFor(stripe.add(node, deadlineNanos, tick), tick);
  }

  /**
   * Gives an armed node another deadline, as if it were cancelled and armed again in one step.
   *
   * @return true if it was armed and now has this deadline; false if it was not (expired,
   *     cancelled, never armed), and nothing has changed
   */
  public boolean move(TimerNode node, long deadlineNanos) {
    long tick = tickOf(deadlineNanos);
    for (Stripe s = stripeOf(node); s != null; s = stripeOf(node)) {
      Stripe.Outcome outcome = s.move(node, deadlineNanos, tick);
      if (outcome != Stripe.Outcome.ELSEWHERE) {
        wakeFor(outcome, tick);
        return true;
      }
    }
    return false;
  }

  /**
   * Takes a node off the wheel.
   *
   * @return true if this call took it off: this arming does not expire; false if it was not armed.
   *     After false its {@code expired()} may be running or about to be called.
   */
  public boolean cancel(TimerNode node) {
    for (Stripe s = stripeOf(node); s != null; s = stripeOf(node)) {
      Stripe.Outcome outcome = s.cancel(node);
      if (outcome != Stripe.Outcome.ELSEWHERE) {
        wakeFor(outcome, Stripe.NEVER);
        return true;
      }
    }
    return false;
  }

  /**
   * Cancels all armed nodes that {@code which} accepts. Nodes armed while this runs may or may not
   * be among them.
   *
   * <p>Both functions are called without a lock. A node is cancelled only in the arming in which it
   * was accepted; one that changes in between is asked about again. What a function throws ends the
   * call; nodes handed to {@code cancelled} by then stay cancelled.
   *
   * @return how many were cancelled by this call
   */
  public int cancelAll(Predicate<TimerNode> which, Consumer<TimerNode> cancelled) {
    int n = 0;
    for (Stripe stripe : stripes) {
      for (TimerNode node : stripe.snapshot()) {
        if (node == null) {
          break;
        }
        if (cancelIf(node, which)) {
          n++;
          cancelled.accept(node);
        }
      }
    }
    return n;
  }

  /**
   * As {@link #cancel}, if {@code which} accepts the node in its present arming; called without a
   * lock, and again if the arming changes in between.
   */
  public boolean cancelIf(TimerNode node, Predicate<TimerNode> which) {
    for (Stripe s = stripeOf(node); s != null; s = stripeOf(node)) {
      int arming = node.armingAcquire();
      if (!which.test(node)) {
        return false;
      }
      Stripe.Outcome outcome = s.cancel(node, arming);
      if (outcome != Stripe.Outcome.ELSEWHERE) {
        wakeFor(outcome, Stripe.NEVER);
        return true;
      }
    }
    return false;
  }

  /** How many nodes are armed; exact while no other thread arms, cancels or expires any. */
  public int armed() {
    int n = 0;
    for (Stripe stripe : stripes) {
      n += stripe.count();
    }
    return n;
  }

  /**
   * Stops the driver for good. Nodes still armed never expire; they can be cancelled. Does not wait
   * for an {@code expired()} that is running or has been chosen. A second call does nothing.
   */
  public void close() {
    closed = true;
    for (Stripe stripe : stripes) {
      stripe.close();
    }
    LockSupport.unpark(driver);
  }

  @Override
  public String toString() {
    return "timers of " + name + (closed ? " (closed)" : "");
  }

  // deadlines

  /** Rounded up, so that a tick has begun only when every deadline in it has passed. */
  private long tickOf(long deadline) {
    long fraction = (1L << shift) - 1;
    long since = deadline - origin;
    if (deadline <= origin) {
      return 0;
    }
    boolean beyond =
        deadline >= Long.MAX_VALUE - fraction || since < 0 || since > Long.MAX_VALUE - fraction;
    return beyond ? Stripe.NEVER : (since + fraction) >>> shift;
  }

  private @Nullable Stripe stripeOf(TimerNode node) {
    Stripe stripe = node.stripe();
    if (stripe != null && stripe.wheel != this) {
      throw new IllegalArgumentException(
          node + " is armed with the " + stripe.wheel + ", not with the " + this);
    }
    return stripe;
  }

  IllegalStateException refused(TimerNode node) {
    return new IllegalStateException(
        closed ? this + " refused " + node : node + " is already armed with the " + node.stripe());
  }

  /** A2 and A3, where the request changed what the driver should sleep for. */
  private void wakeFor(Stripe.Outcome outcome, long tick) {
    if (outcome == Stripe.Outcome.DONE_WAKE) {
      host.point();
      long asleep = sleepUntil;
      if (tick == Stripe.NEVER ? asleep != AWAKE && asleep != tick : tick < asleep) {
        LockSupport.unpark(driver);
      }
    }
  }

  // the driver

  private void startDriver(TimerNode first) {
    for (int round = 0; driver == null; ) {
      if (closed) {
        throw refused(first);
      }
      host.point();
      if (STARTING.compareAndSet(this, false, true)) {
        startDriverOnce();
      } else {
        round = host.spin(round);
      }
    }
  }

  private void startDriverOnce() {
    try {
      if (driver == null) {
        Thread started = host.startDriver(name, this::drive);
        driver = started;
        if (closed) { // by a close that did not see the driver yet
          LockSupport.unpark(started);
        }
      }
    } finally {
      starting = false;
    }
  }

  private void drive() {
    while (!closed) {
      turn(host.nanoTime());
      sleep();
    }
  }

  /** One pass: calls every node that is due at {@code nowNanos}, in order. */
  void turn(long nowNanos) {
    long to = Math.min((nowNanos - origin) >>> shift, Stripe.NEVER - 1);
    for (int i = 0; i < stripes.length; i++) {
      look[i] = stripes[i].beginPass(to);
    }
    for (int i = earliest(-1); look[i] <= to; i = earliest(-1)) {
      int second = earliest(i);
      expire(stripes[i], second < 0 ? to : Math.min(to, look[second]));
      look[i] = stripes[i].following;
    }
  }

  /** The stripe that comes first, apart from {@code except}; -1 if there is no other. */
  private int earliest(int except) {
    int best = -1;
    for (int i = 0; i < look.length; i++) {
      if (i != except && (best < 0 || look[i] < look[best])) {
        best = i;
      }
    }
    return best;
  }

  private void expire(Stripe stripe, long limit) {
    for (TimerNode node = stripe.poll(limit); node != null; node = stripe.poll(limit)) {
      call(node);
    }
  }

  /**
   * Survives whatever a node throws; a simulation that is over unwinds this thread at the point.
   */
  private void call(TimerNode node) {
    try {
      node.expired();
    } catch (Throwable e) {
      host.point();
      System.getLogger("dev.wq.timer")
          .log(System.Logger.Level.ERROR, this + ": " + node + " threw", e);
    }
  }

  private void sleep() {
    long until = next();
    host.point();
    sleepUntil = until;
    host.point();
    if (!closed && next() == until) {
      parkUntil(until);
    }
    sleepUntil = AWAKE;
  }

  private long next() {
    long next = Stripe.NEVER;
    for (Stripe stripe : stripes) {
      next = Math.min(next, stripe.next);
    }
    return next;
  }

  private void parkUntil(long tick) {
    if (tick == Stripe.NEVER) {
      LockSupport.park(this);
      return;
    }
    long nanos = (tick << shift) - (host.nanoTime() - origin);
    if (nanos > 0) {
      host.parkNanos(this, nanos);
    }
  }

  private static final VarHandle STARTING;

  static {
    try {
      STARTING = MethodHandles.lookup().findVarHandle(TimerWheel.class, "starting", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
