package dev.wq.replay;

import java.util.Arrays;

/** The order of a pool's starts in a model against that of the recording. */
final class StartOrder {
  private final int[] order;

  /**
   * @param order the k-th element says which start of the recording, counted from 0, is the k-th in
   *     the model
   */
  StartOrder(int[] order) {
    this.order = order;
  }

  int starts() {
    return order.length;
  }

  /** Which start of the recording is the {@code number}-th in the model; both count from 0. */
  int start(int number) {
    return order[number];
  }

  /** Starts of the recording that the model has next to each other, in the same order. */
  int neighbours() {
    int kept = 0;
    for (int i = 1; i < order.length; i++) {
      if (order[i] == order[i - 1] + 1) {
        kept++;
      }
    }
    return kept;
  }

  /**
   * How many starts can stay where they are so that moving the others gives the recording's order:
   * the longest increasing subsequence, by patience sorting. {@code tails[k]} is the least end of
   * an increasing subsequence of k + 1 elements.
   */
  int longestIncreasing() {
    int[] tails = new int[order.length];
    int length = 0;
    for (int start : order) {
      int found = Arrays.binarySearch(tails, 0, length, start);
      int at = found < 0 ? -found - 1 : found;
      tails[at] = start;
      length = Math.max(length, at + 1);
    }
    return length;
  }
}
