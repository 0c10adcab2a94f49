package dev.wq.port;

import dev.wq.Armed;
import dev.wq.DelayedWork;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import dev.wq.poll.PollSignal;
import dev.wq.poll.Trigger;
import dev.wq.poll.TriggerHandler;
import dev.wq.poll.TriggeredWork;
import java.time.Duration;
import java.util.Arrays;

/** This library. */
final class WqLayer implements WorkLayer {
  private final Machine machine;

  WqLayer(Machine machine) {
    this.machine = machine;
  }

  @Override
  public Queue queue(String name) {
    return new WqQueue(machine.queue(QueueAttrs.named(name).ordered()));
  }

  @Override
  public Queue queue(String name, Duration limit) {
    throw new UnsupportedOperationException(name);
  }

  @Override
  public Item item(String name, Handler handler) {
    return new WqItem(DelayedWork.of(name, handler::run));
  }

  @Override
  public Watcher watcher(String name, Handler handler) {
    return new WqWatcher(TriggeredWork.of(name, (TriggerHandler) _ -> handler.run()));
  }

  @Override
  public Signal signal() {
    return new WqSignal(new PollSignal());
  }

  @Override
  public void end() {
    // its threads are no threads of the application
  }

  private record WqItem(DelayedWork work) implements Item {
    @Override
    public void cancelSync() throws InterruptedException {
      work.cancelSync();
    }
  }

  private record WqWatcher(TriggeredWork work) implements Watcher {}

  private record WqSignal(PollSignal signal) implements Signal {
    @Override
    public void raise() {
      signal.raise(1);
    }

    @Override
    public void reset() {
      signal.reset();
    }
  }

  private record WqQueue(WorkQueue queue) implements Queue {
    @Override
    public boolean submit(Item item) {
      return queue.submit(((WqItem) item).work).isQueued();
    }

    @Override
    public boolean reschedule(Item item, Duration delay) {
      return queue.modDelayed(((WqItem) item).work, delay) != Armed.REFUSED;
    }

    @Override
    public boolean arm(Watcher watcher, Signal... any) {
      Trigger[] triggers =
          Arrays.stream(any).map(s -> ((WqSignal) s).signal.raised()).toArray(Trigger[]::new);
      return ((WqWatcher) watcher).work.arm(queue, triggers).isAccepted();
    }

    @Override
    public void drainAndPlug() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void unplug() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void stop() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int reported() {
      return 0;
    }
  }
}
