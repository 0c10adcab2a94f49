package dev.wq.sim;

import dev.wq.kernel.CpuLines;
import dev.wq.kernel.CpuTask;
import dev.wq.kernel.TickClock;
import org.jspecify.annotations.Nullable;

/** Only declared computing occupies a CPU: who has one, until when, and which ticks come before. */
final class DeclaredCpus implements Processors {
  private final SimLoop loop;
  private final EventQueue events;
  private final CpuLines lines;
  private final TickClock ticks;

  DeclaredCpus(SimLoop loop, Plan plan, EventQueue events) {
    this.loop = loop;
    this.events = events;
    this.lines = new CpuLines(plan.cpus());
    this.ticks = new TickClock(plan.model().tickNanos());
  }

  @Override
  public int waiting() {
    return lines.waiting();
  }

  @Override
  public void woken(SimThread thread) {
    loop.enqueue(thread);
  }

  @Override
  public void resumed(SimThread thread) {
    loop.enqueue(thread);
  }

  @Override
  public boolean isWanted(SimThread thread) {
    return loop.othersReady();
  }

  @Override
  public void offer(SimThread thread) {
    loop.hold(thread);
  }

  @Override
  public void leave(SimThread thread) {}

  @Override
  public int place(SimThread thread) {
    return lines.place(thread);
  }

  @Override
  public boolean isUsing(SimThread thread) {
    return lines.isUsing(thread);
  }

  @Override
  public void compute(SimThread thread) {
    if (lines.claim(thread)) {
      use(thread);
    }
  }

  private void use(SimThread thread) {
    long end = loop.now() + thread.need;
    thread.until = end < 0 ? EventQueue.NEVER - 1 : end;
    if (loop.tracer != null) {
      loop.tracer.uses(thread);
    }
    goOn(thread);
  }

  private void goOn(SimThread thread) {
    thread.since = loop.now();
    long quiet = thread.edges == null ? EventQueue.NEVER : thread.edges.computing();
    events.add(thread, Math.min(thread.until, ticks.firstAfter(thread.since, quiet)));
  }

  @Override
  public void fire(SimThread thread) {
    thread.hasComputed(loop.now());
    if (loop.now() < thread.until) {
      thread.hitByTick();
      goOn(thread);
      return;
    }
    if (loop.tracer != null) {
      loop.tracer.released(thread);
    }
    @Nullable CpuTask next = lines.release(thread);
    if (next != null) {
      use((SimThread) next);
    }
    loop.resume(thread);
  }
}
