package dev.wq.examples;

import dev.wq.JoinHandle;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import dev.wq.poll.TurnMutex;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/**
 * Six philosophers and six forks on one ordered queue: as tasks, which let the others go on
 * wherever they wait, and as spawned functions, which keep the queue until they have finished.
 */
public final class DiningPhilosophers {
  private static final int SEATS = 6;
  private static final int MEALS = 3;
  private static final Duration BITE = Duration.ofMillis(5);

  private DiningPhilosophers() {}

  /**
   * What happened.
   *
   * @param meals how many were eaten at each of the two dinners
   * @param tasksAtOnce how many tasks ate at the same time at most
   * @param spawnedAtOnce how many spawned functions did
   */
  public record Result(int meals, int tasksAtOnce, int spawnedAtOnce) {}

  /** One dinner. Its fields need no lock: they change between two waits, on one ordered queue. */
  private static final class Dinner {
    private final Machine machine;
    private final List<TurnMutex> forks = new ArrayList<>();
    private int eating;
    private int atOnce;
    private int meals;

    Dinner(Machine machine) {
      this.machine = machine;
      for (int i = 0; i < SEATS; i++) {
        forks.add(new TurnMutex("fork " + i));
      }
    }

    /** Takes the lower fork first, so that no circle can form. */
    int dine(int seat) throws InterruptedException {
      int other = (seat + 1) % SEATS;
      TurnMutex first = forks.get(Math.min(seat, other));
      TurnMutex second = forks.get(Math.max(seat, other));
      for (int i = 0; i < MEALS; i++) {
        machine.sleep(BITE); // thinks
        first.lock();
        second.lock();
        eat();
        second.unlock();
        first.unlock();
      }
      return MEALS;
    }

    private void eat() throws InterruptedException {
      atOnce = Math.max(atOnce, ++eating);
      machine.sleep(BITE);
      eating--;
      meals++;
    }
  }

  /** Two dinners, one after the other. */
  public static Result run(Machine machine, PrintStream out) throws InterruptedException {
    Dinner tasks = new Dinner(machine);
    Dinner spawned = new Dinner(machine);
    try (WorkQueue table = machine.queue(QueueAttrs.named("table").ordered())) {
      serve(tasks, table::spawnTask);
      serve(spawned, table::spawn);
      Result result = new Result(spawned.meals, tasks.atOnce, spawned.atOnce);
      out.printf("   %d meals each time; at once: %d", result.meals, result.tasksAtOnce);
      out.printf(" as tasks, %d as spawned functions%n", result.spawnedAtOnce);
      Counts.print(table, out);
      return result;
    }
  }

  private static void serve(
      Dinner dinner, BiFunction<String, Callable<Integer>, JoinHandle<Integer>> start)
      throws InterruptedException {
    List<JoinHandle<Integer>> guests = new ArrayList<>();
    for (int i = 0; i < SEATS; i++) {
      int seat = i;
      guests.add(start.apply("philosopher " + seat, () -> dinner.dine(seat)));
    }
    JoinHandle.joinAll(guests);
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    run(Machine.live(), System.out);
  }
}
