/**
 * What one thread waits on until another wakes it, without losing a wake.
 *
 * <p>{@link dev.wq.wait.WaitCell} is for one waiter: a pump, a server, the owner of a request. For
 * values, permits and several waiters see {@code dev.wq.poll}.
 */
@NullMarked
package dev.wq.wait;

import org.jspecify.annotations.NullMarked;
