package dev.wq.port;

import java.time.Duration;

/** As much of a work layer as the scripts of the defects need: this library's, and the port. */
interface WorkLayer {
  /** An ordered queue that is started. */
  Queue queue(String name);

  /** One whose works may take no longer than {@code limit}. */
  Queue queue(String name, Duration limit);

  Item item(String name, Handler handler);

  Watcher watcher(String name, Handler handler);

  Signal signal();

  /** Ends the threads of its queues; for a script that has come to its end. */
  void end();

  /** What an item does. */
  @FunctionalInterface
  interface Handler {
    void run() throws InterruptedException;
  }

  interface Queue {
    /** Whether it was accepted. */
    boolean submit(Item item);

    /** Whether it was accepted: a run follows, or its loss is reported. */
    boolean reschedule(Item item, Duration delay);

    /** Whether it was accepted: a run follows when one of them is raised. */
    boolean arm(Watcher watcher, Signal... any);

    void drainAndPlug() throws InterruptedException;

    void unplug();

    void stop() throws InterruptedException;

    /** How many accepted runs it has told of that will not take place. */
    int reported();
  }

  interface Item {
    void cancelSync() throws InterruptedException;
  }

  interface Watcher {}

  interface Signal {
    void raise();

    void reset();
  }
}
