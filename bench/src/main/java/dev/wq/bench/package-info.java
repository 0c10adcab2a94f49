/** Benchmarks: each hot path beside what a user would pick instead, as ratios in one run. */
@NullMarked
package dev.wq.bench;

import org.jspecify.annotations.NullMarked;
