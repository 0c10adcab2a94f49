/**
 * The timer wheel behind delayed works: one {@link dev.wq.timer.TimerWheel} per machine, intrusive
 * {@link dev.wq.timer.TimerNode}s, constant cost to arm, move and cancel however many are armed.
 *
 * <p>A node never expires early. Live it expires up to one tick (about 1 ms) after its deadline
 * plus the time the driver thread needs to wake; in a simulation it expires exactly at its
 * deadline.
 *
 * <p>Internal: no public signature of a public package names a type of this package.
 */
@NullMarked
package dev.wq.timer;

import org.jspecify.annotations.NullMarked;
