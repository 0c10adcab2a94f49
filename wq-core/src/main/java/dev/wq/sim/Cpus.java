package dev.wq.sim;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The simulated CPUs: only declared computing occupies one, first come, first served, to its end.
 * Code between two declarations takes no time and no CPU.
 */
final class Cpus {
  private final Cpu[] all;
  private int waiting;

  Cpus(int count) {
    all = new Cpu[count];
  }

  int count() {
    return all.length;
  }

  /** Threads that want to compute and have no CPU. */
  int waiting() {
    return waiting;
  }

  /** The thread wants its CPU; it either has it from {@code now} or stands in line. */
  void claim(SimThread thread, long now, EventQueue events) {
    Cpu cpu = cpu(thread);
    if (cpu.user == null) {
      use(cpu, thread, now, events);
    } else {
      cpu.line.add(thread);
      waiting++;
    }
  }

  /** The thread has computed; the next in line begins at {@code now}. */
  void release(SimThread thread, long now, EventQueue events) {
    Cpu cpu = cpu(thread);
    SimThread next = cpu.line.poll();
    cpu.user = null;
    if (next != null) {
      waiting--;
      use(cpu, next, now, events);
    }
  }

  private static void use(Cpu cpu, SimThread thread, long now, EventQueue events) {
    cpu.user = thread;
    long due = now + thread.need;
    events.add(thread, due < 0 ? EventQueue.NEVER - 1 : due);
  }

  private Cpu cpu(SimThread thread) {
    Cpu cpu = all[thread.cpu];
    if (cpu == null) {
      cpu = new Cpu();
      all[thread.cpu] = cpu;
    }
    return cpu;
  }

  private static final class Cpu {
    private final ArrayDeque<SimThread> line = new ArrayDeque<>(4);
    private @Nullable SimThread user;
  }
}
