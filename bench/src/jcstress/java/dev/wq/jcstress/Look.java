package dev.wq.jcstress;

import dev.wq.wait.WaitCell;
import dev.wq.wait.WaitResult;
import java.time.Duration;

/** A wait of no time. */
final class Look {
  private Look() {}

  /** Takes the wake if there is one. */
  static boolean takesWake(WaitCell cell) {
    try {
      return cell.await(Duration.ZERO) == WaitResult.WOKEN;
    } catch (InterruptedException nobodyDoes) {
      throw new AssertionError(nobodyDoes);
    }
  }
}
