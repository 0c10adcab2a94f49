package dev.wq.replay;

import dev.wq.kernel.KernelRules;
import dev.wq.replay.WhatIf.UserTasks;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the machine of a recording to the one of a what-if. */
final class Counterfactual {
  static final String THRESHOLD = "workqueue.cpu_intensive_thresh_us";
  private static final long USUAL_THRESHOLD = 10_000;
  private static final long MOST_THRESHOLD = 1_000_000_000; // an hour is never

  private Counterfactual() {}

  /** The rules of the kernel that the header names, else of the one that made our recordings. */
  static KernelRules recordedRules(Recording recording) {
    try {
      return rules(recording.report().header().kernel());
    } catch (IllegalArgumentException _) {
      return KernelRules.recorded();
    }
  }

  private static KernelRules rules(String kernel) {
    List<Integer> version = WhatIf.version(kernel);
    return KernelRules.of(version.getFirst(), version.getLast());
  }

  /** In nanoseconds. */
  static long recordedThreshold(Recording recording) {
    String text = recording.report().header().parameters().getOrDefault(THRESHOLD, "");
    long micros = text.matches("\\d{1,12}") ? Long.parseLong(text) : USUAL_THRESHOLD;
    return Math.min(micros, MOST_THRESHOLD) * 1_000;
  }

  /**
   * @param recorded how the recording is replayed
   * @param load what was recorded
   * @param changed the same with the queues of {@code whatIf}
   */
  static Setup of(Setup recorded, Workload load, Workload changed, WhatIf whatIf) {
    int cpus = whatIf.cpus() > 0 ? whatIf.cpus() : recorded.cpus();
    Ticks ticks =
        whatIf.hz() > 0 && whatIf.hz() != recorded.ticks().hz()
            ? load.trail().ticks().at(whatIf.hz())
            : recorded.ticks();
    @Nullable String kernel = whatIf.kernel();
    KernelRules rules = kernel == null ? recorded.rules() : rules(kernel);
    @Nullable Duration threshold = whatIf.cpuIntensiveThreshold();
    long nanos = threshold == null ? recorded.threshold() : threshold.toNanos();
    boolean sharing =
        changed.servedOtherwise()
            || cpus != recorded.cpus()
            || ticks != recorded.ticks()
            || nanos != recorded.threshold();
    @Nullable UserTasks asked = whatIf.userTasks();
    boolean rivals = recorded.busy() && (asked == null ? sharing : asked == UserTasks.COMPETE);
    return new Setup(
        Model.FULL,
        recorded.causal(),
        recorded.busy(),
        rivals,
        ticks,
        recorded.recordedTick(),
        cpus,
        rules,
        nanos);
  }
}
