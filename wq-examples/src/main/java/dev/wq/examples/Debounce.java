package dev.wq.examples;

import static dev.wq.system.SystemQueues.system;

import dev.wq.DelayedWork;
import dev.wq.Machine;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Search while the user types, but only when he pauses: each key moves the search's deadline. */
public final class Debounce {
  private static final Duration KEY = Duration.ofMillis(10);
  private static final Duration QUIET = Duration.ofMillis(100);

  private Debounce() {}

  /**
   * What happened.
   *
   * @param keys how many keys were typed
   * @param searched what was searched for, in order
   */
  public record Result(int keys, List<String> searched) {}

  /** A search field. */
  private static final class SearchField {
    private final Machine machine;
    private final List<String> searched = new ArrayList<>();
    private final DelayedWork search = DelayedWork.of("SearchField::search", this::search);
    private volatile String text = "";
    private int keys;

    SearchField(Machine machine) {
      this.machine = machine;
    }

    void changed(String newText) {
      keys++;
      text = newText;
      system(machine).modDelayed(search, QUIET); // NEW at the first key of a burst, then MOVED
    }

    private void search() {
      searched.add(text);
    }
  }

  /** Types two words with a pause between them, and waits for the last search. */
  public static Result run(Machine machine, PrintStream out) throws InterruptedException {
    SearchField field = new SearchField(machine);
    type(machine, field, "", "work");
    machine.sleep(QUIET.multipliedBy(2));
    type(machine, field, "work", " queue");
    field.search.flush(); // an armed work is not left to its timer
    Result result = new Result(field.keys, List.copyOf(field.searched));
    out.printf("   %d keys typed, searched for %s%n", result.keys, result.searched);
    Counts.print(system(machine), out);
    return result;
  }

  private static void type(Machine machine, SearchField field, String before, String more)
      throws InterruptedException {
    for (int keys = 1; keys <= more.length(); keys++) {
      field.changed(before + more.substring(0, keys));
      machine.sleep(KEY);
    }
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    run(Machine.live(), System.out);
  }
}
