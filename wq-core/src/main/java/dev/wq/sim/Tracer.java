package dev.wq.sim;

import dev.wq.Work;
import dev.wq.dispatch.Item;
import dev.wq.kernel.KernelWatch;
import dev.wq.sim.KernelTrace.Moment;
import dev.wq.sim.KernelTrace.Where;
import dev.wq.sim.SimThread.Stop;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Tells a {@link KernelTrace} what happens, as Linux's trace events would. */
/*
 * Who is on a CPU. The simulation has two notions: a thread is mounted (it makes a step, which takes no time), or it uses a
 * CPU (it computes). A trace has one. So a worker comes onto its CPU when it is mounted, and whoever was there is put off,
 * runnable; when its step ends in computing on that CPU it stays, else the CPU goes to the one that uses it, or idles. A
 * worker that has computed stays until its step is over, although the next one has the CPU from the same instant on.
 *
 * Only workers are tasks of the trace, and other threads while they compute. What a thread of the application or a timer
 * does at no cost is told as of a hard interrupt on whatever runs on its CPU: it needs none.
 *
 * A wake-up is told of workers, whoever woke them: the one whose step it is, also while it goes to sleep, else the clock.
 */
final class Tracer implements KernelWatch {
  private static final int FIRST_PID = 100;
  private static final int PRIORITY = 120;
  private static final int HIGH_PRIORITY = 100;
  private static final String BARRIER = "wq_barrier_func";

  private final KernelTrace out;
  private final SimLoop loop;
  private final boolean exclusive; // a mounted thread has its CPU for itself
  private final @Nullable SimThread[] on; // by CPU, as the trace has it
  private final @Nullable SimThread[] users; // by CPU: who computes
  private final IdentityHashMap<Object, Long> works = new IdentityHashMap<>(); // looked up only
  private boolean over; // what comes now is the teardown
  private @Nullable SimThread actor; // whose step it is; null: the clock

  Tracer(KernelTrace out, SimLoop loop, Plan plan) {
    this.out = out;
    this.loop = loop;
    this.exclusive = plan.model().cpuModel().runToBlock();
    this.on = new SimThread[plan.cpus()];
    this.users = new SimThread[plan.cpus()];
  }

  // ---- told by the loop

  /** The run is over. */
  void end() {
    over = true;
  }

  void begins(SimThread thread) {
    actor = thread;
    if (exclusive && !thread.interrupts) {
      users[thread.cpu()] = null;
    }
    if (thread.edges != null && thread.tracedOn < 0) {
      comesOn(thread, thread.tracedRunnable ? thread.cpu() : place(thread));
    }
  }

  void stops(SimThread thread, int state) {
    if (thread.stop == Stop.COMPUTE) {
      if (loop.clock().processors().isUsing(thread)) {
        comesOn(thread, thread.cpu());
      } else {
        goesOff(thread, 'R');
      }
    } else if (thread.stop == Stop.NONE && !VirtualThreads.canRun(state)) {
      char idle = thread.edges == null || thread.tracedWorks > 0 ? 'S' : 'I';
      goesOff(thread, state == VirtualThreads.TERMINATED ? 'X' : idle);
    }
    actor = null;
  }

  void woken(SimThread thread) {
    if (over || thread.edges == null || !(thread.asleep || thread.mounts == 0)) {
      return;
    }
    introduce(thread);
    int cpu = place(thread);
    Moment at = actor == null ? moment(cpu, on[cpu], Where.HARDIRQ) : now();
    boolean isNew = thread.mounts == 0 && !thread.fromStart;
    out.wakeup(at, pid(thread), priority(thread), cpu, isNew);
  }

  /** The thread computes on its CPU from now on. */
  @SuppressWarnings("ReferenceEquality")
  void uses(SimThread thread) {
    int cpu = thread.cpu();
    users[cpu] = thread;
    SimThread there = on[cpu];
    if (there == null || (exclusive && there != actor)) {
      comesOn(thread, cpu);
    }
  }

  /** The thread has computed. */
  void released(SimThread thread) {
    users[thread.cpu()] = null;
  }

  private int place(SimThread thread) {
    return loop.clock().processors().place(thread);
  }

  // ---- on and off

  private void comesOn(SimThread thread, int cpu) {
    if (thread.tracedOn == cpu) {
      return;
    }
    introduce(thread);
    if (thread.tracedOn >= 0) {
      int from = thread.tracedOn;
      goesOff(thread, 'R');
      out.migrated(moment(from, on[from], Where.TASK), pid(thread), priority(thread), from, cpu);
    }
    SimThread before = on[cpu];
    switched(cpu, before, 'R', thread);
    if (before != null) {
      before.tracedOn = -1;
      before.tracedRunnable = true;
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private void goesOff(SimThread thread, char state) {
    int cpu = thread.tracedOn;
    thread.tracedRunnable = state == 'R';
    if (cpu >= 0) {
      SimThread user = users[cpu];
      thread.tracedOn = -1;
      switched(cpu, thread, state, user == thread ? null : user);
    }
  }

  private void switched(int cpu, @Nullable SimThread from, char state, @Nullable SimThread to) {
    Moment at = moment(cpu, from, Where.TASK);
    out.switched(at, pid(from), priority(from), state, pid(to), priority(to));
    on[cpu] = to;
    if (to != null) {
      to.tracedOn = cpu;
      to.tracedRunnable = false;
    }
  }

  private void introduce(SimThread thread) {
    if (!thread.introduced) {
      thread.introduced = true;
      out.task(pid(thread), name(thread), thread.fromStart);
    }
  }

  private static String name(SimThread thread) {
    return isSoftirq(thread) ? "ksoftirqd/" + thread.cpu() : thread.name;
  }

  private static boolean isSoftirq(SimThread thread) {
    return thread.edges != null && thread.level() == 0;
  }

  private static int pid(@Nullable SimThread thread) {
    return thread == null ? 0 : FIRST_PID + thread.id;
  }

  private static int priority(@Nullable SimThread thread) {
    return thread == null || thread.level() != 1 ? PRIORITY : HIGH_PRIORITY;
  }

  // ---- told by the kernel

  private Moment now() {
    SimThread me = actor;
    int cpu = me == null ? 0 : me.tracedOn >= 0 ? me.tracedOn : me.cpu();
    if (me == null || me.tracedOn < 0) {
      return moment(cpu, on[cpu], Where.HARDIRQ);
    }
    return moment(cpu, me, isSoftirq(me) ? Where.SOFTIRQ : Where.TASK);
  }

  private Moment moment(int cpu, @Nullable SimThread task, Where where) {
    return new Moment(loop.now(), cpu, pid(task), where);
  }

  private long number(Object work) {
    return works.computeIfAbsent(work, w -> works.size() + 1L);
  }

  private static String function(Object work) {
    return work instanceof Work named ? named.name() : work instanceof Item ? "work" : BARRIER;
  }

  @Override
  public void queued(Item work, String queue, int requiredCpu, int poolCpu) {
    if (!over) {
      out.queueWork(now(), number(work), function(work), queue, requiredCpu, poolCpu);
    }
  }

  @Override
  public void activated(Item work) {
    if (!over) {
      out.activateWork(now(), number(work), function(work));
    }
  }

  @Override
  public void starts(Object work) {
    SimThread me = actor;
    if (!over && me != null) {
      me.tracedWorks++;
      out.executeStart(now(), number(work), function(work));
    }
  }

  @Override
  public void ends(Object work) {
    SimThread me = actor;
    if (!over && me != null) {
      me.tracedWorks--;
      out.executeEnd(now(), number(work), function(work));
    }
  }

  @Override
  public void armed(Item work, long ticks) {
    if (!over) {
      out.timerStart(now(), number(work), ticks);
    }
  }

  @Override
  public void expired(Item work) {
    if (!over) {
      out.timerExpire(now(), number(work));
    }
  }
}
