package dev.wq.sim;

import dev.wq.sim.SimThread.Stop;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual time: it stands while anything is runnable and then jumps to the next instant that a
 * thread waits for.
 */
final class VirtualClock {
  private final SimLoop loop;
  private final EventQueue events = new EventQueue();
  private final Processors processors;
  private final Bystanders bystanders;
  private long now;

  VirtualClock(SimLoop loop, Plan plan, Bystanders bystanders) {
    this.loop = loop;
    this.processors = Processors.of(loop, plan, events);
    this.bystanders = bystanders;
  }

  long now() {
    return now;
  }

  Processors processors() {
    return processors;
  }

  /** The thread is to be unparked in {@code nanos}; after the end of time it is not. */
  void arm(SimThread thread, long nanos) {
    long due = now + nanos;
    if (due > now && due != EventQueue.NEVER) {
      events.add(thread, due);
    }
  }

  void disarm(SimThread thread) {
    events.remove(thread);
  }

  /** Nothing is runnable: lets time pass to the next instant. False if there is none. */
  boolean pass() {
    if (bystanders.lookOnceMore(loop)) {
      return true;
    }
    long horizon = bystanders.horizon();
    long next = events.nextTime();
    if (next != EventQueue.NEVER && next <= horizon) {
      passTo(next);
      while (events.nextTime() == now) {
        fire(events.poll());
      }
      return true;
    }
    if (horizon != EventQueue.NEVER) {
      passTo(horizon);
    } else if (bystanders.stalled() > 0) {
      return lookAgain();
    }
    return bystanders.release(horizon, loop);
  }

  private void passTo(long instant) {
    now = instant;
    loop.somethingHappened();
  }

  private boolean lookAgain() {
    if (!bystanders.lookAgain(loop)) {
      loop.fail(Diagnosis.livelock(loop, "only spinning threads can run and no time is awaited"));
    }
    return true;
  }

  private void fire(SimThread thread) {
    if (thread.stop == Stop.COMPUTE || thread.stop == Stop.WAKING) {
      processors.fire(thread);
    } else {
      LockSupport.unpark(thread.thread);
    }
  }
}
