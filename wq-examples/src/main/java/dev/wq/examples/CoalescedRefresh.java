package dev.wq.examples;

import static dev.wq.system.SystemQueues.system;

import dev.wq.Machine;
import dev.wq.Work;
import dev.wq.WorkItem;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Many changes, few refreshes: each change queues the refresh, and a refresh that waits already
 * serves all of them.
 */
public final class CoalescedRefresh {
  private static final int CHANGES = 100;

  private CoalescedRefresh() {}

  /**
   * What happened.
   *
   * @param changes how many changes asked for a refresh
   * @param refreshes how many refreshes took place
   * @param shown the change that the last refresh has seen
   */
  public record Result(int changes, int refreshes, int shown) {}

  /** A price list and the work that renders it anew. */
  private static final class PriceList implements WorkItem {
    private final Work refresh = new Work("PriceList::refresh");
    private final Machine machine;
    private volatile int price;
    private int refreshes; // a work never runs beside itself: no lock
    private int shown;

    PriceList(Machine machine) {
      this.machine = machine;
    }

    void change(int newPrice) {
      price = newPrice;
      system(machine).enqueue(this); // false: it is pending and will see this price
    }

    @Override
    public Work work() {
      return refresh;
    }

    @Override
    public void run() throws InterruptedException {
      refreshes++;
      shown = price;
      machine.sleep(Duration.ofMillis(10)); // rendering is slow
    }
  }

  /** Changes a price every millisecond, waits for the last refresh. */
  public static Result run(Machine machine, PrintStream out) throws InterruptedException {
    PriceList list = new PriceList(machine);
    for (int price = 1; price <= CHANGES; price++) {
      list.change(price);
      machine.sleep(Duration.ofMillis(1));
    }
    list.work().flush();
    Result result = new Result(CHANGES, list.refreshes, list.shown);
    out.printf("   %d changes, %d refreshes, ", result.changes, result.refreshes);
    out.printf("the last one shows change %d%n", result.shown);
    Counts.print(system(machine), out);
    return result;
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    run(Machine.live(), System.out);
  }
}
