package dev.wq.replay;

/**
 * A worker of a recording.
 *
 * @param pid its pid
 * @param name its name
 * @param pool its pool
 * @param atStart whether it was there when the recording began
 * @param forkedAt when it was made, -1 if that was not seen
 * @param exitedAt when it ended, -1 if that was not seen
 * @param atEnd whether it was there when the recording ended
 */
public record TraceWorker(
    int pid,
    String name,
    PoolName pool,
    boolean atStart,
    long forkedAt,
    long exitedAt,
    boolean atEnd) {}
