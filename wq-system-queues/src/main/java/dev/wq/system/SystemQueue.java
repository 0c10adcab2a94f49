package dev.wq.system;

import dev.wq.QueueAttrs;
import java.util.List;

/** The system queues: Linux's names and properties. */
enum SystemQueue {
  EVENTS(QueueAttrs.named("events")),
  HIGHPRI(QueueAttrs.named("events_highpri").highPriority()),
  LONG(QueueAttrs.named("events_long")),
  UNBOUND(QueueAttrs.named("events_unbound").unbound().maxActive(QueueAttrs.MAX_ACTIVE_LIMIT)),
  FREEZABLE(QueueAttrs.named("events_freezable").freezable()),
  POWER_EFFICIENT(QueueAttrs.named("events_power_efficient").powerEfficient()),
  FREEZABLE_POWER_EFFICIENT(
      QueueAttrs.named("events_freezable_pwr_efficient").freezable().powerEfficient()),
  BH(QueueAttrs.named("events_bh").bh()),
  BH_HIGHPRI(QueueAttrs.named("events_bh_highpri").bh().highPriority());

  static final List<SystemQueue> ALL = List.of(values());

  @SuppressWarnings("ImmutableEnumChecker") // a record of flags, a number and a string
  final QueueAttrs attrs;

  SystemQueue(QueueAttrs attrs) {
    this.attrs = attrs.permanent();
  }
}
