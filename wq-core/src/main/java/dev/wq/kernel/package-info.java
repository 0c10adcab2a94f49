/**
 * The Linux kernel's concurrency-managed worker pools as a pure state machine: no clock, no thread,
 * no lock. Methods go in ({@link dev.wq.kernel.PoolCore}), wake-ups and timers come out ({@link
 * dev.wq.kernel.Upcalls}).
 *
 * <p>Two engines drive it: {@link dev.wq.kernel.KernelDispatch} runs works of the public API on
 * simulated threads, {@link dev.wq.kernel.SegmentEngine} runs works that are written down as
 * segments, without threads. For the same works both give the same trace.
 *
 * <p>Internal: the public API is {@code dev.wq}. Rules are cited by their number in the project's
 * reference of kernel semantics, as {@code linux 42}.
 */
@NullMarked
package dev.wq.kernel;

import org.jspecify.annotations.NullMarked;
