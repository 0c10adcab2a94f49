package dev.wq.sim;

import dev.wq.kernel.CpuLines;
import dev.wq.kernel.CpuTask;
import dev.wq.kernel.TickClock;
import org.jspecify.annotations.Nullable;

/** Declared computing in virtual time: who has a CPU, until when, and which ticks come before. */
final class Cpus {
  private final CpuLines lines;
  private final TickClock ticks;

  Cpus(int count, long tickNanos) {
    this.lines = new CpuLines(count);
    this.ticks = new TickClock(tickNanos);
  }

  /** Threads that want to compute and have no CPU. */
  int waiting() {
    return lines.waiting();
  }

  /** The thread wants a CPU; it either has it from {@code now} or stands in line. */
  void claim(SimThread thread, long now, EventQueue events) {
    if (lines.claim(thread)) {
      use(thread, now, events);
    }
  }

  /** A tick hits the thread, or it has computed; true in the second case. */
  boolean fire(SimThread thread, long now, EventQueue events) {
    if (thread.edges != null) {
      thread.edges.computed(now - thread.since);
    }
    if (now < thread.until) {
      tick(thread, now, events);
      return false;
    }
    @Nullable CpuTask next = lines.release(thread);
    if (next != null) {
      use((SimThread) next, now, events);
    }
    return true;
  }

  private void tick(SimThread thread, long now, EventQueue events) {
    if (thread.edges != null) {
      thread.edges.tick();
    }
    goOn(thread, now, events);
  }

  private void use(SimThread thread, long now, EventQueue events) {
    long end = now + thread.need;
    thread.until = end < 0 ? EventQueue.NEVER - 1 : end;
    goOn(thread, now, events);
  }

  private void goOn(SimThread thread, long now, EventQueue events) {
    thread.since = now;
    long quiet = thread.edges == null ? EventQueue.NEVER : thread.edges.computing();
    events.add(thread, Math.min(thread.until, ticks.firstAfter(now, quiet)));
  }
}
