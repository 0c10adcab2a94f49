package dev.wq.replay;

import java.util.BitSet;

/**
 * Changes of worker from one start of a pool to the next, in the recording and in the model. The
 * two agree on a start if both, or neither, changed the worker there.
 */
final class WorkerChanges {
  private static final int NOBODY = Integer.MIN_VALUE;

  private final BitSet changed; // by recorded start
  private int starts;
  private int lastRecorded = NOBODY;
  private int lastPredicted = NOBODY;
  private int predicted;
  private int compared;
  private int agreed;

  WorkerChanges(int starts) {
    this.changed = new BitSet(starts);
  }

  /** The next start of the recording. */
  void recorded(int worker) {
    changed.set(starts, starts > 0 && worker != lastRecorded);
    lastRecorded = worker;
    starts++;
  }

  /**
   * The next start of the model, after all of the recording.
   *
   * @param start which one of the recording it is, from 0
   */
  void predicted(int start, int worker) {
    if (lastPredicted != NOBODY) {
      boolean change = worker != lastPredicted;
      predicted += change ? 1 : 0;
      if (start > 0) { // the first start has no start before it to compare with
        compared++;
        agreed += change == changed.get(start) ? 1 : 0;
      }
    }
    lastPredicted = worker;
  }

  int recordedChanges() {
    return changed.cardinality();
  }

  int predictedChanges() {
    return predicted;
  }

  int compared() {
    return compared;
  }

  int agreed() {
    return agreed;
  }
}
