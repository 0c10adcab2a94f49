/**
 * Recordings of a real kernel's work queues: {@link dev.wq.replay.TraceReader} reads ftrace text
 * and accounts for every line, {@link dev.wq.replay.TraceSink} is told each event, {@link
 * dev.wq.replay.Recording} holds what the workers did, recovered from the events.
 *
 * <p>{@link dev.wq.replay.Replay} gives what a recording shows of the works to the kernel's policy
 * on modelled CPUs ({@code ReplayEngine}, over {@code dev.wq.kernel.PoolCore}) and answers a {@link
 * dev.wq.replay.ReplayReport}: {@link dev.wq.replay.Prediction}s with the reason of every wait, and
 * their {@link dev.wq.replay.Fidelity} to what the kernel did.
 *
 * <p>Times are nanoseconds since the first event of the file, unless the recording's clock counts
 * something else ({@link dev.wq.replay.TraceReport#ticks()}).
 */
@NullMarked
package dev.wq.replay;

import org.jspecify.annotations.NullMarked;
