package dev.wq.kernel;

/**
 * What the simulated kernel is.
 *
 * @param creationNanos how long a manager takes to make a worker
 * @param powerEfficient whether power-efficient queues are unbound (linux 76)
 */
public record KernelModel(KernelRules rules, int hz, long creationNanos, boolean powerEfficient) {}
