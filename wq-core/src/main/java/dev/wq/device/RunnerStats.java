package dev.wq.device;

import java.util.Arrays;

/**
 * What a runner has done since it was started; the numbers need not be of the same instant.
 *
 * @param queued tasks that were queued, the making and the closing of services included; not those
 *     that ran inline
 * @param pending tasks that wait now
 * @param batches how often tasks ran back to back, without a park between them; the batch that runs
 *     now included
 * @param batchSizes at index i the batches of {@code 2^i} to {@code 2^(i+1) - 1} tasks; they add up
 *     to {@code batches}
 * @param fullWaits submitters that found no room and waited for it
 * @param parks how often the runner found nothing to run and parked; 0 on a simulated kernel
 * @param errors tasks that threw and nobody waited for, services whose close threw, handlers that
 *     threw
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record RunnerStats(
    long queued,
    long pending,
    long batches,
    long[] batchSizes,
    long fullWaits,
    long parks,
    long errors) {
  static final int BUCKETS = 32;

  public RunnerStats {
    batchSizes = batchSizes.clone();
  }

  /** Of a runner that does not exist. */
  static RunnerStats none() {
    return new RunnerStats(0, 0, 0, new long[BUCKETS], 0, 0, 0);
  }

  @Override
  public long[] batchSizes() {
    return batchSizes.clone();
  }

  /** For people, the histogram up to its last size. */
  @Override
  public String toString() {
    int last = BUCKETS;
    while (last > 0 && batchSizes[last - 1] == 0) {
      last--;
    }
    return "queued=%d pending=%d batches=%d %s fullWaits=%d parks=%d errors=%d"
        .formatted(
            queued,
            pending,
            batches,
            Arrays.toString(Arrays.copyOf(batchSizes, last)),
            fullWaits,
            parks,
            errors);
  }
}
