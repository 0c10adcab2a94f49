/**
 * The command that runs all benchmarks: each hot path beside what a user would pick instead, as
 * ratios in one run. The subjects are in a package for each part of the library, the way they are
 * measured is {@link dev.wq.bench.harness}.
 */
@NullMarked
package dev.wq.bench;

import org.jspecify.annotations.NullMarked;
