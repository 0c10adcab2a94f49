package dev.wq.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue (Linux: {@code struct workqueue_struct}); made by {@link PoolCore#create}. */
public final class Workqueue {
  private static final int DEFAULT_MIN_ACTIVE = 8;

  private final QueueSpec spec;
  QueueAttributes attributes; // of unbound queues; those in use now
  final List<Pwq> pwqs = new ArrayList<>(); // all that live, oldest first
  final Pwq[] cpuPwq; // where a queueing on this CPU goes
  @Nullable Pwq defaultPwq; // unbound: spans all its CPUs; an ordered queue has no other
  final NodeLimit @Nullable [] nodeLimits; // unbound since 6.9: of each node, then of no node
  final FlushColors colors = new FlushColors();
  final ArrayDeque<Pwq> maydays = new ArrayDeque<>();
  @Nullable KernelWorker rescuer;
  int maxActive;
  int minActive;
  int savedMaxActive;
  int savedMinActive;
  int drainers;
  boolean destroying;
  boolean frozen; // this queue alone
  boolean warnedOfDrain;

  Workqueue(QueueSpec spec, QueueAttributes attributes, int cpus, int nodes, boolean perNode) {
    this.spec = spec;
    this.attributes = attributes;
    this.cpuPwq = new Pwq[cpus];
    this.nodeLimits = perNode ? newLimits(nodes + 1) : null;
    this.savedMaxActive = spec.maxActive();
    this.savedMinActive = Math.min(savedMaxActive, DEFAULT_MIN_ACTIVE);
  }

  private static NodeLimit[] newLimits(int count) {
    NodeLimit[] limits = new NodeLimit[count];
    for (int i = 0; i < count; i++) {
      limits[i] = new NodeLimit();
    }
    return limits;
  }

  public QueueSpec spec() {
    return spec;
  }

  public String name() {
    return spec.name();
  }

  /** What new works of this queue are limited to; 0 while frozen (linux 38). */
  public int maxActive() {
    return maxActive;
  }

  public int minActive() {
    return minActive;
  }

  /** All its pwqs, oldest first; those replaced by new attributes live until their works end. */
  public List<Pwq> pwqs() {
    return Collections.unmodifiableList(pwqs);
  }

  /** The pwq to which a queueing on {@code cpu} goes, redirects aside. */
  public Pwq pwq(int cpu) {
    return cpuPwq[cpu];
  }

  /**
   * Its slots on {@code node}, -1 for pools that span nodes; {@code Integer.MAX_VALUE} if
   * unlimited.
   */
  public int nodeLimit(int node) {
    NodeLimit limit = limitOf(node);
    return limit == null ? Integer.MAX_VALUE : limit.max;
  }

  public @Nullable KernelWorker rescuer() {
    return rescuer;
  }

  /** True between beginDrain and the last endDrain. */
  public boolean isDraining() {
    return drainers > 0;
  }

  /** True if no work of it is queued or running, barriers aside. */
  boolean isEmpty() {
    for (int i = 0; i < pwqs.size(); i++) {
      if (!pwqs.get(i).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  boolean hasActive() {
    return pwqs.stream().anyMatch(pwq -> pwq.nrActive > 0);
  }

  @Nullable NodeLimit limitOf(int node) {
    NodeLimit[] limits = nodeLimits;
    return limits == null ? null : limits[node < 0 ? limits.length - 1 : node];
  }

  KernelPool firstPool() {
    return pwqs.getFirst().pool;
  }

  /** For people: {@code events active=2 inactive=1 draining}. */
  @Override
  public String toString() {
    int active = pwqs.stream().mapToInt(pwq -> pwq.nrActive).sum();
    int waiting = pwqs.stream().mapToInt(Pwq::inactiveWorks).sum();
    return name()
        + " active="
        + active
        + " inactive="
        + waiting
        + (isDraining() ? " draining" : "")
        + (maxActive == 0 ? " frozen" : "");
  }
}
