/** Benchmarks of delayed works, and what a user would pick instead. */
@NullMarked
package dev.wq.bench.timer;

import org.jspecify.annotations.NullMarked;
