package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * An item that keeps the books of its own contract. Everything here is touched by simulated threads
 * of one simulation, that is by one carrier.
 */
class ProbeItem extends Item {
  private final World world;
  private Runnable body = () -> {};
  private int accepted;
  private int runs;
  private int drops;
  private int data; // written before each request
  private int seen; // the data that the last run has read
  private boolean running;
  private boolean cancelled; // some queueing was taken back: its data may be unseen

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
    world.ran(this, queue);
    body.run();
    world.host.point();
    world.leaves(queue);
    running = false;
  }

  @Override
  protected void dropped() {
    drops++;
    cancelled = true;
  }

  // ---- requests, each after a change of the data that some run must see

  Outcome enqueue(DispatchQueue queue) {
    data++;
    return note(queue.enqueue(this));
  }

  Outcome enqueueIn(DispatchQueue queue, long nanos) {
    data++;
    return note(queue.enqueueAt(this, world.host.nanoTime() + nanos));
  }

  Outcome modify(DispatchQueue queue, long nanos) {
    data++;
    return note(queue.modify(this, world.host.nanoTime() + nanos));
  }

  private Outcome note(Outcome outcome) {
    accepted += outcome.queued() ? 1 : 0;
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
    int ended = runs - (running ? 1 : 0) + drops;
    assertTrue(ended >= before, () -> name() + " flushed, " + ended + " of " + before + " ended");
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

  /** The last request was refused for another reason than being pending: no run needs to see it. */
  void forgetData() {
    cancelled = true;
  }

  /** The books at rest. */
  void check() {
    String book = name() + " accepted " + accepted + ", ran " + runs + ", dropped " + drops;
    assertEquals(accepted, runs + drops, book);
    assertEquals(0, state() & (PENDING | RUNNING | DEFERRED | WAITERS | HELD), this::toString);
    assertEquals(0, ItemControl.disableDepth(this), this::toString);
    assertEquals(accepted, state() >>> SEQ_SHIFT, book);
    assertEquals(0, cancellers, book);
    assertNull(waiters, book);
    assertTrue(!linked, book);
    assertTrue(alarm == null || !alarm.isArmed(), book);
    assertTrue(cancelled || runs == 0 || seen == data, () -> book + ": update lost");
    if (runs > 0) {
      assertNotNull(owner, book);
    }
  }
}
