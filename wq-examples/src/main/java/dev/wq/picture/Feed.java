package dev.wq.picture;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Things of one kind in order of time, written one by one. */
final class Feed {
  private final int[] items;
  private final IntToLongFunction at;
  private final IntConsumer write;
  private int next;

  private Feed(int[] items, IntToLongFunction at, IntConsumer write) {
    this.items = items;
    this.at = at;
    this.write = write;
  }

  /**
   * Of the things from 0 to {@code count}, those that are wanted, by time and then by number.
   *
   * @param at when a thing is
   */
  static Feed of(int count, IntPredicate wanted, IntToLongFunction at, IntConsumer write) {
    return new Feed(sorted(IntStream.range(0, count).filter(wanted), at), at, write);
  }

  static int[] sorted(IntStream items, IntToLongFunction at) {
    return items
        .boxed()
        .sorted(Comparator.<Integer>comparingLong(at::applyAsLong))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private boolean hasNext() {
    return next < items.length;
  }

  private long time() {
    return at.applyAsLong(items[next]);
  }

  private void write() {
    write.accept(items[next++]);
  }

  /** Writes all in order of time; at equal times, in the order of the feeds. */
  static void merge(List<Feed> feeds) {
    record Turn(Feed feed, long time, int rank) {}
    PriorityQueue<Turn> turns =
        new PriorityQueue<>(Comparator.comparingLong(Turn::time).thenComparingInt(Turn::rank));
    for (Feed feed : feeds) {
      if (feed.hasNext()) {
        turns.add(new Turn(feed, feed.time(), turns.size()));
      }
    }
    for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
      turn.feed.write();
      if (turn.feed.hasNext()) {
        turns.add(new Turn(turn.feed, turn.feed.time(), turn.rank));
      }
    }
  }
}
