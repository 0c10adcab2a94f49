package dev.wq.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last name seen of each pid, as a number of {@link Symbols}. */
final class TaskNames {
  private static final byte[] UNKNOWN = "<...>".getBytes(StandardCharsets.US_ASCII);

  private final Symbols symbols;
  private final TraceSink sink;

  /**
   * Open addressing, at most half full: pids, 0 for a free slot, and the numbers of their names.
   */
  private int[] pids = new int[256];

  private int[] names = new int[256];
  private int count;

  TaskNames(Symbols symbols, TraceSink sink) {
    this.symbols = symbols;
    this.sink = sink;
  }

  /** Tells the sink if {@code pid}, which is not 0, has a new name. {@code <...>} is none. */
  void saw(long line, int pid, byte[] bytes, int from, int to) {
    if (Arrays.equals(bytes, from, to, UNKNOWN, 0, UNKNOWN.length)) {
      return;
    }
    int name = symbols.number(bytes, from, to);
    int slot = slot(pid);
    if (pids[slot] == 0 || names[slot] != name) {
      put(slot, pid, name);
      sink.named(line, pid, symbols.text(name));
    }
  }

  private void put(int slot, int pid, int name) {
    count += pids[slot] == 0 ? 1 : 0;
    pids[slot] = pid;
    names[slot] = name;
    if (2 * count > pids.length) {
      grow();
    }
  }

  private int slot(int pid) {
    int mask = pids.length - 1;
    int slot = ((pid * 0x9E3779B9) >>> 8) & mask;
    while (pids[slot] != 0 && pids[slot] != pid) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldPids = pids;
    int[] oldNames = names;
    pids = new int[2 * oldPids.length];
    names = new int[2 * oldPids.length];
    for (int i = 0; i < oldPids.length; i++) {
      if (oldPids[i] != 0) {
        int slot = slot(oldPids[i]);
        pids[slot] = oldPids[i];
        names[slot] = oldNames[i];
      }
    }
  }
}
