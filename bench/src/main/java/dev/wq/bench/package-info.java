/**
 * Benchmarks: each hot path beside what a user would pick instead, as ratios in one run.
 *
 * <p>A {@link dev.wq.bench.Measure} is a row of the table: one {@link dev.wq.bench.Subject} of ours
 * beside one of a peer, and a {@link dev.wq.bench.Goal}. In each {@link dev.wq.bench.Round} every
 * subject is sampled once, in turn, in a JVM of its own: whole programs by {@link
 * dev.wq.bench.Child}, single operations by JMH. A ratio is taken within a round, so that a machine
 * that is slow for a while is slow for both; the table shows the median of the rounds and their
 * range. A {@link dev.wq.bench.Control} around each sample says whether the machine was quiet.
 *
 * <p>The items are made before anything is measured and only store a counter; peers run the very
 * same objects.
 */
@NullMarked
package dev.wq.bench;

import org.jspecify.annotations.NullMarked;
