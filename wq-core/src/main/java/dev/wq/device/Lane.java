package dev.wq.device;

import dev.wq.host.Host;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the tasks of a runner wait that nobody waits for, in front of its queue. */
/*
 * Such a task needs little of what makes a work a work: it is queued once, never beside itself, is in no chain of waits, and
 * can't be taken back but with all others. So it is a link of a stack and not a work; one work of the runner's queue, the
 * drain, runs them one after the other. A submit costs one CAS here, a run one lock that nobody contends for.
 *
 * The token (idle = false) says that somebody will look at the lane: the drain is queued or runs. Only a push that found the
 * stack empty asks for it, and queues the drain if it got it. The drain that finds nothing frees the token and looks again, under
 * the lock, because somebody else may have moved a push from the stack to the list meanwhile. Push and free are full
 * barriers, each before its own look; so the pusher sees the token free, or the drain sees the task, and the CAS decides if
 * both do. This is the token of the core's queues, see dispatch.LiveServing, without its slots.
 *
 * Order. A task that somebody waits for is a work behind the drain. Before it begins, it runs what the lane held at that moment
 * (Runner.runWaiting); that contains everything that its submitter had pushed. What its submitter pushes afterwards comes after it,
 * for it waits for its end.
 *
 * The seal. A forced shutdown takes what waits and seals the stack in one section of the lock. A task is therefore taken by
 * the runner, which runs it, or by the shutdown, which cancels it, or its submit is refused; also while the runner is
 * stuck in a task, for what has not begun is in nobody's hands.
 */
final class Lane extends LanePad1 {
  private final LaneList list = new PaddedLaneList(); // I

  Lane(Host host) {
    super(host);
  }

  // ---- on the runner

  /** Takes the oldest task; null if there is none now. */
  @Nullable LaneTask next() {
    list.lock(host);
    if (list.isEmpty()) {
      list.takeIn(takeInbound());
    }
    LaneTask task = list.poll();
    list.unlock();
    return task;
  }

  /**
   * How many tasks have to be taken until all that are pushed now have been; 0: the lane is empty.
   */
  long count() {
    list.lock(host);
    list.takeIn(takeInbound());
    long count = list.takenIn() - list.takenOut();
    list.unlock();
    return count;
  }

  /** Nothing was left; true if the drain may end, false if it has to go on. */
  boolean rest() {
    freeToken();
    list.lock(host);
    boolean empty = list.isEmpty() && !hasInbound();
    list.unlock();
    return empty || !takeToken();
  }

  // ---- the end

  /** Refuses pushes for good, and takes everything that waits, oldest first. */
  List<LaneTask> seal() {
    List<LaneTask> gone = new ArrayList<>();
    boolean sealed = false;
    while (!sealed) {
      list.lock(host);
      list.takeIn(takeInbound());
      LaneTask rest = list.pollAll();
      sealed = sealInbound();
      list.unlock();
      while (rest != null) {
        LaneTask after = rest.next;
        rest.next = null;
        gone.add(rest);
        rest = after;
      }
    }
    return gone;
  }

  // ---- for people

  /** How many tasks have been pushed. */
  long queued() {
    list.lock(host);
    list.takeIn(takeInbound());
    long queued = list.takenIn();
    list.unlock();
    return queued;
  }
}
