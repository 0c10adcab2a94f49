/** Small examples of each layer, each one tested. */
@NullMarked
package dev.wq.examples;

import org.jspecify.annotations.NullMarked;
