package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;

/**
 * An item that keeps the books of its own contract. Everything here is touched by simulated threads
 * of one simulation, that is by one carrier.
 */
class ProbeItem extends Item {
  private final World world;
  private Runnable body = () -> {};
  private int accepted;
  private int shut; // refused by a queue that is shut, maybe after the claim
  private int followed; // accepted for later: each may end as a queueing or coalesce
  private int runs;
  private int drops;
  private int data; // written before each request
  private int seen; // the data that the last run has read
  private boolean running;
  private @Nullable DispatchQueue lastQueue; // for which the last run counted
  private boolean unseen; // something was refused or taken back: its data may never be seen

  ProbeItem(World world, String name, boolean delayed) {
    super(name, delayed);
    this.world = world;
  }

  /** What the function does beside keeping the books; a point unless told. */
  ProbeItem doing(Runnable function) {
    body = function;
    return this;
  }

  @Override
  protected void invoke() {
    assertTrue(!running, () -> name() + " overlaps itself");
    running = true;
    runs++;
    seen = data;
    DispatchQueue queue = Worker.current().queue();
    lastQueue = queue;
    world.ran(this, queue);
    body.run();
    world.host.point();
    world.leaves(queue);
    running = false;
  }

  @Override
  protected void dropped() {
    drops++;
    unseen = true;
  }

  // ---- requests, each after a change of the data that some run must see

  Outcome enqueue(DispatchQueue queue) {
    data++;
    return note(queue.enqueue(this));
  }

  Outcome enqueueIn(DispatchQueue queue, long nanos) {
    data++;
    return note(queue.arming().enqueueAt(this, world.host.nanoTime() + nanos));
  }

  Outcome modify(DispatchQueue queue, long nanos) {
    data++;
    return note(queue.arming().modify(this, world.host.nanoTime() + nanos));
  }

  Outcome reschedule(DispatchQueue queue, long nanos) {
    data++;
    Outcome outcome = note(queue.arming().reschedule(this, world.host.nanoTime() + nanos));
    world.log(name() + " rescheduled: " + outcome);
    return outcome;
  }

  /** With nobody cancelling: the flush waits for a run that has seen what this request is about. */
  void rescheduleAndFlush(DispatchQueue queue, long nanos) throws Exception {
    int mine = data + 1;
    reschedule(queue, nanos);
    ItemControl.flush(this, Waiter.NEVER);
    assertTrue(seen >= mine, () -> this + ": flush before the run");
  }

  private Outcome note(Outcome outcome) {
    switch (outcome) {
      case QUEUED, REQUEUED -> accepted++;
      case FOLLOWS -> followed++;
      case ALREADY_QUEUED, MOVED -> {}
      case CLOSED, PLUGGED, STOPPED -> {
        shut++;
        unseen = true;
      }
      default -> unseen = true;
    }
    return outcome;
  }

  boolean cancel() {
    boolean taken = ItemControl.cancel(this);
    world.log(name() + " cancelled " + taken);
    return taken;
  }

  /** With nobody queueing at the same time: nothing is pending and nothing runs afterwards. */
  boolean cancelSyncForGood() throws Exception {
    boolean taken = cancelSync();
    assertTrue(isIdle(state()), () -> this + " after cancelSync");
    return taken;
  }

  boolean cancelSync() throws Exception {
    boolean taken = ItemControl.cancelSync(this, Waiter.NEVER);
    world.log(name() + " cancelled " + taken);
    return taken;
  }

  /** Every queueing accepted before this call has ended when it returns. */
  void flush() throws Exception {
    int before = accepted;
    ItemControl.flush(this, Waiter.NEVER);
    checkEnded(before, "flush");
  }

  void checkEnded(int before, String after) {
    assertTrue(reached(state(), before), () -> this + ": not all " + before + " ended by " + after);
  }

  @Nullable DispatchQueue lastQueue() {
    return lastQueue;
  }

  int runs() {
    return runs;
  }

  int drops() {
    return drops;
  }

  int accepted() {
    return accepted;
  }

  int followed() {
    return followed;
  }

  /** The books at rest. */
  void check() {
    String book =
        name()
            + " accepted "
            + accepted
            + ", followed "
            + followed
            + ", ran "
            + runs
            + ", dropped "
            + drops;
    assertTrue(runs + drops >= accepted && runs + drops <= accepted + followed + shut, book);
    assertEquals(0, state() & (SEQ_UNIT - 1), this::toString);
    assertEquals(runs + drops, state() >>> SEQ_SHIFT, book);
    assertTrue(!linked, book);
    assertTrue(alarm == null || !alarm.isArmed(), book);
    assertTrue(unseen || runs == 0 || seen == data, () -> book + ": update lost");
    if (runs > 0) {
      assertNotNull(owner, book);
    }
  }
}
