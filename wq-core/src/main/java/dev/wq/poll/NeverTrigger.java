package dev.wq.poll;

/** What an arming without triggers waits for. */
final class NeverTrigger extends Trigger {
  NeverTrigger() {
    super(new Nothing());
  }

  private static final class Nothing extends PollObject {}

  @Override
  boolean holds() {
    return false;
  }

  @Override
  public String toString() {
    return "never";
  }
}
