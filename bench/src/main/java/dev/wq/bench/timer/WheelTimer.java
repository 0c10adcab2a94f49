package dev.wq.bench.timer;

import dev.wq.Armed;
import dev.wq.DelayedWork;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Delayed works on an ordered queue. */
final class WheelTimer implements TimerPeer {
  private final WorkQueue queue = Machine.live().queue(QueueAttrs.named("timed").ordered());
  private final Delays delays = new Delays();
  private final Duration[] durations = new Duration[SLOTS];
  private final DelayedWork[] works = new DelayedWork[SLOTS];
  private final DelayedWork[] moved = new DelayedWork[MOVED];
  private final List<DelayedWork> armed = new ArrayList<>();

  WheelTimer() {
    for (int i = 0; i < SLOTS; i++) {
      durations[i] = Duration.ofNanos(delays.ofSlot(i));
      works[i] = idle();
    }
    for (int i = 0; i < MOVED; i++) {
      moved[i] = idle();
    }
  }

  private static DelayedWork idle() {
    return DelayedWork.of("idle", () -> {});
  }

  @Override
  public void arm(int more) {
    for (int i = 0; i < more; i++) {
      DelayedWork work = idle();
      armed.add(work);
      queue.enqueueDelayed(work, Duration.ofNanos(delays.next()));
    }
  }

  @Override
  public boolean scheduleAndCancel(int slot) {
    queue.enqueueDelayed(works[slot], durations[slot]);
    return works[slot].cancel();
  }

  @Override
  public boolean modify(int slot) {
    return queue.modDelayed(moved[slot & (MOVED - 1)], durations[slot]) == Armed.MOVED;
  }

  @Override
  public void schedule(Due due, long delayNanos) {
    queue.enqueueDelayed(due, Duration.ofNanos(delayNanos));
  }

  @Override
  public void close() {
    for (DelayedWork work : moved) {
      work.cancel();
    }
    armed.forEach(DelayedWork::cancel);
    queue.close();
  }
}
