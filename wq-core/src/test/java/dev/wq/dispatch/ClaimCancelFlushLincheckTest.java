package dev.wq.dispatch;

import dev.wq.host.Host;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * The transitions of the state word against a sequential specification, under every interleaving
 * that the model checker chooses: what any thread is told could have been told in some order of the
 * calls. The place where the item waits is a single slot; taking it, ending and cancelling are
 * separate steps, so that the states in between are seen by others.
 */
@Param(name = "target", gen = IntGen.class, conf = "1:3")
public class ClaimCancelFlushLincheckTest {
  private final Host host = new IdleHost();
  private final LiveDispatch dispatch = new LiveDispatch(host, "lincheck");
  private final LiveWorker runner = new LiveWorker(dispatch.pool(), 1, "runner", false);
  private final Slot slot = new Slot(dispatch);
  private final RefusalCounter refusals = new RefusalCounter();
  private final Item item = new Waiting(slot);
  private volatile boolean inHand; // of the canceller

  /** Queues it; false if it is pending already. */
  @Operation
  public boolean enqueue() {
    boolean claimed = (item.claim(host, refusals) & Item.PENDING) == 0;
    return claimed && slot.push(item, DispatchQueue.ANY_CPU);
  }

  /** Takes it from the slot and begins; 0: nothing to take, 1: runs, 2: left to the runner. */
  @Operation
  public int take() {
    while (!slot.unlink(item)) {
      long s = item.state();
      if ((s & Item.PENDING) == 0 || (s & Item.DEFERRED) != 0 || inHand) {
        return 0;
      }
      host.spin(0);
    }
    return item.begin(host) ? 1 : 2;
  }

  /** Ends a run; 0: none, 1: idle, 2: it runs again. */
  @Operation(nonParallelGroup = "runner")
  public int end() {
    if ((item.state() & Item.RUNNING) == 0) {
      return 0;
    }
    return item.end(host, runner) ? 2 : 1;
  }

  @Operation(nonParallelGroup = "canceller")
  public boolean grab() {
    if (inHand || !item.grab(host)) {
      return false;
    }
    inHand = true;
    return true;
  }

  @Operation(nonParallelGroup = "canceller")
  public boolean drop() {
    if (!inHand) {
      return false;
    }
    item.drop(host);
    inHand = false;
    return true;
  }

  /** What a flush would wait for. */
  @Operation
  public int openUntil() {
    return (int) Item.openUntil(item.state());
  }

  /** Whether a flush for this target would wait. */
  @Operation
  public boolean announce(@Param(name = "target") int target) {
    return item.announceWaiter(host, target);
  }

  @Test
  void transitions_areLinearizable() {
    new ModelCheckingOptions()
        .sequentialSpecification(Specification.class)
        .threads(3)
        .actorsBefore(2)
        .actorsPerThread(2)
        .actorsAfter(2)
        .iterations(30)
        .invocationsPerIteration(400)
        .check(ClaimCancelFlushLincheckTest.class);
  }

  /** The same calls, one after the other. */
  public static class Specification {
    private boolean pending;
    private boolean running;
    private boolean deferred;
    private boolean inHand;
    private int seq;

    public boolean enqueue() {
      boolean queued = !pending;
      pending = true;
      return queued;
    }

    public int take() {
      if (!pending || deferred || inHand) {
        return 0;
      }
      deferred = running;
      pending = running;
      running = true;
      return deferred ? 2 : 1;
    }

    public int end() {
      if (!running) {
        return 0;
      }
      boolean again = deferred;
      seq++;
      running = again;
      pending &= !again;
      deferred = false;
      return again ? 2 : 1;
    }

    public boolean grab() {
      if (inHand || !pending) {
        return false;
      }
      inHand = true;
      deferred = false;
      return true;
    }

    public boolean drop() {
      boolean dropped = inHand;
      if (dropped) {
        seq++;
        pending = false;
      }
      inHand = false;
      return dropped;
    }

    public int openUntil() {
      return seq + (pending ? 1 : 0) + (running ? 1 : 0);
    }

    public boolean announce(int target) {
      return seq < target;
    }
  }

  private static final class Waiting extends Item {
    Waiting(Slot slot) {
      super("waiting", false);
      owner = slot;
      color = new FlushColor();
    }

    @Override
    protected void invoke() {}
  }

  /** A queue of one place and no workers. */
  private static final class Slot extends UnusedQueue {
    private final AtomicBoolean full = new AtomicBoolean();

    Slot(Dispatch dispatch) {
      super(dispatch);
    }

    @Override
    protected boolean push(Item item, int cpu) {
      full.set(true);
      return true;
    }

    @Override
    protected boolean unlink(Item item) {
      return full.get() && full.compareAndSet(true, false);
    }

    @Override
    void dropDeferred(FlushColor color) {}
  }
}
