package dev.wq.cli;

import dev.wq.replay.WhatIf;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that ask what would have been different. */
final class WhatIfMixin {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Option(
      names = {"-w", "--what-if"},
      paramLabel = "CHANGE",
      description = {
        "Predict once more with other attributes, and compare: QUEUE:ATTRIBUTE,... with max_active=N,"
            + " unbound, bound, highpri, normal, ordered, cpu_intensive, cpumask=HEX; a * in QUEUE"
            + " stands for anything. Or of the machine: cpus=N, hz=N, cpu_intensive_thresh_us=N,"
            + " kernel=VERSION. May be given several times."
      })
  private final List<String> changes = new ArrayList<>();

  @Option(names = "--cpus", paramLabel = "N", description = "The same as --what-if cpus=N.")
  private @Nullable String cpus;

  @Option(
      names = "--cpu-intensive-thresh-us",
      paramLabel = "N",
      description = "The same as --what-if cpu_intensive_thresh_us=N.")
  private @Nullable String threshold;

  @Option(
      names = "--kernel",
      paramLabel = "VERSION",
      description = "The same as --what-if kernel=VERSION, as in 6.6.")
  private @Nullable String kernel;

  @Option(
      names = "--user-tasks",
      paramLabel = "fixed|compete",
      description = {
        "In a what-if, whether tasks that had a CPU while a worker was ready for it have it then,"
            + " whatever else is different (fixed), or want it for as long as they had it, with"
            + " their weight (compete). Default: compete, if the change has to do with CPUs."
      })
  private WhatIf.@Nullable UserTasks userTasks;

  /** What was asked. */
  WhatIf whatIf() {
    WhatIf whatIf = WhatIf.nothing().userTasks(userTasks);
    for (String change : changes) {
      whatIf = checked(whatIf, w -> w.with(change));
    }
    whatIf = with(whatIf, "cpus=", cpus);
    whatIf = with(whatIf, "cpu_intensive_thresh_us=", threshold);
    return with(whatIf, "kernel=", kernel);
  }

  private WhatIf with(WhatIf whatIf, String name, @Nullable String value) {
    return value == null ? whatIf : checked(whatIf, w -> w.with(name + value));
  }

  private WhatIf checked(WhatIf whatIf, UnaryOperator<WhatIf> change) {
    try {
      return change.apply(whatIf);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
