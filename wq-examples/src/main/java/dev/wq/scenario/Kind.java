package dev.wq.scenario;

import dev.wq.scenario.Scenario.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** All items of a kind of work, and how often they were queued and run. */
final class Kind {
  final Job job;
  final List<Step> steps = new ArrayList<>();
  private final Player player;
  private final List<Instance> instances = new ArrayList<>();
  private final List<Completion> awaited = new ArrayList<>();
  private int next;
  private long accepted; // queueings that are followed by a run of their own
  private long ended;

  /** Somebody waits for the end of so many runs. */
  private record Completion(long target, CountDownLatch done) {}

  Kind(Job job, Player player) {
    this.job = job;
    this.player = player;
    for (int i = 0; i < job.instances(); i++) {
      instances.add(new Instance(job, i, player));
    }
  }

  List<Instance> instances() {
    return instances;
  }

  /** The one to queue next: in turn, or where there is no limit one that is free. */
  Instance next() {
    if (job.instances() != Job.UNLIMITED) {
      return instances.get(next++ % instances.size());
    }
    for (; next < instances.size(); next++) {
      if (instances.get(next).isFree()) {
        return instances.get(next++);
      }
    }
    return again();
  }

  private Instance again() {
    for (next = 0; next < instances.size(); next++) {
      if (instances.get(next).isFree()) {
        return instances.get(next++);
      }
    }
    Instance made = new Instance(job, instances.size(), player);
    instances.add(made);
    next = instances.size();
    return made;
  }

  void accepted(int change) {
    accepted += change;
  }

  void ended() {
    ended++;
    awaited.removeIf(this::isComplete);
  }

  private boolean isComplete(Completion completion) {
    if (ended < completion.target) {
      return false;
    }
    completion.done.countDown();
    return true;
  }

  /** Waits for the end of everything that is queued now. */
  void await() throws InterruptedException {
    if (ended < accepted) {
      Completion completion = new Completion(accepted, new CountDownLatch(1));
      awaited.add(completion);
      completion.done.await();
    }
  }
}
