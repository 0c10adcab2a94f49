package dev.wq.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** max_active as it is in effect: what was set, over the nodes, or 0 while frozen. */
final class Limits {
  private final Topology topology;
  private final Hotplug cpus;
  private final Activation activation;
  private final Upcalls up;
  private boolean freezing;

  Limits(Topology topology, Hotplug cpus, Activation activation, Upcalls up) {
    this.topology = topology;
    this.cpus = cpus;
    this.activation = activation;
    this.up = up;
  }

  void setMaxActive(Workqueue wq, int max) {
    if (wq.spec().ordered() || wq.spec().bh()) {
      up.warned("workqueue: max_active of " + wq.name() + " cannot be changed");
      return;
    }
    wq.savedMaxActive = QueueSpec.clampMaxActive(max);
    if (wq.spec().unbound()) {
      wq.savedMinActive = Math.min(wq.savedMinActive, wq.savedMaxActive);
    }
    adjust(wq);
  }

  void setMinActive(Workqueue wq, int min) {
    if (!wq.spec().unbound() || wq.spec().ordered()) {
      up.warned("workqueue: min_active is of unbound queues, not of " + wq.name());
      return;
    }
    wq.savedMinActive = Math.clamp(min, 0, wq.savedMaxActive);
    adjust(wq);
  }

  /** Linux: {@code wq_adjust_max_active}. */
  void adjust(Workqueue wq) {
    boolean held = wq.frozen || (freezing && wq.spec().freezable());
    int max = held ? 0 : wq.savedMaxActive;
    int min = held ? 0 : wq.savedMinActive;
    if (wq.maxActive == max && wq.minActive == min) {
      return;
    }
    wq.maxActive = max;
    wq.minActive = min;
    updateNodes(wq);
    if (max > 0) {
      activation.fill(wq);
    }
  }

  /** Each node gets its share of max_active by its online CPUs (linux 31-33). */
  void updateNodes(Workqueue wq) {
    if (wq.nodeLimits == null) {
      return;
    }
    CpuMask effective = wq.attributes.effective(cpus.unboundCpus()).and(cpus.online());
    int total = effective.count();
    for (int node = 0; node < topology.nodeCount(); node++) {
      int share =
          total == 0
              ? wq.minActive
              : Math.ceilDiv(wq.maxActive * effective.and(topology.node(node)).count(), total);
      limit(wq, node).max = Math.clamp(share, wq.minActive, wq.maxActive);
    }
    limit(wq, -1).max = wq.maxActive;
  }

  private static NodeLimit limit(Workqueue wq, int node) {
    @Nullable NodeLimit limit = wq.limitOf(node);
    assert limit != null;
    return limit;
  }

  /** Linux: {@code freeze_workqueues_begin}. */
  void freeze(List<Workqueue> queues) {
    if (freezing) {
      up.warned("workqueue: already freezing");
    }
    freezing = true;
    queues.forEach(this::adjust);
  }

  /** Linux: {@code thaw_workqueues}. */
  void thaw(List<Workqueue> queues) {
    freezing = false;
    queues.forEach(this::adjust);
  }

  /** Linux: {@code freeze_workqueues_busy}. */
  boolean isFreezeBusy(List<Workqueue> queues) {
    if (!freezing) {
      up.warned("workqueue: not freezing");
    }
    return queues.stream().anyMatch(wq -> wq.spec().freezable() && wq.hasActive());
  }

  void freezeOne(Workqueue wq, boolean on) {
    wq.frozen = on;
    adjust(wq);
  }
}
