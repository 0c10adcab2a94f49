package dev.wq.dispatch;

import dev.wq.host.Host;
import dev.wq.sim.SimMachine;
import org.jspecify.annotations.Nullable;

/**
 * Errors that were made or nearly made when the dispatch was written, each with the scenario in
 * which it shows. They prove that the exploration would see them.
 */
enum PlantedBug {
  /** A request during the run is taken for one that the run will still see. */
  PENDING_CLEARED_AFTER_THE_FUNCTION(ItemScenarios::claimAgainstBeginAndEnd) {
    @Override
    ProbeItem item(World world, String name, boolean delayed) {
      return new ClearsPendingLate(world, name, delayed);
    }
  },

  /** A push between the last look and the release of the token is seen by nobody. */
  NO_LOOK_BEFORE_IDLE(QueueScenarios::idleTransition) {
    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return new GoesIdleAtOnce(dispatch, settings);
    }
  },

  /** Cancel meets the item in the hands of the firing timer and takes it for not pending. */
  NO_HANDSHAKE_WITH_THE_TIMER(DelayedScenarios::firingAgainstCancelSync) {
    @Override
    ProbeItem item(World world, String name, boolean delayed) {
      return new LooksOnce(world, name, delayed);
    }
  },

  /** A work that is queued and armed runs once only: its begin takes both for one. */
  FOLLOW_UP_FORGOTTEN_BY_BEGIN(RescheduleScenarios::againstBegin) {
    @Override
    ProbeItem item(World world, String name, boolean delayed) {
      return new ForgetsFollowUp(world, name, delayed);
    }
  },

  /** A disable takes the queued queueing and leaves the one on the timer. */
  FOLLOW_UP_LEFT_BY_DISABLE(RescheduleScenarios::againstDisable) {
    @Override
    ProbeItem item(World world, String name, boolean delayed) {
      return new LeavesTimer(world, name, delayed);
    }
  },

  /** A queue of limit 1 never starts anything again. */
  DEFERRED_SLOT_KEPT(SharedItemScenarios::cancelWhileDeferred) {
    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return new KeepsSlots(dispatch, settings);
    }
  },

  /** The run that ended is counted for the queue to which the item has been queued meanwhile. */
  ACCOUNTING_READ_FROM_THE_ITEM(SharedItemScenarios::bothOrdered) {
    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return new CountsByItem(dispatch, settings);
    }
  },

  /** The end of the drain wakes one of those who wait for it (zephyr Q15). */
  STOP_NOT_WOKEN_WITH_THE_DRAIN(LifecycleScenarios::stopAgainstDrain) {
    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return new WakesOne(dispatch, settings);
    }
  },

  /** The timer and the worker both give back the place of a run that took too long (zephyr Q26). */
  SLOT_GIVEN_BACK_TWICE(OverrunScenarios::overrunAgainstEnd) {
    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return new GivesBackTwice(dispatch, settings);
    }
  },

  /** A canceller does not find what stands in a bundle. */
  BUNDLE_CLOSED_TO_CANCELLERS(BatchScenarios::cancelOfAFrozenBundle) {
    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return new KeepsBundlesForCancellers(dispatch, settings);
    }
  },

  /** Who looks whether a wait can end does not see what stands in a bundle. */
  BUNDLE_CLOSED_TO_THE_WAIT_GRAPH(BatchScenarios::selfWait) {
    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return new KeepsBundlesForWaiters(dispatch, settings);
    }
  },

  /** What became due just before the close is put on the closed queue. */
  BUNDLE_ON_A_SEALED_QUEUE(BatchScenarios::againstForcedClose) {
    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return new IgnoresSeal(dispatch, settings);
    }
  },

  /** What became due overtakes what was queued before. */
  BUNDLE_BEFORE_THE_INBOUND(BatchScenarios::order) {
    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return new LetsBundlesOvertake(dispatch, settings);
    }
  },

  /** Who waits for idleness is not told of a task that has ended without a turn. */
  QUIET_END_OF_A_TASK(TaskScenarios::forcedClose) {
    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return new HearsTurnsOnly(dispatch, settings);
    }
  },

  /** A task that is suspended when its queue looks idle is cut off by the close. */
  SEALED_OVER_A_SUSPENDED_TASK(TaskScenarios::closeAgainstSpawn) {
    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return new SealsOverTasks(dispatch, settings);
    }
  };

  private final Races.Start start;

  PlantedBug(Races.Start start) {
    this.start = start;
  }

  ProbeItem item(World world, String name, boolean delayed) {
    return new ProbeItem(world, name, delayed);
  }

  LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
    return new LiveQueue(dispatch, settings);
  }

  /** The scenario in a world with this error. */
  void run(SimMachine machine) throws Exception {
    Races.run(machine, new Parts(this), start);
  }

  private static final class Parts extends Faults {
    private final PlantedBug bug;

    Parts(PlantedBug bug) {
      this.bug = bug;
    }

    @Override
    ProbeItem item(World world, String name, boolean delayed) {
      return bug.item(world, name, delayed);
    }

    @Override
    LiveQueue queue(LiveDispatch dispatch, QueueSettings settings) {
      return bug.queue(dispatch, settings);
    }
  }

  private static final class ClearsPendingLate extends ProbeItem {
    ClearsPendingLate(World world, String name, boolean delayed) {
      super(world, name, delayed);
    }

    @Override
    boolean begin(Host host) {
      for (; ; ) {
        long s = state();
        host.point();
        if (weakCas(s, s | RUNNING)) {
          return true;
        }
      }
    }

    @Override
    boolean end(Host host, Worker me) {
      for (; ; ) {
        long s = state();
        host.point();
        if (weakCas(s, (s & ~(PENDING | RUNNING)) + SEQ_UNIT)) {
          return false;
        }
      }
    }
  }

  private static final class LooksOnce extends ProbeItem {
    LooksOnce(World world, String name, boolean delayed) {
      super(world, name, delayed);
    }

    @Override
    boolean grab(Host host) {
      @Nullable DispatchQueue queue = owner;
      return (alarm != null && alarm.cancel()) || (queue != null && queue.unlink(this));
    }
  }

  private static final class ForgetsFollowUp extends ProbeItem {
    ForgetsFollowUp(World world, String name, boolean delayed) {
      super(world, name, delayed);
    }

    @Override
    boolean begin(Host host) {
      alarm.cancel();
      clear(FOLLOWED);
      return super.begin(host);
    }
  }

  private static final class LeavesTimer extends ProbeItem {
    LeavesTimer(World world, String name, boolean delayed) {
      super(world, name, delayed);
    }

    @Override
    void takeTimer(Host host, Alarm timer) {}
  }

  private static final class GoesIdleAtOnce extends LiveQueue {
    GoesIdleAtOnce(LiveDispatch dispatch, QueueSettings settings) {
      super(dispatch, settings);
    }

    @Override
    boolean freeTokenAndLook(LiveWorker me) {
      list.unlockAndWake();
      me.holder = false;
      host.point();
      freeToken();
      list.lock(host);
      return false;
    }
  }

  private static final class KeepsSlots extends LiveQueue {
    KeepsSlots(LiveDispatch dispatch, QueueSettings settings) {
      super(dispatch, settings);
    }

    @Override
    void dropDeferred(FlushColor color) {}
  }

  private static final class KeepsBundlesForCancellers extends LiveQueue {
    KeepsBundlesForCancellers(LiveDispatch dispatch, QueueSettings settings) {
      super(dispatch, settings);
    }

    @Override
    protected boolean unlink(Item item) {
      list.lock(host);
      boolean linked = item.linked;
      list.unlockAndWake();
      return linked && super.unlink(item);
    }
  }

  private static final class KeepsBundlesForWaiters extends LiveQueue {
    KeepsBundlesForWaiters(LiveDispatch dispatch, QueueSettings settings) {
      super(dispatch, settings);
    }

    @Override
    void takeInPushed() {
      list.lock(host);
      list.takeIn(takeInbound());
      unlockKicked();
    }
  }

  private static final class IgnoresSeal extends LiveQueue {
    IgnoresSeal(LiveDispatch dispatch, QueueSettings settings) {
      super(dispatch, settings);
    }

    @Override
    boolean pushBundle(Bundle bundle) {
      list.lock(host);
      list.takeIn(takeInbound());
      list.add(bundle);
      unlockKicked();
      return true;
    }
  }

  private static final class LetsBundlesOvertake extends LiveQueue {
    LetsBundlesOvertake(LiveDispatch dispatch, QueueSettings settings) {
      super(dispatch, settings);
    }

    @Override
    boolean pushBundle(Bundle bundle) {
      list.lock(host);
      boolean open = !isSealed();
      if (open) {
        list.add(bundle);
      }
      unlockKicked();
      return open;
    }
  }

  private static final class WakesOne extends LiveQueue {
    private boolean waits;

    WakesOne(LiveDispatch dispatch, QueueSettings settings) {
      super(dispatch, settings);
    }

    @Override
    protected @Nullable Waiter awaitIdle() {
      Waiter me = super.awaitIdle();
      if (me != null && waits) {
        forget(me);
      }
      waits |= me != null;
      return me;
    }
  }

  private static final class GivesBackTwice extends LiveQueue {
    GivesBackTwice(LiveDispatch dispatch, QueueSettings settings) {
      super(dispatch, settings);
    }

    @Override
    boolean leaveRun(LiveWorker me, FlushColor ofColor) {
      giveBackSlot(ofColor);
      return super.leaveRun(me, ofColor);
    }
  }

  private static final class CountsByItem extends LiveQueue {
    CountsByItem(LiveDispatch dispatch, QueueSettings settings) {
      super(dispatch, settings);
    }

    @Override
    boolean finishRun(LiveWorker me, DispatchQueue counts, FlushColor ofColor) {
      Item item = me.item();
      return super.finishRun(me, item.owner, item.color);
    }
  }

  private static final class HearsTurnsOnly extends LiveQueue {
    HearsTurnsOnly(LiveDispatch dispatch, QueueSettings settings) {
      super(dispatch, settings);
    }

    @Override
    protected void wakeIfIdle() {}
  }

  private static final class SealsOverTasks extends LiveQueue {
    SealsOverTasks(LiveDispatch dispatch, QueueSettings settings) {
      super(dispatch, settings);
    }

    @Override
    protected boolean sealIfIdle() {
      list.lock(host);
      boolean sealed = list.active == 0 && list.head == null && seal();
      list.unlockAndWake();
      return sealed;
    }
  }
}
