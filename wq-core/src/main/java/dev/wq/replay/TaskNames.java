package dev.wq.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last name seen of each pid, as a number of {@link Symbols}. */
final class TaskNames {
  private static final byte[] UNKNOWN = "<...>".getBytes(StandardCharsets.US_ASCII);

  private final Symbols symbols;
  private final TraceSink sink;

  /** The name's number plus 1, by pid; pids stay below {@link LinePrefix#PID_LIMIT}. */
  private int[] names = new int[1 << 12];

  TaskNames(Symbols symbols, TraceSink sink) {
    this.symbols = symbols;
    this.sink = sink;
  }

  /** Tells the sink if {@code pid} has a new name. The kernel's {@code <...>} is none. */
  void saw(long line, int pid, byte[] bytes, int from, int to) {
    if (Arrays.equals(bytes, from, to, UNKNOWN, 0, UNKNOWN.length)) {
      return;
    }
    int name = symbols.number(bytes, from, to) + 1;
    if (pid >= names.length) {
      names = Arrays.copyOf(names, Math.max(pid + 1, 2 * names.length));
    }
    if (names[pid] != name) {
      names[pid] = name;
      sink.named(line, pid, symbols.text(name - 1));
    }
  }
}
