/**
 * Queues for devices that work items off in their own time: an accelerator, a signing module, a
 * printer.
 *
 * <p>A {@link dev.wq.driver.Driver} is what the device can do: take an item, say how far it is,
 * abort it, stop, be reset. A {@link dev.wq.driver.DriverQueue} decides what it is given when. One
 * thread of the queue, the pump, is the only one that ever calls the driver, so a driver needs no
 * locks; posting alone makes progress, nobody has to poll. A device that has news calls {@link
 * dev.wq.driver.DriverQueue#kick()}, as an interrupt would.
 *
 * <p>Posting an item answers a {@link dev.wq.driver.Submission}, which ends exactly once, with a
 * {@link dev.wq.driver.Completion}: completed, cancelled, failed or timed out. From the posting to
 * that end the item is lent to the driver; afterwards the driver never touches it again.
 *
 * <p><b>Memory effects.</b> What a thread did before it posted is seen by the driver, each call of
 * the driver sees the calls before it, and what the driver did to an item is seen by whoever knows
 * its completion.
 */
@NullMarked
package dev.wq.driver;

import org.jspecify.annotations.NullMarked;
