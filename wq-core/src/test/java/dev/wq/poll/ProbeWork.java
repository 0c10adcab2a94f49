package dev.wq.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.CloseReport;
import dev.wq.SubmitResult;
import dev.wq.WorkQueue;
import dev.wq.poll.TriggerOutcome.Cause;
import java.time.Duration;

/**
 * A triggered work that keeps the books of its armings: each ends once, by a run, by a report of
 * its refusal, or by being taken back.
 */
final class ProbeWork implements TriggerHandler {
  private final TriggerWorld world;
  private final TriggeredWork work;
  private TriggerWorld.Side body = () -> {};
  private int armed; // accepted, or refused by the queue with a report
  private int enqueued; // by hand, accepted
  private int runs; // for an arming
  private int runsByHand;
  private int refused;
  private int takenBack;
  private int replaced; // at most
  private boolean running;

  ProbeWork(TriggerWorld world, String name) {
    this.world = world;
    this.work = TriggeredWork.of(name, this);
  }

  /** What the function does beside keeping the books. */
  ProbeWork doing(TriggerWorld.Side function) {
    body = function;
    return this;
  }

  TriggeredWork work() {
    return work;
  }

  int runs() {
    return runs;
  }

  int refused() {
    return refused;
  }

  @Override
  public void fired(TriggerOutcome outcome) throws Exception {
    assertFalse(running, () -> work + " overlaps itself");
    running = true;
    world.log(work.name() + " runs: " + outcome);
    if (outcome.cause() == Cause.ENQUEUED) {
      runsByHand++;
    } else {
      runs++;
    }
    if (outcome.cause() == Cause.EVENT) {
      assertFalse(outcome.ready().isEmpty(), "an event without a trigger");
    }
    body.run();
    world.machine.point();
    running = false;
  }

  @Override
  public void refused(TriggeredWork refusedWork, SubmitResult why) {
    assertEquals(work, refusedWork);
    world.log(work.name() + " " + why);
    refused++;
  }

  // ---- requests

  ArmResult arm(WorkQueue queue, Trigger... any) {
    return note(work.arm(queue, any));
  }

  ArmResult arm(WorkQueue queue, long timeoutNanos, Trigger... any) {
    return note(work.arm(queue, Duration.ofNanos(timeoutNanos), any));
  }

  /** As {@link #arm}, where an earlier arming may be in force. */
  ArmResult rearm(WorkQueue queue, Trigger... any) {
    replaced++;
    return arm(queue, any);
  }

  private ArmResult note(ArmResult result) {
    world.log(work.name() + " " + result);
    armed += result.isAccepted() || result == ArmResult.REJECTED_BY_QUEUE ? 1 : 0;
    return result;
  }

  void enqueue(WorkQueue queue) {
    boolean queued = queue.submit(work).isQueued();
    enqueued += queued ? 1 : 0;
  }

  void disarm() {
    takenBack(work.disarm());
  }

  void cancel() {
    takenBack(work.cancel());
  }

  void cancelSync() throws InterruptedException {
    takenBack(work.cancelSync());
  }

  void disable() {
    takenBack(work.disable());
  }

  /** As it says, the close of a queue has cancelled it. */
  void closed(CloseReport report) {
    takenBack(report.cancelled().contains(work));
  }

  private void takenBack(boolean something) {
    takenBack += something ? 1 : 0;
  }

  // ---- the end

  void check() {
    assertTrue(work.busy().isEmpty(), work::toString);
    int still = work.isArmed() ? 1 : 0;
    int ended = runs + refused + takenBack + still;
    assertTrue(ended + runsByHand <= armed + enqueued, this::toString);
    assertTrue(ended >= armed - replaced, this::toString);
    assertTrue(runs + refused <= armed, this::toString);
  }

  void takeBackIfArmed() {
    if (work.isArmed()) {
      disarm();
    }
  }

  /** Whatever has happened, it can be armed for any queue, and runs. */
  void checkUsable(WorkQueue queue) {
    while (work.disableDepth() > 0) {
      work.enable();
    }
    body = () -> {};
    PollSignal signal = new PollSignal();
    assertEquals(ArmResult.ARMED, arm(queue, signal.raised()), this::toString);
    signal.raise(0);
    world.machine.runUntilIdle();
    assertFalse(signal.raised().isWatched(), this::toString);
    assertFalse(work.isArmed(), this::toString);
  }

  @Override
  public String toString() {
    return work
        + (": armed " + armed + ", enqueued " + enqueued + ", runs " + runs + " + " + runsByHand)
        + (", refused " + refused + ", taken back " + takenBack + ", replaced <= " + replaced);
  }
}
