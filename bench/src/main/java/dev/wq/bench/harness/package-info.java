/**
 * How the benchmarks measure and compare.
 *
 * <p>A {@link dev.wq.bench.harness.Measure} is a row of the table: a figure of one {@link
 * dev.wq.bench.harness.Subject} of ours beside one of a peer, and a {@link
 * dev.wq.bench.harness.Goal}. In each {@link dev.wq.bench.harness.Round} every subject is sampled
 * once, in turn, in a JVM of its own: a {@link dev.wq.bench.harness.Program} as a whole, an {@link
 * dev.wq.bench.harness.Operation} by JMH. A ratio is taken within a round, so that a machine that
 * is slow for a while is slow for both; the table shows the median of the rounds and their range. A
 * {@link dev.wq.bench.harness.Control} around each sample says whether the machine was quiet.
 *
 * <p>A {@link dev.wq.bench.harness.Suite} lists the rows and curves of one part of the library.
 */
@NullMarked
package dev.wq.bench.harness;

import org.jspecify.annotations.NullMarked;
