package dev.wq.replay;

import java.util.Arrays;
import java.util.List;

/**
 * What one execution did with its CPU time, as far as the recording shows it: it ran for so long,
 * then stopped, then ran again. A workload, not an answer: a stop is something that the work itself
 * or somebody outside of the work queues did.
 *
 * <p>A stop has a kind, and the instant at which its reason was over: when a sleeper was woken,
 * when the foreign task gave the CPU back.
 */
final class Course {
  /** How a stretch of running ends. */
  enum Stop {
    /** The function returns. */
    END(0),
    /** The work sleeps until somebody wakes it. */
    SLEEP(1),
    /** Something that is no worker takes the CPU. */
    FOREIGN(2),
    /** The work offers the CPU, and another worker took it. */
    OFFER(3);

    private final int code;

    Stop(int code) {
      this.code = code;
    }
  }

  private static final int FIELDS = 5;
  private static final List<Stop> STOPS = List.of(Stop.values());

  // run, stop, over, waker, offset; run, stop, ...
  private long[] data = new long[FIELDS];
  private int size;

  void stop(long run, Stop stop, long over) {
    if (size == data.length) {
      data = Arrays.copyOf(data, size * 2);
    }
    data[size] = run;
    data[size + 1] = stop.code;
    data[size + 2] = over;
    data[size + 3] = -1;
    size += FIELDS;
  }

  /** Corrects the last stop, whose end was not known when it was added. */
  void over(int stretch, long over) {
    data[stretch * FIELDS + 2] = over;
  }

  /** Says that the last stop was ended by the execution that starts in {@code line}. */
  void wokenBy(long line, long offset) {
    data[size - 2] = line;
    data[size - 1] = offset;
  }

  /** The line in which the execution starts that ended the stop, -1 if none did. */
  long waker(int stretch) {
    return data[stretch * FIELDS + 3];
  }

  /** How much CPU time the waker had used by then. */
  long wakerOffset(int stretch) {
    return data[stretch * FIELDS + 4];
  }

  int stretches() {
    return size / FIELDS;
  }

  long run(int stretch) {
    return data[stretch * FIELDS];
  }

  Stop stop(int stretch) {
    return STOPS.get((int) data[stretch * FIELDS + 1]);
  }

  long over(int stretch) {
    return data[stretch * FIELDS + 2];
  }

  /** Whether it gave its CPU away somewhere without going to sleep. */
  boolean offersCpu() {
    for (int i = 0; i < stretches(); i++) {
      if (stop(i) == Stop.FOREIGN || stop(i) == Stop.OFFER) {
        return true;
      }
    }
    return false;
  }

  boolean isComplete() {
    return size > 0 && stop(stretches() - 1) == Stop.END;
  }
}
