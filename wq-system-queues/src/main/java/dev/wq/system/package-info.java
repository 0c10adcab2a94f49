/**
 * What every machine has without anybody making it: nine named queues ({@link
 * dev.wq.system.SystemQueues}) and the freezer that holds the freezable ones ({@link
 * dev.wq.system.Freezer}).
 *
 * <p>The static methods without a machine mean {@link dev.wq.Machine#current()}: on a worker or a
 * simulated thread its own machine, elsewhere the live one. So a class that uses nothing else runs
 * unchanged live and in a simulation. Machines share neither queues nor freezes.
 */
@NullMarked
package dev.wq.system;

import org.jspecify.annotations.NullMarked;
