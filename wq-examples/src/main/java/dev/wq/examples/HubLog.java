package dev.wq.examples;

import dev.wq.poll.Poll;
import dev.wq.poll.PollSignal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lines of the sensor hub, and a way to wait for one. Whoever writes a line has seen the one
 * before, so the list needs no lock.
 */
final class HubLog {
  private static final int MOST = 16;

  private final List<String> lines = new ArrayList<>();
  private final List<PollSignal> written = Stream.generate(PollSignal::new).limit(MOST).toList();
  private final PrintStream out;

  HubLog(PrintStream out) {
    this.out = out;
  }

  void write(String line) {
    lines.add(line);
    out.printf("   %d. %s%n", lines.size(), line);
    written.get(lines.size() - 1).raise(0); // stays raised: who asks later does not wait
  }

  /** Waits until that line has been written; 0 is always there. */
  void await(int line) throws InterruptedException {
    if (line > 0) {
      Poll.await(written.get(line - 1).raised());
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
