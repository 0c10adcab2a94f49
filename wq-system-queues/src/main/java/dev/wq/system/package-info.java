/** The named queues of a system and the freezer that holds the freezable ones. */
@NullMarked
package dev.wq.system;

import org.jspecify.annotations.NullMarked;
