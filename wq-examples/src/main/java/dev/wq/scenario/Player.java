package dev.wq.scenario;

import dev.wq.Armed;
import dev.wq.DelayedWork;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import dev.wq.scenario.ArrivalTimes.Due;
import dev.wq.scenario.Scenario.Job;
import dev.wq.sim.SimMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Plays a scenario on a simulated machine. */
final class Player {
  /** A scenario with more runs has no end, or is a mistake. */
  static final int MOST_RUNS = 300_000;

  private final Scenario scenario;
  private final SimMachine machine;
  private final Map<String, WorkQueue> queues = new LinkedHashMap<>();
  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final Mutexes mutexes = new Mutexes();
  private final List<String> failures = new ArrayList<>();
  private int runs;
  private int arrivalsLeft;
  private Duration last = Duration.ZERO;

  Player(Scenario scenario, SimMachine machine) {
    this.scenario = scenario;
    this.machine = machine;
  }

  /** Called on the simulation's first thread. */
  Ending play() {
    for (QueueAttrs attrs : scenario.queues()) {
      WorkQueue queue = machine.queue(attrs);
      queue.onFailure(this::failed);
      queues.put(attrs.name(), queue);
    }
    for (Job job : scenario.works()) {
      Kind kind = new Kind(job, this);
      kind.steps.addAll(job.steps());
      kinds.put(job.name(), kind);
    }
    scenario.arrivals().forEach(this::addFollower);
    List<Due> arrivals = ArrivalTimes.of(scenario);
    arrivalsLeft = arrivals.size();
    machine.interrupts("arrivals", () -> bring(arrivals));
    Duration duration = scenario.duration();
    if (duration == null) {
      machine.runUntilIdle();
    } else {
      machine.advance(duration);
    }
    return new Inquest(this, arrivalsLeft > 0).ending(last, failures);
  }

  /** What arrives on completion of another is the last thing that the other does. */
  private void addFollower(Arrival arrival) {
    if (arrival instanceof Arrival.After after) {
      for (int i = 0; i < after.count(); i++) {
        kind(after.other()).steps.add(new Step.Queue(after.work()));
      }
    }
  }

  private void bring(List<Due> arrivals) {
    try {
      for (Due due : arrivals) {
        Duration ahead = Duration.ofNanos(due.nanos()).minus(machine.now());
        if (ahead.isPositive()) {
          machine.sleep(ahead);
        }
        for (int i = 0; i < due.arrival().count(); i++) {
          queue(kind(due.arrival().work()));
        }
        arrivalsLeft--;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void failed(Work work, WorkQueue queue, Throwable cause) {
    failures.add("%s at %s: %s".formatted(work.name(), Text.of(machine.now()), cause.getMessage()));
  }

  // ---- for those who look

  Iterable<Kind> kinds() {
    return kinds.values();
  }

  Kind kind(String name) {
    return Objects.requireNonNull(kinds.get(name), name);
  }

  WorkQueue queue(String name) {
    return Objects.requireNonNull(queues.get(name), name);
  }

  Mutexes mutexes() {
    return mutexes;
  }

  List<Step> stepsOf(Job job) {
    return kind(job.name()).steps;
  }

  boolean isExhausted() {
    return runs >= MOST_RUNS;
  }

  // ---- what works do

  /** False if there have been too many already; nothing is queued from then on. */
  boolean begins() {
    runs++;
    return !isExhausted();
  }

  void perform(Instance me, Step step) throws InterruptedException {
    if (isExhausted()) {
      return;
    }
    last = machine.now();
    switch (step) {
      case Step.Run run -> machine.compute(run.time());
      case Step.Sleep sleep -> machine.sleep(sleep.time());
      case Step.Queue queue -> queue(kind(queue.work()));
      case Step.Delay delay -> delay(kind(delay.work()), delay.time());
      case Step.Mod mod -> mod(kind(mod.work()), mod.time());
      case Step.Cancel cancel -> cancel(kind(cancel.work()));
      case Step.Unlock unlock -> mutexes.unlock(unlock.mutex());
      case Step.Lock _, Step.Flush _, Step.FlushQueue _, Step.Wait _ -> block(me, step);
    }
    last = machine.now();
  }

  private void block(Instance me, Step step) throws InterruptedException {
    me.blockedIn = step;
    switch (step) {
      case Step.Lock lock -> mutexes.lock(lock.mutex(), me);
      case Step.FlushQueue flush -> queue(flush.queue()).flush();
      case Step.Wait wait -> kind(wait.work()).await();
      case Step.Flush flush -> {
        for (Instance instance : List.copyOf(kind(flush.work()).instances())) {
          instance.work.flush();
        }
      }
      default -> throw new AssertionError(step);
    }
    me.blockedIn = null;
  }

  void ended(Instance instance) {
    last = machine.now();
    kind(instance.job.name()).ended();
  }

  private void queue(Kind kind) {
    if (isExhausted()) {
      return;
    }
    DelayedWork work = kind.next().work;
    WorkQueue queue = queue(kind.job.queue());
    boolean accepted =
        kind.job.cpu() < 0 ? queue.enqueue(work) : queue.enqueueOn(kind.job.cpu(), work);
    kind.accepted(accepted ? 1 : 0);
  }

  private void delay(Kind kind, Duration time) {
    boolean accepted = queue(kind.job.queue()).enqueueDelayed(kind.next().work, time);
    kind.accepted(accepted ? 1 : 0);
  }

  private void mod(Kind kind, Duration time) {
    Armed armed = queue(kind.job.queue()).modDelayed(kind.next().work, time);
    kind.accepted(armed == Armed.NEW ? 1 : 0);
  }

  private void cancel(Kind kind) {
    for (Instance instance : kind.instances()) {
      kind.accepted(instance.work.cancel() ? -1 : 0);
    }
  }
}
