package dev.wq.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a queue its pwqs, and new ones when its attributes or the CPUs change. */
/*
 * An unbound queue has a pwq for each CPU, though those of one pod share a pool (linux 12, 14): a queueing thus finds its
 * pwq by the caller's CPU alone. One more, the default, spans all CPUs of the queue; it is the only one of an ordered
 * queue. New attributes never touch a pwq: new ones are made and put in place, old ones serve what they have until it
 * has ended (linux 74).
 *
 * For an ordered queue that alone would let the new pwq start works while the old one still has some. So the new one is
 * plugged: it takes works and activates none. When a pwq is released, the oldest that is left is unplugged (linux 23).
 */
final class QueueSetup {
  private final Topology topology;
  private final KernelRules rules;
  private final Upcalls up;
  private final PoolRegistry registry;
  private final Hotplug cpus;
  private final Activation activation;
  private final Limits limits;

  QueueSetup(
      Topology topology,
      KernelRules rules,
      Upcalls up,
      PoolRegistry registry,
      Hotplug cpus,
      Activation activation,
      Limits limits) {
    this.topology = topology;
    this.rules = rules;
    this.up = up;
    this.registry = registry;
    this.cpus = cpus;
    this.activation = activation;
    this.limits = limits;
  }

  Workqueue create(QueueSpec asked, @Nullable CpuMask mask, boolean withRescuer) {
    QueueSpec spec = byVersion(asked);
    CpuMask wish = mask == null ? topology.all() : mask;
    QueueAttributes attributes = QueueAttributes.of(spec, wish);
    boolean perNode = spec.unbound() && rules.limitsPerNode();
    Workqueue wq = new Workqueue(spec, attributes, topology.cpus(), topology.nodeCount(), perNode);
    if (spec.unbound()) {
      install(wq, attributes);
    } else {
      linkPerCpu(wq);
    }
    if (withRescuer && spec.memReclaim()) {
      wq.rescuer = up.newRescuer(wq);
    }
    limits.adjust(wq);
    return wq;
  }

  private QueueSpec byVersion(QueueSpec spec) {
    if (spec.bh() && !rules.hasBh()) {
      throw new IllegalArgumentException(spec.name() + ": this kernel has no BH queues");
    }
    boolean single = spec.unbound() && spec.maxActive() == 1;
    return single && rules.singleIsOrdered() ? spec.asOrdered() : spec;
  }

  private void linkPerCpu(Workqueue wq) {
    QueueSpec spec = wq.spec();
    for (int cpu = 0; cpu < topology.cpus(); cpu++) {
      KernelPool pool =
          spec.bh()
              ? registry.bh(cpu, spec.highPriority())
              : registry.bound(cpu, spec.highPriority());
      Pwq pwq = new Pwq(wq, pool);
      wq.cpuPwq[cpu] = pwq;
      wq.pwqs.add(pwq);
    }
  }

  /** Linux: {@code apply_workqueue_attrs}. */
  void apply(Workqueue wq, QueueAttributes attributes) {
    if (!wq.spec().unbound()) {
      throw new IllegalArgumentException(wq.name() + " is not unbound");
    }
    List<Pwq> old = inUse(wq);
    install(wq, attributes);
    limits.updateNodes(wq);
    old.forEach(activation::put);
  }

  private void install(Workqueue wq, QueueAttributes attributes) {
    wq.attributes = attributes;
    CpuMask effective = attributes.effective(cpus.unboundCpus());
    Pwq span = newPwq(wq, effective, effective);
    wq.defaultPwq = span;
    if (wq.spec().ordered()) {
      span.plugged = !wq.pwqs.isEmpty();
      for (int cpu = 0; cpu < topology.cpus(); cpu++) {
        wq.cpuPwq[cpu] = span;
      }
    } else {
      installPerCpu(wq, effective);
    }
    wq.pwqs.add(span);
  }

  private void installPerCpu(Workqueue wq, CpuMask effective) {
    Map<CpuMask, Pwq> shared = new HashMap<>();
    for (int cpu = 0; cpu < topology.cpus(); cpu++) {
      CpuMask pod = pod(wq, effective, cpu);
      Pwq pwq = rules.unboundPwqPerCpu() ? null : shared.get(pod);
      if (pwq == null) {
        pwq = newPwq(wq, effective, pod);
        shared.put(pod, pwq);
        wq.pwqs.add(pwq);
      }
      wq.cpuPwq[cpu] = pwq;
    }
  }

  private Pwq newPwq(Workqueue wq, CpuMask effective, CpuMask pod) {
    int group = wq.spec().poolGroup();
    return new Pwq(wq, registry.unbound(wq.attributes, effective, pod, group));
  }

  /** Without an online CPU in it the pod is the whole mask (linux 73). */
  private CpuMask pod(Workqueue wq, CpuMask effective, int cpu) {
    CpuMask pod = topology.pod(rules.resolve(wq.attributes.scope()), cpu).and(effective);
    return pod.intersects(cpus.online()) ? pod : effective;
  }

  /** The pwqs to which the queue itself holds a reference. */
  private static List<Pwq> inUse(Workqueue wq) {
    List<Pwq> used = new ArrayList<>();
    for (Pwq pwq : wq.pwqs) {
      if (pwq == wq.defaultPwq || List.of(wq.cpuPwq).contains(pwq)) {
        used.add(pwq);
      }
    }
    return used;
  }

  /** The online CPUs changed: pods may have become empty or come back (linux 73). */
  void cpusChanged(Workqueue wq, int changed) {
    if (!wq.spec().unbound()) {
      return;
    }
    if (!wq.spec().ordered() && rules.unboundPwqPerCpu()) {
      CpuMask effective = wq.attributes.effective(cpus.unboundCpus());
      topology
          .pod(rules.resolve(wq.attributes.scope()), changed)
          .cpus()
          .forEach(cpu -> updatePwq(wq, effective, cpu));
    }
    limits.updateNodes(wq);
  }

  /** Linux: {@code unbound_wq_update_pwq}. */
  private void updatePwq(Workqueue wq, CpuMask effective, int cpu) {
    Pwq old = wq.cpuPwq[cpu];
    CpuMask pod = pod(wq, effective, cpu);
    if (pod.equals(old.pool.cpus())) {
      return;
    }
    Pwq pwq = newPwq(wq, effective, pod);
    wq.cpuPwq[cpu] = pwq;
    wq.pwqs.add(pwq);
    activation.put(old);
  }

  void destroy(Workqueue wq) {
    wq.destroying = true;
    if (isBusy(wq)) {
      throw new IllegalStateException(wq + " is still busy");
    }
    KernelWorker rescuer = wq.rescuer;
    if (rescuer != null) {
      wq.rescuer = null;
      rescuer.dying = true;
      up.wake(rescuer);
    }
    inUse(wq).forEach(activation::put);
  }

  private static boolean isBusy(Workqueue wq) {
    for (Pwq pwq : wq.pwqs) {
      for (int inFlight : pwq.inFlight) {
        if (inFlight > 0) {
          return true;
        }
      }
    }
    return !wq.isEmpty() || !wq.maydays.isEmpty();
  }
}
