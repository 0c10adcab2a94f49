/** The {@code wq} program: its commands, and how what they find is printed. */
@NullMarked
package dev.wq.cli;

import org.jspecify.annotations.NullMarked;
