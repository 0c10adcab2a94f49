/**
 * Simulated machines: virtual time, simulated CPUs and a schedule that a seed decides, for the
 * library's own tests and for the tests of applications.
 *
 * <p>{@link dev.wq.sim.Simulation} runs a body once under one seed; {@link dev.wq.sim.Explorer}
 * runs it under many and stops at the first seed that breaks it. Inside, code is ordinary blocking
 * Java on virtual threads; equal seeds give equal runs, step by step, in any JVM.
 *
 * <p>A thread is switched at the library's calls, at {@code point()}, and where it blocks or
 * yields; not elsewhere. Waits with a time limit other than the library's ({@code Thread.sleep},
 * {@code poll(timeout)}) are reported, not simulated. One carrier runs everything, so what is
 * explored is sequentially consistent: errors of memory ordering need real threads. Code that
 * depends on identity hashes, the iteration order of {@code Set.of} and {@code Map.of}, real
 * clocks, {@code ThreadLocalRandom} or threads outside the simulation does not repeat.
 *
 * <p>Needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}; {@code -Djdk.trackAllThreads=false}
 * lets the JVM forget threads that a run had to leave behind.
 */
@NullMarked
package dev.wq.sim;

import org.jspecify.annotations.NullMarked;
