package dev.wq.driver;

import dev.wq.dispatch.CurrentHost;
import dev.wq.host.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A device that does nothing but take its time, on the clock of the queue's machine: real time
 * live, virtual time in a simulation. For tests, examples and first steps without the device.
 *
 * <pre>{@code
 * DriverQueue<Page> printer = DriverQueue.open(DriverAttrs.named("printer").depth(2));
 * DeviceModel<Page> model = DeviceModel.<Page>taking(ofMillis(20)).engines(2).rates(.01, 0, 42);
 * printer.attach(new SimulatedDevice<>(printer, model));
 * }</pre>
 *
 * <p>If an item is posted twice at a time, the posting that is done first ends first.
 *
 * @param <T> the class of the items
 */
/*
 * Each item in progress has a thread, which sleeps till the item is due and then kicks: the interrupt. It shares nothing with
 * the pump but isOver, since the pump sees by the clock what is done: whoever polls after the kick finds the item due. A thread
 * whose item is aborted or lost by a reset is woken and leaves without a kick, so it keeps no simulation going. Nothing sleeps
 * for an item that hangs.
 */
public final class SimulatedDevice<T> implements Driver<T> {
  private enum Fate {
    DONE,
    FAILS,
    HANGS
  }

  /** An item that an engine works on. */
  private static final class Job<T> {
    private final T item; // I
    private final Fate fate; // I
    private final long due; // I: host time
    private boolean isAborted; // P
    private @Nullable Thread interrupt; // P
    private volatile boolean isOver; // P writes

    private Job(T item, Fate fate, long due) {
      this.item = item;
      this.fate = fate;
      this.due = due;
    }

    private boolean isDone(Host host) {
      return isAborted || (fate != Fate.HANGS && due - host.nanoTime() <= 0);
    }
  }

  // I: set once   P: pump only
  private final DriverQueue<T> queue; // I
  private final DeviceModel<T> model; // I
  private final Host host; // I
  private final SplittableRandom random; // P
  private final List<Job<T>> jobs = new ArrayList<>(); // P: oldest first
  private int extensionsLeft; // P

  /** A device for {@code queue}, to be attached to it. */
  public SimulatedDevice(DriverQueue<T> queue, DeviceModel<T> model) {
    this.queue = Objects.requireNonNull(queue, "queue");
    this.model = Objects.requireNonNull(model, "model");
    this.host = CurrentHost.of(queue.machine());
    this.random = new SplittableRandom(model.seed());
    this.extensionsLeft = model.extensions();
  }

  // ---- what the pump calls

  @Override
  public DriverPoll post(T item) {
    if (jobs.size() == model.engines()) {
      return DriverPoll.REFUSED;
    }
    Job<T> job = new Job<>(item, fateOf(item), host.nanoTime() + model.latencyNanos(item));
    jobs.add(job);
    if (!model.isPolled() && job.fate != Fate.HANGS) {
      job.interrupt =
          host.newThread(
              "interrupt of " + queue.name(), Host.ANY_CPU, null, () -> kickWhenDue(job));
      job.interrupt.start();
    }
    return pending();
  }

  /** Draws once for each posting, whatever is scripted, so that a script changes no other fate. */
  private Fate fateOf(T item) {
    double draw = random.nextDouble();
    if (model.hangs(item, draw)) {
      return Fate.HANGS;
    }
    return model.fails(item, draw) ? Fate.FAILS : Fate.DONE;
  }

  private void kickWhenDue(Job<T> job) {
    for (long left = 1; left > 0 && !job.isOver; ) {
      left = job.due - host.nanoTime();
      if (left > 0) {
        host.parkNanos(job, left);
      }
    }
    if (!job.isOver) {
      queue.kick();
    }
  }

  private DriverPoll pending() {
    return model.isPolled() ? DriverPoll.PENDING_POLL_AGAIN : DriverPoll.PENDING;
  }

  @Override
  public DriverPoll poll(T item) throws IOException {
    Job<T> job = find(item);
    if (!job.isDone(host)) {
      return pending();
    }
    jobs.remove(job);
    abandon(job);
    if (job.isAborted) {
      return DriverPoll.CANCELLED;
    }
    if (job.fate == Fate.FAILS) {
      return DriverPoll.failed(new IOException("error of the simulated device at " + item));
    }
    model.apply(item);
    return DriverPoll.COMPLETED;
  }

  @Override
  public void cancel(T item) {
    if (model.honoursCancel()) {
      find(item).isAborted = true;
    }
  }

  /** The posting of {@code item} that is done, otherwise the oldest. */
  private Job<T> find(T item) {
    List<Job<T>> postings = jobs.stream().filter(job -> job.item == item).toList();
    return postings.stream()
        .filter(job -> job.isDone(host))
        .findFirst()
        .or(() -> postings.stream().findFirst())
        .orElseThrow(() -> new IllegalStateException(item + " is not in progress on " + this));
  }

  @Override
  public ResetAnswer reset(T overdue) throws IOException {
    if (!model.isResettable()) {
      throw new IOException(this + " can't be reset");
    }
    if (extensionsLeft > 0) {
      extensionsLeft--;
      return ResetAnswer.STILL_RUNNING;
    }
    jobs.forEach(SimulatedDevice::abandon);
    jobs.clear();
    extensionsLeft = model.extensions();
    return ResetAnswer.RESET;
  }

  private static void abandon(Job<?> job) {
    job.isOver = true;
    LockSupport.unpark(job.interrupt);
  }

  @Override
  public String toString() {
    return "simulated device of " + queue.name();
  }
}
