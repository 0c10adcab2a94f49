/** Benchmarks of works and queues, and what a user would pick instead. */
@NullMarked
package dev.wq.bench.queue;

import org.jspecify.annotations.NullMarked;
