package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.kernel.PoolCore.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * One CPU, first come first served, on which only the declared burning of works takes time: the
 * model of the documentation's tables. All events of one instant happen before any worker takes its
 * next step.
 */
final class Timeline implements Upcalls {
  /** A work that burns and sleeps in turns. */
  private static final class Segments extends KernelWork {
    final String name;
    final int[] millis;
    int at;

    Segments(String name, int... millis) {
      this.name = name;
      this.millis = millis;
    }
  }

  /** Of several at one instant the ends of burns come first. */
  private record Event(int time, int kind, int order, Segments work) {}

  private final List<String> lines = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingInt(Event::time)
              .thenComparingInt(Event::kind)
              .thenComparingInt(Event::order));
  private final Deque<Runnable> steps = new ArrayDeque<>();
  private final Deque<Segments> wantCpu = new ArrayDeque<>();
  private final List<Runnable> queueings = new ArrayList<>();
  private final PoolCore core;
  private Segments onCpu;
  private int now;
  private int order;

  Timeline(Concurrency concurrency) {
    PoolSettings settings = PoolSettings.kernel(250).with(concurrency);
    core = new PoolCore(Topology.flat(1), KernelRules.recorded(), settings, this);
    core.addWorker(core.boundPool(0, false));
    core.addWorker(core.boundPool(0, false));
    core.addWorker(core.boundPool(0, false));
  }

  Workqueue queue(QueueSpec spec) {
    return core.create(spec);
  }

  void work(Workqueue wq, String name, int... millis) {
    Segments work = new Segments(name, millis);
    queueings.add(() -> core.queue(wq, work, -1, 0, null));
  }

  void expect(String... expected) {
    queueings.forEach(Runnable::run);
    for (boolean more = true; more; more = nextInstant()) {
      while (!steps.isEmpty()) {
        steps.poll().run();
      }
    }
    assertEquals(String.join("\n", expected), String.join("\n", lines));
  }

  private boolean nextInstant() {
    if (events.isEmpty()) {
      return false;
    }
    now = events.peek().time();
    while (!events.isEmpty() && events.peek().time() == now) {
      happened(events.poll().work());
    }
    return true;
  }

  private void happened(Segments work) {
    boolean burnt = work.at % 2 == 0;
    work.at++;
    if (burnt) {
      onCpu = null;
      steps.add(() -> goesOn(work));
      dispatch();
    } else {
      core.running(work.runner());
      steps.add(() -> goesOn(work));
    }
  }

  /** The work's function goes on after a burn or a sleep. */
  private void goesOn(Segments work) {
    KernelWorker worker = work.runner();
    if (work.at == work.millis.length) {
      say(work, "ends");
      core.finished(worker);
      steps.addLast(() -> step(worker));
    } else if (work.at % 2 == 0) {
      say(work, "runs");
      burn(work);
    } else {
      say(work, "sleeps");
      core.sleeping(worker);
      later(work.millis[work.at], work);
    }
  }

  private void step(KernelWorker worker) {
    Step step = core.next(worker);
    while (step == Step.CREATE) {
      core.created(worker);
      step = core.next(worker);
    }
    if (step == Step.RUN) {
      Segments work = (Segments) worker.current();
      say(work, "runs");
      burn(work);
    }
  }

  private void burn(Segments work) {
    wantCpu.add(work);
    dispatch();
  }

  private void dispatch() {
    if (onCpu == null && !wantCpu.isEmpty()) {
      onCpu = wantCpu.poll();
      later(onCpu.millis[onCpu.at], onCpu);
    }
  }

  private void later(int millis, Segments work) {
    events.add(new Event(now + millis, work.at % 2, order++, work));
  }

  private void say(Segments work, String what) {
    lines.add(now + " " + work.name + " " + what);
  }

  @Override
  public KernelWorker newWorker(KernelPool pool, int id) {
    return new KernelWorker(pool, id);
  }

  @Override
  public KernelWorker newRescuer(Workqueue wq) {
    return new KernelWorker(wq);
  }

  @Override
  public void wake(KernelWorker worker) {
    steps.addLast(() -> stepOnce(worker));
  }

  /** A worker that was woken twice runs once. */
  private void stepOnce(KernelWorker worker) {
    if (worker.isIdle()) {
      step(worker);
    }
  }

  @Override
  public void activated(KernelWork work) {}

  @Override
  public void arm(KernelPool pool, PoolTimer timer, long delayTicks) {}

  @Override
  public void disarm(KernelPool pool, PoolTimer timer) {}

  @Override
  public void barrierDone(Barrier barrier) {}

  @Override
  public void flushed(Flusher flusher) {}

  @Override
  public long jiffies() {
    return 0;
  }
}
