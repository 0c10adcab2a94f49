/**
 * Linux-style work queues for the JVM: works that coalesce, never run beside themselves, and can be
 * flushed, cancelled and waited for, delayed, re-timed, frozen and limited.
 *
 * <p>A {@link dev.wq.Work} is what is done, a {@link dev.wq.WorkQueue} decides how many are done at
 * once, a {@link dev.wq.Machine} owns queues and workers. The same code runs on a live machine
 * (virtual threads of the JDK) and on a simulated one ({@code dev.wq.sim}).
 *
 * <p><b>Threads.</b> Functions run on long-lived virtual threads, all daemons. They inherit no
 * thread locals and have a fixed context class loader; interrupt flag, thread name and class loader
 * are put back after each run. Thread locals that a function sets stay with the worker and may be
 * seen by another function: use {@link dev.wq.QueueAttrs#freshThreads()} where that hurts. A
 * program ends without losing work by {@link dev.wq.Machine#awaitIdle} or by closing its queues.
 *
 * <p><b>Failures.</b> Functions may throw anything. A function that throws kills no worker: the
 * queue's {@link dev.wq.FailureHandler} is told, the count goes up, the work is idle again.
 *
 * <p><b>Waits.</b> Untimed waits throw {@link java.lang.InterruptedException}, timed ones also
 * {@link java.util.concurrent.TimeoutException}. A wait that can certainly never end, because it
 * waits for itself directly or through other waiting works, throws {@link
 * java.lang.IllegalStateException} at once.
 */
@NullMarked
package dev.wq;

import org.jspecify.annotations.NullMarked;
