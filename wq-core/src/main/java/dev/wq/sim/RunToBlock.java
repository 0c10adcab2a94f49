package dev.wq.sim;

import dev.wq.kernel.CpuTask;
import dev.wq.kernel.RunQueues;
import dev.wq.kernel.TickClock;
import dev.wq.sim.SimThread.Stop;
import org.jspecify.annotations.Nullable;

/** A thread needs its CPU for any step and keeps it until it blocks, ends, offers or loses it. */
/*
 * The loop's ready queue holds only threads that have a CPU; a step takes no time, so what occupies a CPU is computing, but
 * nobody else comes to it while its thread could run. The others are in one of three places:
 *
 *   waking     woken, and the latency has not passed: an event
 *   in line    runnable without a CPU: in RunQueues; one that was preempted while it computed waits with the rest of its need
 *   computing  has the CPU: an event at the end of its need, or at the first tick that could matter
 *
 * A tick matters for a worker near the threshold of CPU_INTENSIVE (its edges say so), and for a thread of the application
 * whose slice is over while another waits. The second can begin while it computes: then its event is set anew.
 *
 * Preemption looks at the thread that has the CPU when another has become runnable, but only if it computes: a thread in the
 * ready queue is about to make a step, and is looked at when that ends in computing.
 *
 * Drivers of a kernel's timers are interrupts: they need no CPU and come first. A thread put aside by the simulator (spinning,
 * waiting for quiet) has left its CPU and asks for one again.
 */
final class RunToBlock implements Processors {
  private final SimLoop loop;
  private final EventQueue events;
  private final RunQueues queues;
  private final TickClock ticks;
  private final long latency;
  private final long slice;

  RunToBlock(SimLoop loop, Plan plan, EventQueue events) {
    this.loop = loop;
    this.events = events;
    this.queues = new RunQueues(plan.cpus());
    this.ticks = new TickClock(plan.model().tickNanos());
    this.latency = plan.model().cpuModel().wakeUpLatency().toNanos();
    this.slice = plan.model().cpuModel().timeSlice().toNanos();
  }

  @Override
  public int waiting() {
    return queues.waiting();
  }

  // ---- becoming runnable

  @Override
  public void woken(SimThread thread) {
    if (thread.interrupts || queues.currentBeside(thread) == thread) {
      loop.enqueue(thread); // the second: it has yielded, or was unparked before it slept
    } else if (latency == 0) {
      runnable(thread);
    } else {
      thread.aside = true;
      thread.stop = Stop.WAKING;
      events.remove(thread);
      events.add(thread, loop.now() + latency);
    }
  }

  @Override
  public void resumed(SimThread thread) {
    if (thread.interrupts) {
      loop.enqueue(thread);
    } else {
      runnable(thread);
    }
  }

  private void runnable(SimThread thread) {
    thread.aside = true;
    if (queues.wake(thread)) {
      got(thread);
      return;
    }
    SimThread current = (SimThread) queues.currentBeside(thread);
    if (current != null && current.stop == Stop.COMPUTE) {
      lookAgain(current);
    }
  }

  /** The thread has a CPU from now on. */
  private void got(SimThread thread) {
    thread.sliceSince = loop.now();
    if (thread.stop == Stop.COMPUTE) {
      goOn(thread);
      return;
    }
    thread.aside = false;
    thread.stop = Stop.NONE;
    loop.enqueue(thread);
  }

  private void gotNext(@Nullable CpuTask next) {
    if (next != null) {
      got((SimThread) next);
    }
  }

  // ---- having a CPU

  @Override
  public boolean isWanted(SimThread thread) {
    return !thread.interrupts && queues.isWanted(thread);
  }

  @Override
  public void offer(SimThread thread) {
    if (isWanted(thread)) {
      thread.aside = true;
      gotNext(queues.offer(thread));
    } else {
      loop.hold(thread);
    }
  }

  @Override
  public void leave(SimThread thread) {
    if (!thread.interrupts) {
      gotNext(queues.leave(thread));
    }
  }

  @Override
  public int place(SimThread thread) {
    return queues.place(thread);
  }

  @Override
  public boolean isUsing(SimThread thread) {
    return queues.currentBeside(thread) == thread;
  }

  @Override
  public void compute(SimThread thread) {
    thread.aside = true;
    if (queues.isUrgent(thread)) {
      gotNext(queues.preempt(thread));
    } else {
      goOn(thread);
    }
  }

  private void goOn(SimThread thread) {
    if (loop.tracer != null) {
      loop.tracer.uses(thread);
    }
    thread.since = loop.now();
    long end = thread.since + thread.need;
    thread.until = end < 0 ? EventQueue.NEVER - 1 : end;
    events.add(thread, Math.min(thread.until, firstTick(thread)));
  }

  private long firstTick(SimThread thread) {
    long quiet = thread.edges == null ? EventQueue.NEVER : thread.edges.computing();
    if (queues.sharesWith(thread)) {
      quiet = Math.min(quiet, slice - (thread.since - thread.sliceSince));
    }
    return ticks.firstAfter(thread.since, quiet);
  }

  /** Another thread stands in line for the CPU of one that computes. */
  private void lookAgain(SimThread thread) {
    events.remove(thread);
    pause(thread);
    if (queues.isUrgent(thread)) {
      gotNext(queues.preempt(thread));
    } else {
      goOn(thread);
    }
  }

  private void pause(SimThread thread) {
    long ran = loop.now() - thread.since;
    thread.need -= ran;
    thread.hasComputed(loop.now());
  }

  // ---- instants

  @Override
  public void fire(SimThread thread) {
    if (thread.stop == Stop.WAKING) {
      thread.stop = Stop.NONE;
      runnable(thread);
      return;
    }
    pause(thread);
    if (thread.need > 0) {
      tick(thread);
      return;
    }
    if (loop.tracer != null) {
      loop.tracer.released(thread);
    }
    thread.aside = false;
    thread.stop = Stop.NONE;
    loop.enqueue(thread);
  }

  private void tick(SimThread thread) {
    thread.hitByTick();
    if (queues.sharesWith(thread) && loop.now() - thread.sliceSince >= slice) {
      gotNext(queues.offer(thread));
    } else {
      goOn(thread);
    }
  }
}
