package dev.wq.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.QueueAttrs;
import dev.wq.QueueStats;
import dev.wq.WorkQueue;
import dev.wq.sim.SimMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Works, queues and signals that a scenario makes, and the check of everything that must hold once
 * nothing moves any more.
 */
final class TriggerWorld {
  final SimMachine machine;
  private final List<ProbeWork> works = new ArrayList<>();
  private final List<WorkQueue> queues = new ArrayList<>();
  private final List<PollSignal> signals = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<AssertionError> broken = new ArrayList<>();

  TriggerWorld(SimMachine machine) {
    this.machine = machine;
  }

  /** One side of a scenario. */
  interface Side {
    void run() throws Exception;
  }

  WorkQueue queue(String name) {
    WorkQueue queue = machine.queue(QueueAttrs.named(name).ordered());
    queue.onFailure((_, _, cause) -> broken.add(new AssertionError(cause)));
    queues.add(queue);
    return queue;
  }

  PollSignal signal() {
    PollSignal signal = new PollSignal();
    signals.add(signal);
    return signal;
  }

  ProbeWork work(String name) {
    ProbeWork work = new ProbeWork(this, name);
    works.add(work);
    return work;
  }

  /** Starts one thread of the scenario. */
  void go(String name, Side side) {
    threads.add(
        machine.thread(
            name,
            () -> {
              try {
                side.run();
              } catch (Exception e) {
                throw new AssertionError(name, e);
              }
            }));
  }

  void sleep(long nanos) throws InterruptedException {
    machine.sleep(Duration.ofNanos(nanos));
  }

  void log(String line) {
    machine.log(line);
  }

  // ---- the end

  /** Waits for the threads, lets everything happen, then checks every book. */
  void settle() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    machine.runUntilIdle();
    broken.forEach(error -> {
      throw error;
    });
    works.forEach(ProbeWork::check);
    works.forEach(ProbeWork::takeBackIfArmed);
    for (PollSignal signal : signals) {
      assertFalse(signal.raised().isWatched(), "a registration is left over");
    }
    works.forEach(work -> work.checkUsable(queue("after " + work)));
    machine.runUntilIdle();
    works.forEach(ProbeWork::check);
    queues.forEach(TriggerWorld::check);
  }

  private static void check(WorkQueue queue) {
    QueueStats s = queue.stats();
    assertEquals(0, s.pending() + s.inFlight() + s.failed(), s::toString);
    assertEquals(s.queued(), s.completed() + s.cancelled(), s::toString);
    assertTrue(s.started() == s.completed(), s::toString);
  }
}
