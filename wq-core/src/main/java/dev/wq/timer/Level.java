package dev.wq.timer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An array of first-in first-out lists of nodes with a two-step bitmap of those that are not empty.
 * Everything here is guarded by the lock of the stripe that owns it.
 *
 * <p>The head's {@code prev} is the last node, so a list needs one reference and appends in
 * constant time.
 */
final class Level {
  static final int BITS = 12;
  static final int SLOTS = 1 << BITS;
  static final int MASK = SLOTS - 1;

  private final @Nullable TimerNode[] heads;

  /**
   * One bit per list, then one summary word with one bit per word before it. The summary lives in
   * the array because a collector may put the Level objects of several stripes side by side, but
   * not their arrays' ends.
   */
  private final long[] occupied;

  Level(int slots) {
    heads = new @Nullable TimerNode[slots];
    occupied = new long[words(slots) + 1];
  }

  private static int words(int slots) {
    return (slots + 63) >>> 6;
  }

  @Nullable TimerNode head(int index) {
    return heads[index];
  }

  @Nullable TimerNode last(int index) {
    TimerNode head = heads[index];
    return head == null ? null : head.prev;
  }

  void prepend(int index, TimerNode node) {
    TimerNode head = heads[index];
    node.next = head;
    if (head == null) {
      begin(index, node);
    } else {
      node.prev = head.prev;
      head.prev = node;
      heads[index] = node;
    }
  }

  void append(int index, TimerNode node) {
    TimerNode head = heads[index];
    node.next = null;
    if (head == null) {
      begin(index, node);
    } else {
      TimerNode last = before(head);
      last.next = node;
      node.prev = last;
      head.prev = node;
    }
  }

  /**
   * Keeps the list in order of ticks, equal ones in order of insertion. Walks back over the later
   * ones.
   */
  void insertByTick(int index, TimerNode node) {
    TimerNode head = heads[index];
    if (head == null || before(head).tick <= node.tick) {
      append(index, node);
    } else if (head.tick > node.tick) {
      prepend(index, node);
    } else {
      insertAfter(lastNotAfter(head, node.tick), node);
    }
  }

  private static TimerNode lastNotAfter(TimerNode head, long tick) {
    TimerNode at = before(head);
    while (at.tick > tick) {
      at = before(at);
    }
    return at;
  }

  private static void insertAfter(TimerNode before, TimerNode node) {
    TimerNode after = before.next;
    node.prev = before;
    node.next = after;
    before.next = node;
    if (after != null) {
      after.prev = node;
    }
  }

  @SuppressWarnings("ReferenceEquality") // a subclass of TimerNode may define equals
  void unlink(int index, TimerNode node) {
    TimerNode head = heads[index];
    TimerNode next = node.next;
    TimerNode prev = node.prev;
    node.next = null;
    node.prev = null;
    if (node == head) {
      heads[index] = next;
      if (next == null) {
        markEmpty(index);
      } else {
        next.prev = prev;
      }
    } else if (head != null && prev != null) {
      prev.next = next;
      (next != null ? next : head).prev = prev;
    }
  }

  /** Takes the first nodes off a list, up to {@code last}; they stay linked by {@code next}. */
  void cut(int index, TimerNode last) {
    TimerNode head = Objects.requireNonNull(heads[index], "the list of last");
    TimerNode rest = last.next;
    last.next = null;
    heads[index] = rest;
    if (rest == null) {
      markEmpty(index);
    } else {
      rest.prev = head.prev;
    }
  }

  /** The first list that is not empty at or after {@code index}, -1 if there is none. */
  int firstFrom(int index) {
    if (index >= heads.length) {
      return -1;
    }
    int word = index >>> 6;
    long bits = occupied[word] & (-1L << index);
    if (bits == 0) {
      long after = word == 63 ? 0 : occupied[occupied.length - 1] & (-1L << (word + 1));
      if (after == 0) {
        return -1;
      }
      word = Long.numberOfTrailingZeros(after);
      bits = occupied[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }

  /** How far it is from {@code index}, round the end, to the next list that is not empty; or 0. */
  int distance(int index) {
    int found = firstFrom(index + 1);
    if (found < 0) {
      found = firstFrom(0);
    }
    return found < 0 ? 0 : (found - index) & (heads.length - 1);
  }

  private void begin(int index, TimerNode node) {
    heads[index] = node;
    node.prev = node;
    int word = index >>> 6;
    occupied[word] |= 1L << index;
    occupied[occupied.length - 1] |= 1L << word;
  }

  private void markEmpty(int index) {
    int word = index >>> 6;
    if ((occupied[word] &= ~(1L << index)) == 0) {
      occupied[occupied.length - 1] &= ~(1L << word);
    }
  }

  /** The node before this one; for the head, the last one. */
  private static TimerNode before(TimerNode node) {
    return Objects.requireNonNull(node.prev, "every linked node has one");
  }
}
