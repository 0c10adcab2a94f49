package dev.wq.kernel;

import dev.wq.QueueAttrs;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Queues, works and arrivals that follow from a seed. */
record RandomWorkload(
    int cpus, int hz, List<QueueAttrs> queues, List<Job> jobs, List<Arrival> arrivals) {
  private static final long MILLI = 1_000_000;

  /**
   * A work: its queue, nanoseconds on a CPU (above 0) and asleep (below 0), and its requeueings.
   */
  record Job(int queue, long[] segments, int againTimes, long againDelay) {}

  /** A queueing from outside, on a CPU or, with -1, on any. */
  record Arrival(long time, int job, int cpu) {}

  static RandomWorkload of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int cpus = 1 + random.nextInt(4);
    List<QueueAttrs> queues = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      queues.add(queue("q" + i, random));
    }
    List<Job> jobs = new ArrayList<>();
    int works = 5 + random.nextInt(40);
    for (int i = 0; i < works; i++) {
      jobs.add(job(random, queues));
    }
    return new RandomWorkload(
        cpus, random.nextBoolean() ? 250 : 1000, queues, jobs, arrivals(random, jobs, cpus));
  }

  private static QueueAttrs queue(String name, SplittableRandom random) {
    QueueAttrs attrs = QueueAttrs.named(name);
    if (random.nextInt(8) == 0) {
      attrs = attrs.bh();
    } else if (random.nextInt(6) == 0) {
      attrs = attrs.ordered();
    } else {
      attrs = random.nextInt(3) == 0 ? attrs.unbound() : attrs;
      attrs = random.nextBoolean() ? attrs.maxActive(1 + random.nextInt(3)) : attrs;
      attrs = random.nextInt(4) == 0 ? attrs.cpuIntensive() : attrs;
      attrs = random.nextInt(4) == 0 ? attrs.memReclaim() : attrs;
    }
    return random.nextInt(4) == 0 ? attrs.highPriority() : attrs;
  }

  private static Job job(SplittableRandom random, List<QueueAttrs> queues) {
    int queue = random.nextInt(queues.size());
    long[] segments = new long[random.nextInt(7)];
    for (int i = 0; i < segments.length; i++) {
      segments[i] = segment(random, queues.get(queue).isBh());
    }
    int times = random.nextInt(4) == 0 ? random.nextInt(4) : 0;
    long delay = random.nextBoolean() ? 0 : random.nextLong(60 * MILLI);
    return new Job(queue, segments, times, delay);
  }

  /** Round numbers, so that much happens at the same instant; now and then a hog. */
  private static long segment(SplittableRandom random, boolean bh) {
    long nanos =
        switch (random.nextInt(8)) {
          case 0 -> (1 + random.nextInt(40)) * MILLI;
          case 1 -> 1 + random.nextLong(MILLI);
          default -> (1 + random.nextInt(10)) * 500_000L;
        };
    return bh || random.nextInt(5) < 3 ? nanos : -nanos;
  }

  private static List<Arrival> arrivals(SplittableRandom random, List<Job> jobs, int cpus) {
    List<Arrival> arrivals = new ArrayList<>();
    long time = 0;
    for (int i = 0; i < 2 * jobs.size(); i++) {
      time += random.nextInt(3) == 0 ? 0 : random.nextInt(12) * 250_000L;
      int cpu = random.nextBoolean() ? -1 : random.nextInt(cpus);
      arrivals.add(new Arrival(time, random.nextInt(jobs.size()), cpu));
    }
    return arrivals;
  }
}
