package dev.wq.driver;

import java.time.Duration;
import java.util.List;

/**
 * What has become of the items of a queue; for each item that was accepted, {@code posted =
 * completed + cancelledQueued + cancelledRunning + failed + timedOut + queued + inProgress}.
 *
 * @param posted accepted by the queue
 * @param accepted postings that the driver took, again after a reset included
 * @param refused postings that it did not
 * @param completed done
 * @param cancelledQueued cancelled before the driver had it
 * @param cancelledRunning cancelled while the driver had it
 * @param failed failed, banned and faulted ones included
 * @param timedOut over their run limit
 * @param resets how often the device was reset
 * @param polls calls of {@link Driver#poll}
 * @param recalls of them, those without a kick
 * @param driverErrors what {@link Driver#cancel} and {@link Driver#stop} threw
 * @param queued not begun now
 * @param inProgress with the driver now
 * @param busy how long something was in progress; zero unless {@link DriverAttrs#isMeasured}
 * @param waits how many items waited from 2<sup>i</sup> ns on and less than 2<sup>i+1</sup>; empty
 *     unless measured
 */
public record DriverStats(
    long posted,
    long accepted,
    long refused,
    long completed,
    long cancelledQueued,
    long cancelledRunning,
    long failed,
    long timedOut,
    long resets,
    long polls,
    long recalls,
    long driverErrors,
    long queued,
    long inProgress,
    Duration busy,
    List<Long> waits) {

  public DriverStats {
    waits = List.copyOf(waits);
  }
}
