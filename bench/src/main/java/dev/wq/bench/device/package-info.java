/** Benchmarks of devices, driver queues, the accelerator, and what a user would pick instead. */
@NullMarked
package dev.wq.bench.device;

import org.jspecify.annotations.NullMarked;
