package dev.wq.dispatch;

import org.jspecify.annotations.Nullable;

/** The doors of one queue that lead over an item's timer: arm, modify, reschedule, promote. */
/*
 * Three requests with a delay, by what they do to what is there already:
 *
 *                 idle or runs   on the timer          queued               queued and on the timer
 *   enqueue       arms           nothing               nothing              nothing
 *   reschedule    arms           moves the timer       adds a follow-up     moves the follow-up
 *   modify        arms           moves the timer       pulls it back        pulls both back into one
 *
 * Without a delay the item is queued where it says "arms" or "moves"; a reschedule of a queued one coalesces and takes the
 * follow-up off. Who owns what meanwhile, see Item.
 *
 * Moving in place (one lock, no change of the word) is allowed where the node stays armed for the same queue. It takes the
 * node in whatever arming it is at that moment, which may be another one than the request has seen; so the look at the
 * target, and for modify at the word, comes after it. A modify that has moved a follow-up goes on and pulls everything back.
 *
 * Close. Arming stores the node and then reads the gate; closing sets the gate and then takes all nodes of this queue off the
 * wheel. At least one sees the other. The armer takes back only a node that is armed for this queue: its own may have been
 * taken by the close and armed anew for another queue by then.
 */
public final class Arming {
  /** A deadline that never comes. */
  public static final long NEVER = Waiter.NEVER;

  private final DispatchQueue queue;

  Arming(DispatchQueue queue) {
    this.queue = queue;
  }

  // ---- enqueue

  /** Arms {@code item}'s timer; no delay means to queue it at once. */
  public Outcome enqueueAfter(Item item, long delayNanos) {
    long now = queue.host.nanoTime();
    return enqueue(item, now, after(now, delayNanos));
  }

  /** Arms {@code item}'s timer for a host time; at or before now it is queued at once. */
  public Outcome enqueueAt(Item item, long deadline) {
    return enqueue(item, queue.host.nanoTime(), deadline);
  }

  private Outcome enqueue(Item item, long now, long deadline) {
    Outcome refused = queue.refusedByGate(item);
    if (refused != null) {
      return refused;
    }
    Alarm alarm = alarmFor(item, now, deadline);
    long before = item.claim(queue.host, queue.coalesced, claimed(alarm));
    if ((before & Item.REFUSES) != 0) {
      return queue.refused(item, before);
    }
    return place(item, alarm, now, deadline) ? DispatchQueue.accepted(before) : queue.shutOutcome();
  }

  // ---- modify

  /** As {@link #modify}, with a delay from now. */
  public Outcome modifyAfter(Item item, long delayNanos) {
    long now = queue.host.nanoTime();
    return modify(item, now, after(now, delayNanos));
  }

  /**
   * Gives {@code item} a new deadline and this queue, whether it is idle, armed or queued (Linux:
   * mod_delayed_work).
   *
   * @return MOVED if a pending queueing was moved, QUEUED or REQUEUED if a new one was made, else
   *     the refusal
   */
  public Outcome modify(Item item, long deadline) {
    return modify(item, queue.host.nanoTime(), deadline);
  }

  private Outcome modify(Item item, long now, long deadline) {
    Outcome refused = queue.refusedByGate(null);
    if (refused != null) {
      return refused;
    }
    Alarm alarm = alarmFor(item, now, deadline);
    for (; ; ) {
      if (alarm != null && move(alarm, now, deadline) && !hasFollowUp(item)) {
        return Outcome.MOVED;
      }
      if (item.grab(queue.host)) {
        return replace(item, alarm, now, deadline) ? Outcome.MOVED : queue.shutOutcome();
      }
      long before = item.claimQuietly(queue.host, claimed(alarm));
      if ((before & Item.REFUSES) == 0) {
        return place(item, alarm, now, deadline)
            ? DispatchQueue.accepted(before)
            : queue.shutOutcome();
      }
      if ((before & Item.PENDING) == 0) {
        return queue.refused(item, before);
      }
    }
  }

  private static boolean hasFollowUp(Item item) {
    return (item.state() & Item.FOLLOWED) != 0;
  }

  /** Puts a grabbed item, which is TIMED in our hands, on the timer or the queue. */
  private boolean replace(Item item, @Nullable Alarm alarm, long now, long deadline) {
    if (alarm == null) {
      item.clear(Item.TIMED);
    }
    return place(item, alarm, now, deadline);
  }

  // ---- reschedule

  /** As {@link #reschedule}, with a delay from now. */
  public Outcome rescheduleAfter(Item item, long delayNanos) {
    long now = queue.host.nanoTime();
    return reschedule(item, now, after(now, delayNanos));
  }

  /**
   * Gives {@code item}'s timer this deadline and this queue; what is queued or runs stays as it is
   * (Zephyr: k_work_reschedule_for_queue).
   *
   * @return QUEUED or REQUEUED if nothing was pending, MOVED if the timer was moved, FOLLOWS if the
   *     item is queued and now armed besides, ALREADY_QUEUED if no delay was asked for a queued
   *     one, else the refusal
   */
  public Outcome reschedule(Item item, long deadline) {
    return reschedule(item, queue.host.nanoTime(), deadline);
  }

  private Outcome reschedule(Item item, long now, long deadline) {
    Outcome refused = queue.refusedByGate(null);
    if (refused != null) {
      return refused;
    }
    for (int round = 0; ; ) {
      long s = item.state();
      Outcome done = rescheduleFrom(s, item, now, deadline);
      if (done != null) {
        return done;
      }
      if (item.state() == s) {
        round = queue.host.spin(round);
      }
    }
  }

  /** One try; null if {@code s} is over, or the timer in somebody's hands. */
  private @Nullable Outcome rescheduleFrom(long s, Item item, long now, long deadline) {
    Alarm alarm = alarmFor(item, now, deadline);
    if ((s & Item.GATE_MASK) != 0) {
      return queue.refused(item, s & ~Item.PENDING);
    }
    if ((s & Item.PENDING) == 0) {
      return claim(item, alarm, now, deadline);
    }
    if (item.alarm != null && Item.isTimed(s)) {
      return retime(item, item.alarm, alarm, now, deadline);
    }
    return alarm == null ? coalesce(item) : follow(s, item, alarm, now, deadline);
  }

  private @Nullable Outcome claim(Item item, @Nullable Alarm alarm, long now, long deadline) {
    long before = item.claimQuietly(queue.host, claimed(alarm));
    if ((before & Item.REFUSES) != 0) {
      return null;
    }
    return place(item, alarm, now, deadline) ? DispatchQueue.accepted(before) : queue.shutOutcome();
  }

  private @Nullable Outcome retime(
      Item item, Alarm timer, @Nullable Alarm alarm, long now, long deadline) {
    if (alarm != null && move(alarm, now, deadline)) {
      return Outcome.MOVED;
    }
    if (!timer.cancel()) {
      return null;
    }
    if (alarm != null) {
      return arm(item, alarm, now, deadline) ? Outcome.MOVED : queue.shutOutcome();
    }
    return promote(item, QueueBack.ANY_CPU);
  }

  private @Nullable Outcome follow(long s, Item item, Alarm alarm, long now, long deadline) {
    queue.host.point();
    if (!item.weakCas(s, s | Item.FOLLOWED)) {
      return null;
    }
    return arm(item, alarm, now, deadline) ? Outcome.FOLLOWS : queue.shutOutcome();
  }

  /** The queued run is to see the caller's data, see {@link ItemWord}. */
  private @Nullable Outcome coalesce(Item item) {
    long s = item.refused(queue.host, queue.coalesced);
    if (Item.isQueued(s)) {
      return queue.refused(item, s);
    }
    if ((s & Item.PENDING) != 0) {
      queue.coalesced.takeBack();
    }
    return null;
  }

  // ---- what the doors have in common

  /** Queues now what the timer, whose node is in the caller's hands, had for later. */
  Outcome promote(Item item, int cpu) {
    if (!release(item)) {
      return Outcome.ALREADY_QUEUED;
    }
    return queue.place(item, cpu) ? Outcome.MOVED : queue.shutOutcome();
  }

  /**
   * The timer's part of {@code item}, whose node is in the caller's hands, ends; false if that was
   * a follow-up, which has coalesced: then there is nothing to be queued.
   */
  boolean release(Item item) {
    if (item.dropFollowUp(queue.host)) {
      queue.coalesced.countAndFence();
      return false;
    }
    queue.host.point();
    item.clear(Item.TIMED);
    return true;
  }

  private static long after(long now, long delayNanos) {
    return delayNanos == NEVER ? NEVER : now + delayNanos;
  }

  /** The timer to be armed; null: to be queued at once. */
  private static @Nullable Alarm alarmFor(Item item, long now, long deadline) {
    return deadline == NEVER || deadline - now > 0 ? item.alarm : null;
  }

  private static long claimed(@Nullable Alarm alarm) {
    return alarm == null ? Item.PENDING : Item.PENDING | Item.TIMED;
  }

  private boolean place(Item item, @Nullable Alarm alarm, long now, long deadline) {
    return alarm == null ? queue.place(item, QueueBack.ANY_CPU) : arm(item, alarm, now, deadline);
  }

  /** Re-times in place; false unless it is armed for this very queue before and after. */
  private boolean move(Alarm alarm, long now, long deadline) {
    return alarm.target == queue
        && alarm.heldBy == null
        && queue.dispatch().timers().move(alarm, queue.expiry(alarm.item, now, deadline))
        && alarm.target == queue;
  }

  /**
   * Arms the timer, whose node is in our hands; false if the queue has closed: it was taken back.
   */
  private boolean arm(Item item, Alarm alarm, long now, long deadline) {
    // mostly both are so already, and each of these stores costs a full barrier
    if (alarm.target != queue) {
      alarm.target = queue;
    }
    if (alarm.heldBy != null) {
      alarm.heldBy = null;
    }
    try {
      queue.dispatch().timers().arm(alarm, queue.expiry(item, now, deadline));
    } catch (Throwable noTimer) {
      if (!item.dropFollowUp(queue.host)) {
        item.drop(queue.host);
      }
      throw noTimer;
    }
    queue.host.point();
    if (queue.isClosed() && takeBack(alarm)) {
      discard(item);
      return false;
    }
    return true;
  }

  private boolean takeBack(Alarm alarm) {
    return queue.dispatch().timers().cancelIf(alarm, node -> alarm.target == queue);
  }

  private void discard(Item item) {
    if (item.dropFollowUp(queue.host)) {
      queue.tellRejected(item);
    } else {
      queue.discard(item);
    }
  }
}
