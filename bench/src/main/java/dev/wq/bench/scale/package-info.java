/**
 * How the cost of one item grows with what else there is. A line of a curve is measured by one JVM,
 * its points one after the other.
 */
@NullMarked
package dev.wq.bench.scale;

import org.jspecify.annotations.NullMarked;
