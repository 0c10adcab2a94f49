package dev.wq.kernel;

import dev.wq.dispatch.Arming;
import dev.wq.dispatch.DispatchQueue;
import dev.wq.dispatch.Freeze;
import dev.wq.dispatch.Item;
import dev.wq.dispatch.QueueCounts;
import dev.wq.dispatch.QueueSettings;
import dev.wq.dispatch.Waiter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One queue on the simulated kernel: its works go to the pools of {@link PoolCore}, which decides
 * when and where they run.
 *
 * <p>All its state belongs to the simulation, in which one thread runs at a time and is switched
 * only where it asks for it; there is no such place here.
 */
final class KernelQueue extends DispatchQueue {
  private final KernelDispatch kernel;
  final Workqueue wq;
  private final LinkedHashSet<ItemWork> waiting = new LinkedHashSet<>(); // queued and not begun
  private final List<Waiter> forIdle = new ArrayList<>(); // each looks again when woken
  private final List<Waiter> forNoneActive = new ArrayList<>(); // each looks again when woken
  private final Map<Freeze, Integer> freezes = new EnumMap<>(Freeze.class); // not undone
  private int maxActive;
  private boolean sealed; // false -> true; true -> false: reopen
  private boolean destroyed; // false -> true
  private long queued;
  private long started;
  private long completed;
  private long cancelled;
  private long wakeUps;

  KernelQueue(KernelDispatch kernel, QueueSettings settings, Workqueue wq) {
    super(kernel, settings);
    this.kernel = kernel;
    this.wq = wq;
    this.maxActive = settings.maxActive();
  }

  // ---- in and out

  @Override
  protected boolean push(Item item, int cpu) {
    if (sealed) {
      return false;
    }
    adopt(item);
    queued++;
    setWaiting(item, true);
    int local = cpu == TIMER_CPU ? timerCpu(item) : host().cpu();
    waiting.add(kernel.queue(this, item, Math.max(ANY_CPU, cpu), local, cpu == TIMER_CPU));
    return true;
  }

  @Override
  protected boolean unlink(Item item) {
    ItemWork work = kernel.workOf(item);
    if (work == null || work.queue != this || !waiting.remove(work)) {
      return false;
    }
    setWaiting(item, false);
    cancelled++;
    kernel.cancel(work);
    wakeIfQuiet();
    return true;
  }

  /** Its function is about to be called. */
  void begins(ItemWork work) {
    waiting.remove(work);
    setWaiting(work.item, false);
    started++;
  }

  void ended() {
    completed++;
  }

  void countWakeUp() {
    wakeUps++;
  }

  /** Delays count in ticks (linux 83). */
  @Override
  protected long expiry(Item item, long now, long deadline) {
    setTimerCpu(item, host().cpu());
    if (deadline == Arming.NEVER) {
      return deadline;
    }
    if (kernel.watch != null) {
      kernel.watch.armed(item, kernel.jiffies().ticksFor(deadline - now));
    }
    return kernel.expiry(now, deadline);
  }

  // ---- waits

  @Override
  protected @Nullable Waiter awaitQueued() {
    Waiter me = new Waiter();
    return kernel.core().flush(wq, new Waits.ForQueue(me)) ? me : null;
  }

  @Override
  protected @Nullable Waiter awaitIdle() {
    return isIdle() ? null : newWaiter(forIdle);
  }

  @Override
  protected @Nullable Waiter awaitNoneActive() {
    return isAnyActive() ? newWaiter(forNoneActive) : null;
  }

  private static Waiter newWaiter(List<Waiter> list) {
    Waiter me = new Waiter();
    list.add(me);
    return me;
  }

  /**
   * One that waits in the core stays there: barriers and flushers can't be taken back (linux 95).
   */
  @Override
  protected void forget(Waiter waiter) {
    forIdle.remove(waiter);
    forNoneActive.remove(waiter);
  }

  @Override
  public boolean isIdle() {
    return waiting.isEmpty() && started == completed && wq.isEmpty() && !hasTasks();
  }

  @Override
  protected void wakeIfIdle() {
    wakeIfQuiet();
  }

  /** Something runs or will, whatever is frozen (linux 110, 112). */
  private boolean isAnyActive() {
    return started > completed || wq.hasActive();
  }

  /** Something has ended: whoever waits for quiet may look again. */
  void wakeIfQuiet() {
    if (!forNoneActive.isEmpty() && !isAnyActive()) {
      wakeAll(forNoneActive);
    }
    if (!forIdle.isEmpty() && isIdle()) {
      wakeAll(forIdle);
    }
  }

  private static void wakeAll(List<Waiter> list) {
    list.forEach(Waiter::wake);
    list.clear();
  }

  // ---- freeze and limit

  @Override
  public void hold(Freeze reason) {
    if (freezes.isEmpty()) {
      kernel.core().freeze(wq);
    }
    freezes.merge(reason, 1, Integer::sum);
  }

  @Override
  public void thaw(Freeze reason) {
    boolean was = !freezes.isEmpty();
    freezes.computeIfPresent(reason, (kind, count) -> count == 1 ? null : count - 1);
    if (was && freezes.isEmpty()) {
      kernel.core().thaw(wq);
    }
  }

  @Override
  public boolean isFrozen() {
    return freezes.containsKey(Freeze.QUEUE) || freezes.containsKey(Freeze.MACHINE);
  }

  @Override
  public boolean isUnstarted() {
    return freezes.containsKey(Freeze.START);
  }

  @Override
  public void setMaxActive(int max) {
    maxActive = max;
    kernel.core().setMaxActive(wq, max);
  }

  @Override
  public int maxActive() {
    return maxActive;
  }

  // ---- the end

  @Override
  protected boolean shutIfIdle() {
    boolean idle = isIdle();
    sealed |= idle;
    return idle;
  }

  @Override
  protected void reopen() {
    sealed = destroyed || staysShut();
  }

  @Override
  protected boolean sealIfIdle() {
    if (!destroyed && isIdle()) {
      sealed = true;
      destroyed = true;
      kernel.core().destroy(wq);
    }
    return destroyed;
  }

  @Override
  protected List<Item> sealNow() {
    sealed = true;
    List<Item> gone = new ArrayList<>();
    for (ItemWork work : List.copyOf(waiting)) {
      if (unlink(work.item)) {
        gone.add(work.item);
      }
    }
    return gone;
  }

  // ---- for people

  @Override
  public QueueCounts counts() {
    return new QueueCounts(
        queued,
        coalesced(),
        rejected(),
        started,
        completed,
        failed(),
        cancelled,
        Math.toIntExact(started - completed),
        waiting.size(),
        wakeUps);
  }

  @Override
  public QueueCounts glance() {
    return counts();
  }
}
