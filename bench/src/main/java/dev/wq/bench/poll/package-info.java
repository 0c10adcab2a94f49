/**
 * Benchmarks of triggers, semaphores, queues of values, wait cells, and what a user would pick
 * instead.
 */
@NullMarked
package dev.wq.bench.poll;

import org.jspecify.annotations.NullMarked;
