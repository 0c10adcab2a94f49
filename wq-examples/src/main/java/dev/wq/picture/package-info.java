/** Pictures of a replay: a trace for Perfetto, and a page that needs nothing but a browser. */
@NullMarked
package dev.wq.picture;

import org.jspecify.annotations.NullMarked;
