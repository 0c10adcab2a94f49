package dev.wq.scenario;

import dev.wq.Armed;
import dev.wq.DelayedWork;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import dev.wq.replay.SimulatedRecording;
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
  private final Scenario scenario;
  private final SimMachine machine;
  private final Map<String, WorkQueue> queues = new LinkedHashMap<>();
  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final Mutexes mutexes = new Mutexes();
  private final List<String> failures = new ArrayList<>();
  private final SimulatedRecording recording;
  private final int mostRuns;
  private int runs;
  private int arrivalsLeft;
  private Duration last = Duration.ZERO;
  private Ending ending = Ending.NONE;

  /**
   * @param recording ended when the scenario is over
   * @param mostRuns ends a scenario that has no end
   */
  Player(Scenario scenario, SimMachine machine, SimulatedRecording recording, int mostRuns) {
    this.scenario = scenario;
    this.machine = machine;
    this.recording = recording;
    this.mostRuns = mostRuns;
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
    Duration duration = scenario.duration();
    if (duration == null) {
      machine.interrupts("arrivals", () -> bring(ArrivalTimes.of(scenario)));
      machine.runUntilIdle();
      end();
    } else {
      playUntil(duration);
    }
    return ending;
  }

  /*
   * The end is looked at by an interrupt as well, since the first thread may have to wait for its CPU. It comes a
   * nanosecond late, so that all that is due at the end has been done.
   */
  private void playUntil(Duration duration) {
    Duration end = duration.plusNanos(1);
    List<Due> arrivals =
        ArrivalTimes.of(scenario).stream().filter(due -> due.nanos() < end.toNanos()).toList();
    machine.interrupts(
        "arrivals",
        () -> {
          bring(arrivals);
          sleepUntil(end);
          end();
        });
    machine.advance(end);
  }

  private void end() {
    ending = new Inquest(this, arrivalsLeft > 0).ending(last, failures);
    recording.end();
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
    arrivalsLeft = arrivals.size();
    for (Due due : arrivals) {
      sleepUntil(Duration.ofNanos(due.nanos()));
      for (int i = 0; i < due.arrival().count(); i++) {
        queue(kind(due.arrival().work()));
      }
      arrivalsLeft--;
    }
  }

  private void sleepUntil(Duration time) {
    Duration ahead = time.minus(machine.now());
    try {
      if (ahead.isPositive()) {
        machine.sleep(ahead);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts arrivals", e);
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
    return runs >= mostRuns;
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
