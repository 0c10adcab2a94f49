/**
 * What happens to an item between its queueing and its end: the state word ({@link
 * dev.wq.dispatch.Item}), the seam that takes a claimed item and sees to it that a worker runs it
 * ({@link dev.wq.dispatch.Dispatch}, {@link dev.wq.dispatch.DispatchQueue}), and its live form on
 * virtual threads ({@link dev.wq.dispatch.LiveDispatch}). A simulated kernel is another form, in
 * {@code dev.wq.kernel}.
 *
 * <p>Internal: the public API is {@code dev.wq}. Nothing here knows works, functions or names of
 * queues beyond what it prints in messages.
 */
@NullMarked
package dev.wq.dispatch;

import org.jspecify.annotations.NullMarked;
