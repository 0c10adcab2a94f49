package dev.wq.replay;

import java.util.Arrays;

/**
 * What the small steps of a work's way cost on the recorded machine: medians of the recording
 * itself, in nanoseconds. Where a recording shows a step too seldom, the value that the bundled
 * recordings of a 6.18 kernel show stands in.
 *
 * @param kick from getting onto the list to the worker's wake-up
 * @param wake from the wake-up of an idle worker to its arrival on the CPU, where nothing else had it
 * @param look from there to the start of the work
 * @param next from the end of a work to the start of the next by the same worker
 * @param leave from the end of a work to the worker's leaving the CPU
 * @param create of a worker, from the start of its creation
 * @param hz ticks per second
 * @param tickPhase time of a tick
 */
record Costs(
    long kick, long wake, long look, long next, long leave, long create, int hz, long tickPhase) {

  private static final int ENOUGH = 20;
  private static final int[] USUAL_HZ = {100, 250, 300, 1000};

  /** All the small steps of a switch to a woken worker together. */
  long step() {
    return kick + look + leave;
  }

  long tick() {
    return 1_000_000_000L / hz;
  }

  /** The first tick at or after {@code nanos}. */
  long tickAt(long nanos) {
    long behind = Math.floorMod(nanos - tickPhase, tick());
    return behind == 0 ? nanos : nanos + tick() - behind;
  }

  /** Growing list of samples. */
  private static final class Samples {
    private long[] values = new long[64];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    /**
     * The mean of the samples that nothing came between: those up to three medians. A mean, because
     * the clock is cut to microseconds and most of these steps take less than one.
     */
    long typical(long otherwise) {
      if (size < ENOUGH) {
        return otherwise;
      }
      long[] sorted = Arrays.copyOf(values, size);
      Arrays.sort(sorted);
      long most = Math.max(3_000, 3 * sorted[size / 2]);
      return (long) Arrays.stream(sorted).filter(v -> v <= most).average().orElse(otherwise);
    }
  }

  static final class Builder {
    private final Samples kick = new Samples();
    private final Samples wake = new Samples();
    private final Samples look = new Samples();
    private final Samples next = new Samples();
    private final Samples leave = new Samples();
    private final Samples ticks = new Samples();
    private long activatedAt = -1;
    private int activatedOn = -1;

    void queued(long work, long nanos, int cpu, Context context) {}

    void activated(long work, long nanos, int cpu) {
      activatedAt = nanos;
      activatedOn = cpu;
    }

    void woken(long nanos, int cpu, int targetCpu) {
      if (activatedAt >= 0 && cpu == activatedOn && cpu == targetCpu) {
        kick.add(nanos - activatedAt);
      }
      activatedAt = -1;
    }

    void wake(long nanos) {
      wake.add(nanos);
    }

    void look(long nanos) {
      look.add(nanos);
    }

    void next(int cpu, long end, long start, BusyCpus.Builder busy) {
      next.add(start - end);
      if (start - end > 10_000) {
        busy.add(cpu, end + 1_000, start - 1_000);
      }
    }

    void leave(long nanos) {
      leave.add(nanos);
    }

    void tick(long nanos) {
      ticks.add(nanos);
    }

    Costs build() {
      int hz = 250;
      long tick = 1_000_000_000L / hz;
      return new Costs(
          kick.typical(4_000),
          wake.typical(3_000),
          look.typical(3_000),
          next.typical(1_000),
          leave.typical(3_000),
          60_000,
          hz,
          phase(tick));
    }

    /** The phase most timers expire shortly after. */
    private long phase(long tick) {
      int[] bins = new int[100];
      for (int i = 0; i < ticks.size; i++) {
        bins[(int) (ticks.values[i] % tick * bins.length / tick)]++;
      }
      int best = 0;
      for (int i = 0; i < bins.length; i++) {
        best = bins[i] > bins[best] ? i : best;
      }
      return best * tick / bins.length;
    }
  }
}
