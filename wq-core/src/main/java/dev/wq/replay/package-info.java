/**
 * Recordings of a real kernel's work queues: {@link dev.wq.replay.TraceReader} reads ftrace text
 * and accounts for every line, {@link dev.wq.replay.TraceSink} is told each event, {@link
 * dev.wq.replay.Recording} holds what the workers did, recovered from the events.
 *
 * <p>Times are nanoseconds since the first event of the file, unless the recording's clock counts
 * something else ({@link dev.wq.replay.TraceReport#ticks()}).
 */
@NullMarked
package dev.wq.replay;

import org.jspecify.annotations.NullMarked;
