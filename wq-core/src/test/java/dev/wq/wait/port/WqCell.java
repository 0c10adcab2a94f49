package dev.wq.wait.port;

import dev.wq.wait.WaitCell;
import dev.wq.wait.WaitCell.Subscription;
import dev.wq.wait.WaitResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ours. */
final class WqCell implements CellLayer {
  private final WaitCell cell = new WaitCell();

  @Override
  public Wait newWait() {
    return new SubscribedWait();
  }

  /** Subscribes at the first wait, as a future does at its first poll. */
  private final class SubscribedWait implements Wait {
    private @Nullable Subscription subscription;

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
      if (subscription == null) {
        subscription = cell.subscribe();
      }
      return subscription.await(timeout) != WaitResult.TIMED_OUT;
    }
  }

  @Override
  public boolean wake() {
    return cell.wake();
  }

  @Override
  public boolean close() {
    return cell.close();
  }

  @Override
  public boolean isClosed() {
    return cell.isClosed();
  }

  @Override
  public int overlaps() {
    return 0;
  }
}
