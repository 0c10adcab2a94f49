/**
 * The seam to threads, time and randomness. {@link dev.wq.host.Host} is injected per machine;
 * {@link dev.wq.host.LoomHost} is the live one, the simulator has its own.
 *
 * <p>Internal: no public signature of a public package names a type of this package.
 */
@NullMarked
package dev.wq.host;

import org.jspecify.annotations.NullMarked;
