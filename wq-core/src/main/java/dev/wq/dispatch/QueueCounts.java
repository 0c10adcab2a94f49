package dev.wq.dispatch;

/**
 * A consistent count of what became of the queueings of a queue: {@code queued = completed +
 * cancelled + pending + active}.
 */
public record QueueCounts(
    long queued,
    long coalesced,
    long rejected,
    long started,
    long completed,
    long failed,
    long cancelled,
    int active,
    long pending,
    long wakeUps) {}
