package dev.wq;

import java.util.List;

/**
 * What a close did not let run.
 *
 * @param cancelled works that were armed, or had not started when the time ran out; each is idle
 *     now
 * @param stillRunning works whose function was interrupted and has not returned; nothing waits for
 *     them any more
 */
public record CloseReport(List<Work> cancelled, List<Work> stillRunning) {
  /** Whether nothing was cancelled and nothing is running. */
  public boolean isClean() {
    return cancelled.isEmpty() && stillRunning.isEmpty();
  }
}
