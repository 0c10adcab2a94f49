package dev.wq.driver.crypto;

import dev.wq.Machine;
import dev.wq.dispatch.CurrentHost;
import dev.wq.driver.Driver;
import dev.wq.driver.DriverAttrs;
import dev.wq.driver.DriverPoll;
import dev.wq.driver.DriverQueue;
import dev.wq.driver.ResetAnswer;
import dev.wq.host.Host;
import java.util.Objects;

/**
 * Computes the items of one queue by a provider of the JCA, several at a time, on threads of its
 * own: its engines.
 *
 * <ul>
 *   <li>What the provider lacks fails with {@link UnsupportedOperationException}, which names it;
 *       what the provider throws is the cause of a failure.
 *   <li>An item that is cancelled before an engine has it ends cancelled; a computation that has
 *       begun goes on to its end, and completes.
 *   <li>A reset never fails: the engines are left to themselves, the one with the overdue item is
 *       interrupted, and others take their place.
 *   <li>Short items that are cheap to compute are done at once, see {@link CryptoAttrs}.
 *   <li>It takes whatever the queue posts. The depth of the queue should be the number of engines
 *       or twice that: then each finds its next item at hand.
 * </ul>
 *
 * <p>Engines end when they have nothing to do, those on platform threads after some seconds. There
 * is nothing to close.
 */
/*
 * Only the pump touches items: post copies what the item works on, an engine computes over the copies, and poll brings the
 * result back. So there is no lock, and a computation that nobody waits for any more (an engine was abandoned by a reset, a
 * native call never came back) holds nothing that belongs to somebody: the item's owner has its buffers again, and neither
 * sees them change nor is seen changing them (drivers D50). The copies cost less than a tenth of the cheapest computation.
 *
 * The field job of an item is the pump's note of the execution that counts. A reset lets the pump post innocent items again:
 * they get new jobs, from data that nobody has changed.
 */
public final class CryptoAccelerator implements Driver<CryptoItem> {
  // I: set once  P: pump
  private final CryptoAttrs attrs; // I
  private final Jca jca; // I
  private final Host host; // I
  private final String name; // I
  private final Runnable kick; // I
  private Engines engines; // P

  /** For {@code queue}, to which it is still to be {@linkplain DriverQueue#attach attached}. */
  public CryptoAccelerator(DriverQueue<CryptoItem> queue, CryptoAttrs attrs) {
    this.attrs = Objects.requireNonNull(attrs, "attrs");
    this.jca = new Jca(attrs.provider());
    this.host = CurrentHost.of(queue.machine());
    this.name = queue.name();
    this.kick = queue::kick;
    this.engines = newEngines();
  }

  /** A queue of {@code machine} with an accelerator attached. */
  public static DriverQueue<CryptoItem> open(
      Machine machine, DriverAttrs attrs, CryptoAttrs crypto) {
    DriverQueue<CryptoItem> queue = DriverQueue.open(machine, attrs);
    queue.attach(new CryptoAccelerator(queue, crypto));
    return queue;
  }

  private Engines newEngines() {
    int limit = attrs.engines() == 0 ? host.cpus() : attrs.engines();
    return new Engines(host, name + "-engine", attrs.thread(), limit, kick);
  }

  @Override
  public DriverPoll post(CryptoItem item) {
    Computation computation;
    try {
      computation = item.load(jca);
    } catch (Exception | OutOfMemoryError e) {
      return DriverPoll.failed(e);
    }
    Job job = new Job(computation);
    if (item.isCheap() && item.length() <= attrs.inlineBytes()) {
      job.run();
      return job.poll();
    }
    item.job = job;
    engines.give(job);
    return DriverPoll.PENDING;
  }

  @Override
  public DriverPoll poll(CryptoItem item) {
    DriverPoll answer = jobOf(item).poll();
    if (!answer.isPending()) {
      item.job = null;
    }
    return answer;
  }

  private static Job jobOf(CryptoItem item) {
    return Objects.requireNonNull(item.job, () -> item + " is not in progress");
  }

  @Override
  public void cancel(CryptoItem item) {
    jobOf(item).withdraw();
  }

  @Override
  public ResetAnswer reset(CryptoItem overdue) {
    engines.abandon();
    engines = newEngines();
    Job job = overdue.job;
    if (job != null) {
      job.interrupt();
    }
    return ResetAnswer.RESET;
  }

  /** For people: {@code accelerator of provider SunEC}. */
  @Override
  public String toString() {
    return "accelerator of " + jca;
  }
}
