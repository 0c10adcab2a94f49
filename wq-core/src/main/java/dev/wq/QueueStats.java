package dev.wq;

/**
 * What became of the queueings of a queue, counted at one instant: {@code queued = completed +
 * cancelled + pending + inFlight}. A run is counted as completed a moment after its work is idle
 * again: who has waited for one work and then reads the counts may still see it in flight; {@link
 * WorkQueue#flush()} waits for the counts as well.
 *
 * @param queued queueings accepted, those of fired timers included, armed ones not yet
 * @param coalesced requests answered "pending already"
 * @param rejected requests refused: disabled, cancelling, draining, closed
 * @param started runs begun
 * @param completed runs ended, failed ones included
 * @param failed runs that threw
 * @param cancelled queueings taken back before they ran
 * @param inFlight works running now, or to be run next by the worker that is running them
 * @param pending works that wait on the queue
 * @param wakeUps how often a worker was woken or started for the queue
 * @param cpuIntensive runs begun, if the queue is cpuIntensive; else 0
 */
public record QueueStats(
    long queued,
    long coalesced,
    long rejected,
    long started,
    long completed,
    long failed,
    long cancelled,
    int inFlight,
    long pending,
    long wakeUps,
    long cpuIntensive) {}
