package dev.wq.driver.port;

import dev.wq.Machine;
import java.util.HashSet;
import java.util.Set;

/**
 * The state machine of esp-hal's work queue as the reference describes it, known bugs included, on
 * one simulated CPU. Steps between two waits are atomic, as under its lock.
 */
record PortLayer(Machine machine) implements AcceleratorLayer {
  @Override
  public Queue queue(String name) {
    return new PortQueue(machine);
  }

  @Override
  public StepDriver stepDriver(int steps) {
    return new Rsa(steps);
  }

  @Override
  public StepDriver forgettingDriver(int steps) {
    return new Ecc(steps);
  }

  /** Its cancel resets the device; the next poll finds it idle and begins again (B7). */
  private static final class Rsa implements StepDriver {
    private final int all;
    private int left;
    private int steps;

    Rsa(int all) {
      this.all = all;
    }

    @Override
    public Answer post(String operation) {
      left = all;
      return Answer.PENDING_POLL_AGAIN;
    }

    @Override
    public Answer poll(String operation) {
      steps++;
      return --left == 0 ? Answer.COMPLETED : Answer.PENDING_POLL_AGAIN;
    }

    @Override
    public void cancel(String operation) {
      left = all;
    }

    @Override
    public void stop() {}

    @Override
    public int steps() {
      return steps;
    }
  }

  /** Its cancel marks the operation, for good (B10). */
  private static final class Ecc implements StepDriver {
    private final int all;
    private final Set<String> cancelled = new HashSet<>();
    private int left;
    private int steps;

    Ecc(int all) {
      this.all = all;
    }

    @Override
    public Answer post(String operation) {
      left = all;
      return Answer.PENDING_POLL_AGAIN;
    }

    @Override
    public Answer poll(String operation) {
      if (cancelled.contains(operation)) {
        return Answer.CANCELLED;
      }
      steps++;
      return --left == 0 ? Answer.COMPLETED : Answer.PENDING_POLL_AGAIN;
    }

    @Override
    public void cancel(String operation) {
      cancelled.add(operation);
    }

    @Override
    public void stop() {}

    @Override
    public int steps() {
      return steps;
    }
  }
}
