package dev.wq.port;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.wq.Armed;
import dev.wq.DelayedWork;
import dev.wq.ItemTimeoutPolicy;
import dev.wq.Machine;
import dev.wq.RtosAttrs;
import dev.wq.RtosQueue;
import dev.wq.SubmitResult;
import dev.wq.poll.PollSignal;
import dev.wq.poll.Trigger;
import dev.wq.poll.TriggerHandler;
import dev.wq.poll.TriggerOutcome;
import dev.wq.poll.TriggeredWork;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** This library. */
final class WqLayer implements WorkLayer {
  private final Machine machine;

  private final ItemTimeoutPolicy policy;

  WqLayer(Machine machine, ItemTimeoutPolicy policy) {
    this.machine = machine;
    this.policy = policy;
  }

  @Override
  public Queue queue(String name) {
    return start(RtosAttrs.named(name));
  }

  @Override
  public Queue queue(String name, Duration limit) {
    return start(RtosAttrs.named(name).itemTimeout(limit, policy));
  }

  private Queue start(RtosAttrs attrs) {
    RtosQueue queue = machine.rtosQueue(attrs);
    AtomicInteger reported = new AtomicInteger();
    queue.onDiscard((_, _) -> reported.incrementAndGet());
    queue.onItemTimeout((_, _) -> {});
    queue.onFailure((_, _, cause) -> assertInstanceOf(InterruptedException.class, cause));
    queue.start();
    return new WqQueue(queue, reported);
  }

  @Override
  public Item item(String name, Handler handler) {
    return new WqItem(DelayedWork.of(name, handler::run));
  }

  @Override
  public Watcher watcher(String name, Handler handler) {
    return new WqWatcher(TriggeredWork.of(name, new Told(handler)));
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

  private record Told(Handler handler) implements TriggerHandler {
    @Override
    public void fired(TriggerOutcome outcome) throws InterruptedException {
      handler.run();
    }

    @Override
    public void refused(TriggeredWork work, SubmitResult why) {
      // told, and the script looks at what can be done then
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

  private record WqQueue(RtosQueue queue, AtomicInteger counter) implements Queue {
    @Override
    public boolean submit(Item item) {
      return queue.submit(((WqItem) item).work).isQueued();
    }

    @Override
    public boolean reschedule(Item item, Duration delay) {
      return queue.reschedule(((WqItem) item).work, delay) != Armed.REFUSED;
    }

    @Override
    public boolean arm(Watcher watcher, Signal... any) {
      Trigger[] triggers =
          Arrays.stream(any).map(s -> ((WqSignal) s).signal.raised()).toArray(Trigger[]::new);
      return ((WqWatcher) watcher).work.arm(queue, triggers).isAccepted();
    }

    @Override
    public void drainAndPlug() throws InterruptedException {
      queue.drainAndPlug();
    }

    @Override
    public void unplug() {
      queue.unplug();
    }

    @Override
    public void stop() throws InterruptedException {
      queue.stop();
    }

    @Override
    public int reported() {
      return counter.get();
    }
  }
}
