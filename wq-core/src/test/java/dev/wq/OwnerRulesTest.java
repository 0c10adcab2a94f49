package dev.wq;

import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** A work belongs to the first owner that queues it. */
class OwnerRulesTest {
  /** Hands out the work it was given, or another one later. */
  private static final class Owner implements WorkItem {
    private final Script s;
    private final String name;
    Work work;

    Owner(Script s, String name, Work work) {
      this.s = s;
      this.name = name;
      this.work = work;
    }

    @Override
    public Work work() {
      return work;
    }

    @Override
    public void run() {
      s.say(name + " runs");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  void oneWorkQueuedThroughTwoOwners_isRefusedForTheSecond() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work shared = new Work("shared");
          Owner second = new Owner(s, "second", shared);
          q.enqueue(new Owner(s, "first", shared));
          s.at(1);
          s.say(refusal(IllegalStateException.class, () -> q.enqueue(second)));
          s.say(refusal(IllegalStateException.class, () -> s.queue("other").submit(second)));
          s.say("by itself: " + q.enqueue(shared));
        },
        "0ms first runs",
        "1ms work 'shared' belongs to first and can't serve second",
        "1ms work 'shared' belongs to first and can't serve second",
        "1ms by itself: true",
        "1ms first runs");
  }

  @Test
  void workWithAFunctionOfItsOwn_servesNoOwner() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Owner owner = new Owner(s, "owner", Work.of("w", () -> {}));
          s.say(refusal(IllegalStateException.class, () -> q.enqueue(owner)));
        },
        "0ms work 'w' has its own function and can't serve owner");
  }

  @Test // asked before each run: the run does not take place, and counts as failed
  void itemWhoseWorkChanges_failsTheRunThatWasQueuedWithTheOldOne() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Owner owner = new Owner(s, "owner", new Work("old"));
          s.occupy(q, 5);
          q.enqueue(owner);
          owner.work = new Work("new");
          q.enqueue(owner);
          s.at(10);
          s.say("failed " + q.stats().failed());
        },
        "5ms old throws IllegalStateException: owner was queued with work 'old' and now answers"
            + " 'new'",
        "5ms owner runs",
        "10ms failed 1");
  }

  @Test
  void itemWithoutAWork_isRefused() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      Owner owner = new Owner(s, "owner", null);
      assertThrows(NullPointerException.class, () -> q.enqueue(owner));
      assertEquals(0, q.stats().queued());
    });
  }
}
