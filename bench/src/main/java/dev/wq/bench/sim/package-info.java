/** Benchmarks of the simulated kernel and the reader of recordings. */
@NullMarked
package dev.wq.bench.sim;

import org.jspecify.annotations.NullMarked;
