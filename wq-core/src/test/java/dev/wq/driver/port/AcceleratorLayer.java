package dev.wq.driver.port;

import java.time.Duration;

/** As much of a driver queue as the scripts of the bugs need: this library's, and the port. */
interface AcceleratorLayer {
  Queue queue(String name);

  /** The driver this layer would write for a device of {@code steps} steps that can be aborted. */
  StepDriver stepDriver(int steps);

  /** The driver this layer would write for a device that forgets an operation it aborts. */
  StepDriver forgettingDriver(int steps);

  /** What a driver answers of an operation. */
  enum Answer {
    REFUSED,
    PENDING,
    PENDING_POLL_AGAIN,
    COMPLETED,
    CANCELLED
  }

  /** A driver, in the words of both. */
  interface Engine {
    Answer post(String operation);

    Answer poll(String operation);

    void cancel(String operation);

    void stop();
  }

  /** A driver over a device that works in steps. */
  interface StepDriver extends Engine {
    /** How many steps the device has made. */
    int steps();
  }

  interface Queue {
    Job post(String operation);

    /**
     * Lets {@code engine} work for the queue.
     *
     * @throws IllegalStateException if it is refused
     */
    Seat attach(Engine engine);

    /** The device of {@code old} goes, another comes. */
    Seat replace(Seat old, Engine engine);

    /** The device has news. */
    void interrupt();

    Hold suspend();

    boolean isSuspended();
  }

  interface Job {
    void await() throws InterruptedException;

    void cancel();

    /** How it has ended, or PENDING. */
    Answer status();
  }

  /** A driver in its place. */
  interface Seat {
    /** Finishes what is in progress, and leaves. */
    void stop() throws InterruptedException;

    /** As {@link #stop}, given up after {@code patience}; whether it left. */
    boolean stop(Duration patience) throws InterruptedException;

    void close() throws InterruptedException;
  }

  /** A suspension. */
  interface Hold {
    void await() throws InterruptedException;

    void release();
  }
}
