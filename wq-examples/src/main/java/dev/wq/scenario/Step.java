package dev.wq.scenario;

import java.time.Duration;

/** One thing that a work does; printed as the file has it. */
public sealed interface Step {
  /** Uses a CPU for so long. */
  record Run(Duration time) implements Step {
    @Override
    public String toString() {
      return "run " + Text.of(time);
    }
  }

  record Sleep(Duration time) implements Step {
    @Override
    public String toString() {
      return "sleep " + Text.of(time);
    }
  }

  record Lock(String mutex) implements Step {
    @Override
    public String toString() {
      return "lock " + mutex;
    }
  }

  record Unlock(String mutex) implements Step {
    @Override
    public String toString() {
      return "unlock " + mutex;
    }
  }

  /** Linux: queue_work. */
  record Queue(String work) implements Step {
    @Override
    public String toString() {
      return "queue " + work;
    }
  }

  /** Linux: queue_delayed_work. */
  record Delay(String work, Duration time) implements Step {
    @Override
    public String toString() {
      return "delay " + work + " " + Text.of(time);
    }
  }

  /** Linux: mod_delayed_work. */
  record Mod(String work, Duration time) implements Step {
    @Override
    public String toString() {
      return "mod " + work + " " + Text.of(time);
    }
  }

  /** Linux: cancel_work. */
  record Cancel(String work) implements Step {
    @Override
    public String toString() {
      return "cancel " + work;
    }
  }

  /** Linux: flush_work. */
  record Flush(String work) implements Step {
    @Override
    public String toString() {
      return "flush " + work;
    }
  }

  /** Linux: flush_workqueue. */
  record FlushQueue(String queue) implements Step {
    @Override
    public String toString() {
      return "flush_queue " + queue;
    }
  }

  /**
   * Waits until all queueings so far of that work have been run, as for a completion: the queues
   * know nothing of it.
   */
  record Wait(String work) implements Step {
    @Override
    public String toString() {
      return "wait " + work;
    }
  }
}
