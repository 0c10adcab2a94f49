/**
 * Things that works and threads wait for: signals, semaphores, queues of values, pipes, and the
 * triggers by which they queue a work when something has come, without a thread that waits.
 *
 * <ul>
 *   <li>An <b>object</b> ({@link dev.wq.poll.PollSignal} ...) belongs to the machine of the thread
 *       that makes it, {@link dev.wq.Machine#current()}: its timeouts run on that machine's clock.
 *       Blocking calls can be interrupted and have a timed form; in a work they keep its place on
 *       the queue, and works of a bh queue must not make them.
 *   <li>A <b>trigger</b> ({@link dev.wq.poll.Trigger}) is a condition of an object: {@code
 *       signal.raised()}. A {@link dev.wq.poll.TriggeredWork} is armed with any number of them and
 *       queued once when the first one comes, or a timeout; {@link dev.wq.poll.Poll} blocks a
 *       thread on the same triggers. A trigger tells, it does not give: between the telling and the
 *       handler somebody else may take what was there, so handlers take without waiting and arm
 *       again.
 *   <li>Each raise, give or put tells one watcher, the oldest that can still use it; one that is
 *       not able to (fired by something else, cancelled, refused by its queue) or has ended without
 *       taking passes it on.
 * </ul>
 *
 * <p><b>Memory effects.</b> What a thread did before a raise, give or put is seen by whoever takes
 * what it brought, and by the handlers and waits that it caused.
 */
@NullMarked
package dev.wq.poll;

import org.jspecify.annotations.NullMarked;
