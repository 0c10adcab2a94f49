package dev.wq.scenario;

import dev.wq.QueueAttrs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The flags of queues, by the names that they have in the kernel. */
final class QueueFlags {
  private static final Map<String, UnaryOperator<QueueAttrs>> ALL = all();

  private QueueFlags() {}

  private static Map<String, UnaryOperator<QueueAttrs>> all() {
    Map<String, UnaryOperator<QueueAttrs>> all = new LinkedHashMap<>();
    all.put("unbound", QueueAttrs::unbound);
    all.put("ordered", QueueAttrs::ordered);
    all.put("highpri", QueueAttrs::highPriority);
    all.put("cpu_intensive", QueueAttrs::cpuIntensive);
    all.put("mem_reclaim", QueueAttrs::memReclaim);
    all.put("freezable", QueueAttrs::freezable);
    all.put("bh", QueueAttrs::bh);
    return all;
  }

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * The queue with that flag as well; null if there is no such flag.
   *
   * @throws IllegalArgumentException if it contradicts what the queue is
   */
  static @Nullable QueueAttrs with(QueueAttrs attrs, String flag) {
    UnaryOperator<QueueAttrs> change = ALL.get(flag);
    return change == null ? null : change.apply(attrs);
  }
}
