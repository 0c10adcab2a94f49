package dev.wq.examples;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import dev.wq.system.Freezer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A backup of files that stand still: the freezer holds the writers, and loses none of them. */
public final class BackupFreeze {
  private static final int FILES = 20;

  private BackupFreeze() {}

  /**
   * What happened.
   *
   * @param requested how many writes were queued, before and during the backup
   * @param halfWritten files that were open for writing when the backup began
   * @param disturbed writes that took place during the backup
   * @param written writes that had taken place at the end
   */
  public record Result(int requested, int halfWritten, int disturbed, int written) {}

  /** Files that are written by works. */
  private static final class Store {
    private final Machine machine;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();

    Store(Machine machine) {
      this.machine = machine;
    }

    private void write() throws InterruptedException {
      open.incrementAndGet();
      machine.sleep(Duration.ofMillis(5));
      written.incrementAndGet();
      open.decrementAndGet();
    }
  }

  /** Writes files, makes a backup in the middle, and waits for the rest. */
  public static Result run(Machine machine, PrintStream out) throws InterruptedException {
    Store store = new Store(machine);
    try (WorkQueue writers = machine.queue(QueueAttrs.named("writers").maxActive(4).freezable())) {
      writeAll(writers, store);
      int halfWritten;
      int disturbed;
      try (var _ = Freezer.freeze(machine)) { // returns when no writer is in the middle of a file
        halfWritten = store.open.get();
        int before = store.written.get();
        writeAll(writers, store); // accepted and held
        machine.sleep(Duration.ofMillis(20)); // the backup
        disturbed = store.written.get() - before;
        out.printf("   backup: %d files half written, ", halfWritten);
        out.printf("%d writes held, %d slipped through%n", writers.stats().pending(), disturbed);
      } // thaws: the held writes start in their order
      writers.flush();
      Result result = new Result(2 * FILES, halfWritten, disturbed, store.written.get());
      out.printf("   %d writes requested, %d took place%n", result.requested, result.written);
      Counts.print(writers, out);
      return result;
    }
  }

  private static void writeAll(WorkQueue writers, Store store) {
    for (int file = 0; file < FILES; file++) {
      writers.enqueue(Work.of("write file " + file, store::write));
    }
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    run(Machine.live(), System.out);
  }
}
