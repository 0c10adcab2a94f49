/**
 * One runner per device: a thread that alone touches what it takes to use a device, and runs what
 * others submit to it (CubeCL: the channel device handle).
 *
 * <p>A {@link dev.wq.device.DeviceService} holds the state, a {@link dev.wq.device.DeviceHandle}
 * submits tasks to it. All services of a device and {@link dev.wq.device.DeviceStage} share one
 * runner, which is an ordered queue with a thread of its own: it starts with the first handle, is
 * parked while there is nothing to run, and ends with {@link dev.wq.device.Devices#shutdown}.
 *
 * <p>Rule numbers in tests ("drivers C13") are those of the table beside the tests, which says
 * where the original differs.
 */
@NullMarked
package dev.wq.device;

import org.jspecify.annotations.NullMarked;
