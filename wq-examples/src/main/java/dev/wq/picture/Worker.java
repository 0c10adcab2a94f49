package dev.wq.picture;

import dev.wq.replay.PoolName;
import java.util.Comparator;

/**
 * A worker of a band.
 *
 * @param number its pid, or in a prediction its number within the pool
 * @param name for people
 */
record Worker(PoolName pool, int number, String name) implements Comparable<Worker> {
  private static final Comparator<Worker> ORDER =
      Comparator.comparing(Worker::pool)
          .thenComparingInt(Worker::number)
          .thenComparing(Worker::name);

  @Override
  public int compareTo(Worker other) {
    return ORDER.compare(this, other);
  }
}
