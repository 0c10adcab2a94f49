package dev.wq.dispatch;

import java.util.List;

/** A queue of which a test uses the few methods that it overrides. */
abstract class UnusedQueue extends DispatchQueue {
  UnusedQueue(Dispatch dispatch) {
    super(
        dispatch,
        new QueueSettings("unused", false, false, 1, false, false, false, false, false, false));
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("not part of the test");
  }

  @Override
  void takeInPushed() {
    throw unused();
  }

  @Override
  protected Waiter awaitQueued() {
    throw unused();
  }

  @Override
  protected Waiter awaitIdle() {
    throw unused();
  }

  @Override
  protected Waiter awaitNoneActive() {
    throw unused();
  }

  @Override
  protected void forget(Waiter waiter) {
    throw unused();
  }

  @Override
  public boolean isIdle() {
    throw unused();
  }

  @Override
  protected void wakeIfIdle() {
    throw unused();
  }

  @Override
  public void hold(Freeze reason) {
    throw unused();
  }

  @Override
  public void thaw(Freeze reason) {
    throw unused();
  }

  @Override
  public boolean isFrozen() {
    throw unused();
  }

  @Override
  public void setMaxActive(int maxActive) {
    throw unused();
  }

  @Override
  public int maxActive() {
    throw unused();
  }

  @Override
  protected boolean sealIfIdle() {
    throw unused();
  }

  @Override
  protected List<Item> sealNow() {
    throw unused();
  }

  @Override
  public QueueCounts counts() {
    throw unused();
  }

  @Override
  public QueueCounts glance() {
    throw unused();
  }
}
