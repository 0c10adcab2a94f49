package dev.wq.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The queueings between two flushes of a queue, and those who wait until all of them and all before
 * have ended.
 *
 * <p>The kernel numbers its colours 0 to 15 and lets a sixteenth flusher wait for a free one (linux
 * 96-97). An object per flush does the same without the limit and without the overflow list:
 * colours form a list from the oldest one that has something in flight to the current one.
 */
final class FlushColor {
  int inflight; // L: queueings of this colour on the worklist or running
  @Nullable FlushColor newer; // L
  @Nullable Waiter flushers; // L
}
