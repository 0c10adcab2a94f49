package dev.wq.replay;

/**
 * An idle worker was woken.
 *
 * @param line the line
 * @param at the time, as the CPU writes it on which the worker will run
 * @param pid the worker
 * @param pool its pool
 * @param targetCpu where it will run
 * @param cpu the CPU that the line names
 * @param wakerPid the task that ran there
 * @param wokeIdleCpu whether that CPU was idle and is the target
 */
public record WakeUp(
    long line,
    long at,
    int pid,
    PoolName pool,
    int targetCpu,
    int cpu,
    int wakerPid,
    boolean wokeIdleCpu) {}
