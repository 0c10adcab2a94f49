package dev.wq.timer;

import dev.wq.host.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One independent hierarchical wheel under one spin lock. The story is told in {@link TimerWheel}.
 *
 * <p>A node's {@code slot} is {@code level * 4096 + index}. Behind the last level there is one
 * more, {@link #aside}, with three lists: two for late nodes and one for those that never expire.
 */
final class Stripe extends StripeLayout.After {
  /** The tick of a deadline that never comes, and of an empty stripe. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int NEVER_LIST = 2;
  private static final int CHUNK = 256; // nodes spread per holding of the lock
  private static final int LOOK = 32; // nodes looked at to find the earliest of a slot

  /** What became of a request for a node that another thread may have taken meanwhile. */
  enum Outcome {
    /** The node is not on this stripe, or not in the asked arming; nothing changed. */
    ELSEWHERE,
    DONE,
    /** Done, and the driver may sleep too long, or in a simulation for nothing. */
    DONE_WAKE
  }

  final TimerWheel wheel; // I
  private final Host host; // I
  private final @Nullable Level[] levels; // L
  private final Level aside; // I, content L

  Stripe(TimerWheel wheel, Host host) {
    this.wheel = wheel;
    this.host = host;
    levels = new @Nullable Level[(63 - wheel.shift + Level.BITS - 1) / Level.BITS];
    aside = new Level(3);
    NEXT.set(this, NEVER);
  }

  // requests of any thread

  /**
   * Arms a node.
   *
   * @return DONE or DONE_WAKE
   * @throws IllegalStateException if the node is armed or the wheel is closed
   */
  Outcome add(TimerNode node, long deadline, long tick) {
    reserve(tick);
    Outcome outcome = Outcome.DONE;
    lock();
    boolean added = !closed && node.claim(this);
    if (added) {
      count++;
      outcome = linkLocked(node, deadline, tick) ? Outcome.DONE_WAKE : Outcome.DONE;
    }
    unlock();
    if (!added) {
      throw wheel.refused(node);
    }
    return outcome;
  }

  Outcome move(TimerNode node, long deadline, long tick) {
    reserve(tick);
    Outcome outcome = Outcome.ELSEWHERE;
    lock();
    if (node.stripe() == this) {
      unlinkLocked(node);
      outcome = linkLocked(node, deadline, tick) ? Outcome.DONE_WAKE : laterLocked();
    }
    unlock();
    return outcome;
  }

  Outcome cancel(TimerNode node) {
    Outcome outcome = Outcome.ELSEWHERE;
    lock();
    if (node.stripe() == this) {
      outcome = cancelLocked(node);
    }
    unlock();
    return outcome;
  }

  /** Cancels the node only if it has not been armed or moved since {@code arming} was read. */
  Outcome cancel(TimerNode node, int arming) {
    Outcome outcome = Outcome.ELSEWHERE;
    lock();
    if (node.stripe() == this && node.armingAcquire() == arming) {
      outcome = cancelLocked(node);
    }
    unlock();
    return outcome;
  }

  int count() {
    lock();
    int n = count;
    unlock();
    return n;
  }

  /**
   * The nodes that are on this stripe at one moment, late ones first, then by level and slot.
   *
   * @return an array that ends at its first null
   */
  @Nullable TimerNode[] snapshot() {
    for (int room = 16; ; room *= 2) {
      room = Math.max(room, count() + 16);
      @Nullable TimerNode[] nodes = new @Nullable TimerNode[room];
      lock();
      boolean fits = count < room;
      if (fits) {
        copyLocked(nodes);
      }
      unlock();
      if (fits) {
        return nodes;
      }
    }
  }

  /** No node is handed out once this has returned. */
  void close() {
    lock();
    closed = true;
    unlock();
  }

  boolean isClosed() {
    lock();
    boolean yes = closed;
    unlock();
    return yes;
  }

  @Override
  public String toString() {
    return wheel.toString();
  }

  // the driver

  /**
   * Starts a pass: the late nodes gathered so far become due, those that arrive from now on wait
   * for the next pass.
   *
   * @return the earliest tick of this pass that needs a look
   */
  long beginPass(long to) {
    boolean lags = wheel.shift > 0 && to - now > Level.SLOTS / 2;
    if (next > to && !lags) {
      return NEVER;
    }
    lock();
    if (aside.head(filling ^ 1) == null) {
      filling ^= 1;
    }
    following = earliestLocked();
    long look = lags ? Math.min(now, following) : following;
    unlock();
    return look;
  }

  /**
   * Takes the first node due at or before {@code limit}, with those behind it that may be in one
   * batch with it; if there is none, sets {@code following} and null.
   */
  @Nullable TimerNode poll(long limit) {
    boolean more;
    TimerNode node;
    do {
      lock();
      node = takeLocked(limit);
      more = node == null && advanceLocked(limit);
      if (node == null && !more) {
        following = refreshNextLocked();
      }
      unlock();
    } while (more);
    return node;
  }

  private @Nullable TimerNode takeLocked(long limit) {
    TimerNode node = closed ? null : dueLocked();
    if (node == null || node.tick > limit) {
      return null;
    }
    if (node instanceof BatchedNode first && first.isBatched()) {
      takeBatchLocked(first, limit);
    } else {
      removeLocked(node);
    }
    return node;
  }

  private void takeBatchLocked(BatchedNode first, long limit) {
    TimerNode last = first;
    TimerNode behind = first.next;
    int taken = 1;
    while (taken < BatchedNode.MOST
        && behind != null
        && behind.tick <= limit
        && behind instanceof BatchedNode node
        && node.isBatched()) {
      last = behind;
      behind = behind.next;
      taken++;
    }
    count -= taken;
    cutLocked(first, last);
    for (TimerNode node = first; node != null; node = node.next) {
      node.prev = null;
      node.releaseClaim();
    }
  }

  private void cutLocked(TimerNode first, TimerNode last) {
    int level = first.slot >>> Level.BITS;
    (level == levels.length ? aside : level(level)).cut(first.slot & Level.MASK, last);
  }

  /** The first node of this pass that is due by now. */
  private @Nullable TimerNode dueLocked() {
    TimerNode late = aside.head(filling ^ 1);
    return late != null || cascading > 0 || ready == 0 ? late : level(0).head(digit(now, 0));
  }

  /** One step towards {@code limit}; false if there is nothing more up to it. */
  private boolean advanceLocked(long limit) {
    if (closed || (cascading == 0 && limit <= now)) {
      return false;
    }
    if (cascading > 0) {
      spreadLocked();
      return true;
    }
    long tick = NEVER;
    for (int l = 0; l < ready; l++) {
      tick = Math.min(tick, nextStartLocked(l));
    }
    NOW.setOpaque(this, Math.min(tick, limit));
    if (tick > limit) {
      return false;
    }
    cascading = beginningLocked(1);
    return true;
  }

  /** The first level from {@code from} on with a slot that begins now, 0 if there is none. */
  private int beginningLocked(int from) {
    for (int l = from; l < ready; l++) {
      if (level(l).head(digit(now, l)) != null) {
        return l;
      }
    }
    return 0;
  }

  /** Moves some nodes of the slot that begins now to the levels below, last armed first. */
  private void spreadLocked() {
    Level from = level(cascading);
    int index = digit(now, cascading);
    for (int n = 0; n < CHUNK; n++) {
      TimerNode node = from.last(index);
      if (node == null) {
        cascading = beginningLocked(cascading + 1);
        return;
      }
      from.unlink(index, node);
      int level = levelOf(node.tick, now);
      level(level).prepend(slotLocked(node, level), node);
    }
  }

  // the wheel

  private boolean linkLocked(TimerNode node, long deadline, long tick) {
    node.stamp(deadline, tick);
    if (tick == NEVER) {
      node.slot = asideSlot(NEVER_LIST);
      aside.append(NEVER_LIST, node);
    } else if (tick <= now) {
      node.slot = asideSlot(filling);
      aside.insertByTick(filling, node);
    } else {
      int level = levelOf(tick, now);
      level(level).append(slotLocked(node, level), node);
    }
    boolean earlier = tick < next;
    if (earlier) {
      next = tick;
    }
    return earlier;
  }

  /** Assigns the node its slot in that level; returns its index there. */
  private static int slotLocked(TimerNode node, int level) {
    int index = digit(node.tick, level);
    node.slot = (level << Level.BITS) + index;
    return index;
  }

  private void unlinkLocked(TimerNode node) {
    int level = node.slot >>> Level.BITS;
    (level == levels.length ? aside : level(level)).unlink(node.slot & Level.MASK, node);
  }

  private void removeLocked(TimerNode node) {
    unlinkLocked(node);
    count--;
    node.releaseClaim();
  }

  private Outcome cancelLocked(TimerNode node) {
    removeLocked(node);
    return laterLocked();
  }

  /*
   * Something left or went back in time. Live the driver may wake once for nothing, which is cheaper than waking it
   * now. In a simulation a sleep towards a deadline that is gone would carry virtual time there, so it has to end
   * when no other deadline is left.
   */
  private Outcome laterLocked() {
    if (wheel.shift > 0) {
      return Outcome.DONE;
    }
    refreshNextLocked();
    return next == NEVER ? Outcome.DONE_WAKE : Outcome.DONE;
  }

  /** Sets {@code next} and answers the part of it that belongs to the current pass. */
  private long refreshNextLocked() {
    long due = earliestLocked();
    TimerNode late = aside.head(filling);
    next = late == null ? due : Math.min(due, late.tick);
    return due;
  }

  /** The tick at which that level's next slot begins, NEVER if there is none. */
  private long nextStartLocked(int level) {
    int current = digit(now, level);
    int ahead = level(level).distance(current);
    return ahead == 0 ? NEVER : ((now >>> (level * Level.BITS)) + ahead) << (level * Level.BITS);
  }

  /** A tick before which nothing of this pass is due; exact unless the earliest slot is long. */
  private long earliestLocked() {
    if (closed) {
      return NEVER;
    }
    TimerNode due = dueLocked();
    if (due != null) {
      return due.tick;
    }
    if (cascading > 0) {
      return now;
    }
    long earliest = ready == 0 ? NEVER : nextStartLocked(0);
    for (int l = 1; l < ready; l++) {
      long start = nextStartLocked(l);
      if (start < earliest) {
        earliest = Math.min(earliest, earliestOf(level(l).head(digit(start, l)), start));
      }
    }
    return earliest;
  }

  private static long earliestOf(@Nullable TimerNode head, long lowerBound) {
    long earliest = NEVER;
    int looked = 0;
    for (TimerNode n = head; n != null; n = n.next) {
      if (++looked > LOOK) {
        return lowerBound;
      }
      earliest = Math.min(earliest, n.tick);
    }
    return earliest;
  }

  private void copyLocked(@Nullable TimerNode[] into) {
    int n = copyLevel(aside, into, 0);
    for (int l = 0; l < ready; l++) {
      n = copyLevel(level(l), into, n);
    }
  }

  private static int copyLevel(Level level, @Nullable TimerNode[] into, int from) {
    int n = from;
    for (int i = level.firstFrom(0); i >= 0; i = level.firstFrom(i + 1)) {
      for (TimerNode node = level.head(i); node != null; node = node.next) {
        into[n++] = node;
      }
    }
    return n;
  }

  private int asideSlot(int list) {
    return (levels.length << Level.BITS) + list;
  }

  private Level level(int l) {
    return Objects.requireNonNull(levels[l], "made by reserve");
  }

  private static int digit(long tick, int level) {
    return (int) (tick >>> (level * Level.BITS)) & Level.MASK;
  }

  /** The lowest level whose slots reach from now to the tick. */
  private static int levelOf(long tick, long now) {
    int level = (63 - Long.numberOfLeadingZeros((tick - now) | 1)) / Level.BITS;
    int shift = level * Level.BITS;
    return (tick >>> shift) - (now >>> shift) < Level.SLOTS ? level : level + 1;
  }

  /*
   * Makes the levels that a node for this tick can come to, before the lock is taken, as an allocation can throw.
   * A node for a tick that has passed needs none. The racy read of now is at worst too old, and an older now, being
   * farther away, asks for the same level or a higher one.
   */
  private void reserve(long tick) {
    long seen = (long) NOW.getOpaque(this);
    if (tick != NEVER && tick > seen) {
      int level = levelOf(tick, seen);
      if (level >= (int) READY.getOpaque(this)) {
        grow(level);
      }
    }
  }

  private void grow(int level) {
    @Nullable Level[] fresh = new @Nullable Level[level + 1];
    for (int l = (int) READY.getOpaque(this); l <= level; l++) {
      fresh[l] = new Level(Level.SLOTS);
    }
    lock();
    for (int l = ready; l <= level; l++) {
      levels[l] = fresh[l];
    }
    READY.setOpaque(this, Math.max(ready, level + 1));
    unlock();
  }

  private void lock() {
    host.point();
    int round = 0;
    while (!LOCK.compareAndSet(this, 0, 1)) {
      do {
        round = host.spin(round);
      } while (lock != 0);
    }
  }

  private void unlock() {
    LOCK.setRelease(this, 0);
  }

  private static final VarHandle LOCK;
  private static final VarHandle NEXT;
  private static final VarHandle NOW;
  private static final VarHandle READY;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      LOCK = lookup.findVarHandle(Stripe.class, "lock", int.class);
      NEXT = lookup.findVarHandle(Stripe.class, "next", long.class);
      NOW = lookup.findVarHandle(Stripe.class, "now", long.class);
      READY = lookup.findVarHandle(Stripe.class, "ready", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
