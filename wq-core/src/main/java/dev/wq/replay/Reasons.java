package dev.wq.replay;

import java.util.List;

/** Why each execution of a prediction started when it did. */
@FunctionalInterface
public interface Reasons {
  /** No reasons for anything: what a baseline knows. */
  Reasons NONE = _ -> List.of();

  /**
   * The reasons of one execution in the order in which they applied. Their times add up to {@link
   * Prediction#latency}.
   *
   * @param execution index in the recording
   * @return empty where nothing was predicted or the model gives no reasons
   */
  List<Because> because(int execution);
}
