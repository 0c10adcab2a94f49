package dev.wq.dispatch;

/**
 * What a dispatch has to know of a queue's attributes; checked by the public record that makes it.
 */
public record QueueSettings(
    String name,
    boolean ordered,
    boolean unbound,
    int maxActive,
    boolean highPriority,
    boolean memReclaim,
    boolean cpuIntensive,
    boolean bh,
    boolean freshThreads,
    boolean powerEfficient) {}
