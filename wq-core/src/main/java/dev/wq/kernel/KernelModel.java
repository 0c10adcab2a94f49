package dev.wq.kernel;

/**
 * What the simulated kernel is.
 *
 * @param creationNanos how long a manager takes to make a worker
 * @param creationFails whether there are no workers but those from the start
 * @param powerEfficient whether power-efficient queues are unbound (linux 76)
 * @param thresholdNanos CPU time after which a tick marks a work CPU_INTENSIVE, 0 for never (linux
 *     50)
 */
public record KernelModel(
    KernelRules rules,
    int hz,
    long creationNanos,
    boolean creationFails,
    boolean powerEfficient,
    long thresholdNanos) {}
