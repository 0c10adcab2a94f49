package dev.wq.kernel;

/** Counters of a pwq (Linux: {@code pwq->stats}); they only grow. */
public final class PwqStats {
  long started;
  long completed;
  long cmWakeups; // a worker was woken because another went to sleep
  long cpuIntensive; // works that a tick marked
  long repatriated; // strayed workers woken back in the pod (linux 72)
  long mayday; // calls for the rescuer (linux 68)
  long rescued; // works that the rescuer took (linux 68)

  public long started() {
    return started;
  }

  public long completed() {
    return completed;
  }

  public long cmWakeups() {
    return cmWakeups;
  }

  public long cpuIntensive() {
    return cpuIntensive;
  }

  public long repatriated() {
    return repatriated;
  }

  public long mayday() {
    return mayday;
  }

  public long rescued() {
    return rescued;
  }
}
