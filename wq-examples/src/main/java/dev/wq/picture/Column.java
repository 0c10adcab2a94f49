package dev.wq.picture;

import dev.wq.replay.Because;
import dev.wq.replay.Prediction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A prediction of a recording that is shown beside it.
 *
 * @param name for people: {@code predicted}, {@code what-if: events:max_active=4}
 * @param prediction of the recording's executions, by their indices
 */
public record Column(String name, Prediction prediction) {
  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(prediction, "prediction");
  }

  /**
   * Why an execution started when it did. A worker that is preempted again and again waits for the
   * same things many times: equal reasons are one, in the order of the first ones.
   *
   * @param execution index in the recording
   * @return empty where nothing was predicted or the model gives no reasons
   */
  public List<Because> because(int execution) {
    Map<String, Because> merged = new LinkedHashMap<>();
    for (Because because : prediction.because(execution)) {
      merged.merge(because.what(), because, Column::sum);
    }
    return List.copyOf(merged.values());
  }

  private static Because sum(Because one, Because other) {
    return new Because(one.cause(), one.what(), one.nanos() + other.nanos());
  }
}
