package dev.wq.scenario;

import dev.wq.DelayedWork;
import dev.wq.scenario.Scenario.Job;
import org.jspecify.annotations.Nullable;

/** One item of a kind of work: what is queued. All is used by simulated threads, one at a time. */
final class Instance {
  final Job job;
  final String name;
  final DelayedWork work;
  private final Player player;
  @Nullable Step blockedIn; // it waits there, by the will of another
  boolean busy; // it runs, or sleeps by its own will

  Instance(Job job, int number, Player player) {
    this.job = job;
    this.name = job.instances() == 1 ? job.name() : job.name() + "#" + number;
    this.player = player;
    this.work = DelayedWork.of(job.name(), this::run);
  }

  boolean isFree() {
    return !work.isPending() && !work.isRunning();
  }

  private void run() throws InterruptedException {
    if (!player.begins()) {
      return;
    }
    busy = true;
    try {
      for (Step step : player.stepsOf(job)) {
        player.perform(this, step);
      }
    } finally {
      busy = false;
      blockedIn = null;
      player.ended(this);
    }
  }
}
