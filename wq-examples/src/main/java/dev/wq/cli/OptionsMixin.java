package dev.wq.cli;

import dev.wq.replay.ReplayOptions;
import dev.wq.replay.ReplayOptions.Mode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that replays. */
final class OptionsMixin {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Option(
      names = "--mode",
      paramLabel = "open|causal",
      description = {
        "When works arrive: all at their recorded times (open), or those that a work queued so long"
            + " into the predicted run of that work (causal). Default: what fits the recording."
      })
  @Nullable Mode mode;

  @Option(
      names = "--busy-cpus",
      negatable = true,
      description = {
        "Whether the prediction is told in which intervals a worker was ready but something that is"
            + " no worker had the CPU, and where the CPU scheduler put woken unbound workers. With"
            + " it the figures are about the work queues alone."
            + " Default: what fits the recording."
      })
  @Nullable Boolean busyCpus;

  @Option(
      names = "--hz",
      paramLabel = "N",
      defaultValue = "0",
      description = "Ticks per second of the recorded kernel. Default: what fits the recording.")
  int hz;

  ReplayOptions options(int late) {
    try {
      return ReplayOptions.fitting().mode(mode).busyCpus(busyCpus).hz(hz).late(late);
    } catch (IllegalArgumentException e) {
      CommandLine line = Objects.requireNonNull(command).commandLine();
      throw new ParameterException(line, String.valueOf(e.getMessage()));
    }
  }
}
