package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.host.Host;
import dev.wq.host.LoomHost;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A refused request orders the caller's data before the answer: without the barrier, data can stay
 * in the caller's store buffer while the worker begins and reads the old ones. An error of memory
 * ordering, which no simulation can show, so two real threads run against each other, one item per
 * round.
 *
 * <p>The producer writes to lines that the other core owns before it writes the data. Stores leave
 * the buffer in order, so the data wait behind them, which makes a rare error a frequent one.
 */
class RefusedEnqueueFenceTest {
  private static final int BATCH = 1 << 14;
  private static final int LINE = 16; // longs
  private static final int LINES = 8;
  private static final Host HOST = new LoomHost("stress");

  /** An item with the data that its run has to see. */
  private static class Cell extends Item {
    int data;
    int seen;
    boolean refused;

    Cell() {
      super("cell", false);
    }

    @Override
    protected void invoke() {}

    boolean isLost() {
      return refused && seen == 0;
    }
  }

  /** Refuses on what one plain look has shown. */
  private static final class Unfenced extends Cell {
    @Override
    long claim(Host host, RefusalCounter refusals) {
      long s = state();
      return (s & REFUSES) != 0 ? s : super.claim(host, refusals);
    }
  }

  private static final class Progress {
    private final long[] before = new long[LINE];
    volatile int rounds;
    private final long[] after = new long[LINE];

    /** The other thread is at most a round away. */
    @SuppressWarnings("ThreadPriorityCheck")
    void await(int round) {
      for (int spins = 1; rounds < round; spins++) {
        if (spins % 100 == 0) {
          Thread.yield(); // it may not have a CPU
        } else {
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public String toString() {
      return rounds + " of " + before.length + after.length;
    }
  }

  /** One batch of rounds. */
  private static final class Batch {
    private final Cell[] cells = new Cell[BATCH];
    private final RefusalCounter refusals = new RefusalCounter();
    private final long[] contended = new long[(LINES + 1) * LINE];
    private final Progress producer = new Progress();
    private final Progress worker = new Progress();

    Batch(Supplier<? extends Cell> kind) {
      for (int i = 0; i < BATCH; i++) {
        cells[i] = kind.get();
        assertEquals(0, cells[i].claimQuietly(HOST, Item.PENDING));
      }
    }

    void produce() {
      for (int i = 0; i < BATCH; i++) {
        Cell cell = cells[i];
        producer.rounds = i + 1;
        worker.await(i + 1);
        touchAll(i);
        cell.data = 1;
        cell.refused = (cell.claim(HOST, refusals) & Item.PENDING) != 0;
      }
    }

    void work() {
      for (int i = 0; i < BATCH; i++) {
        Cell cell = cells[i];
        touchAll(i);
        worker.rounds = i + 1;
        producer.await(i + 1);
        for (int delay = i & 31; delay > 0; delay--) {
          Thread.onSpinWait();
        }
        assertTrue(cell.begin(HOST));
        cell.seen = cell.data;
      }
    }

    private void touchAll(int value) {
      for (int line = 1; line <= LINES; line++) {
        contended[line * LINE] = value;
      }
    }

    int lost() throws InterruptedException {
      Thread producing = Thread.ofPlatform().daemon().start(this::produce);
      Thread working = Thread.ofPlatform().daemon().start(this::work);
      producing.join();
      working.join();
      int lost = 0;
      for (Cell cell : cells) {
        lost += cell.isLost() ? 1 : 0;
      }
      return lost;
    }
  }

  /** Runs batches until an update is lost; how many were lost in the last one. */
  private static int lostIn(int batches, Supplier<? extends Cell> kind, String name)
      throws InterruptedException {
    int lost = 0;
    int done = 0;
    while (lost == 0 && done < batches) {
      lost = new Batch(kind).lost();
      done++;
    }
    System.out.printf("%s: %d lost updates in %d rounds%n", name, lost, done * BATCH);
    return lost;
  }

  @Test
  void refusedEnqueue_losesNoUpdate() throws InterruptedException {
    assertEquals(0, lostIn(20, Cell::new, "refused enqueue"));
  }

  @Test
  void withoutTheBarrier_updatesAreLost() throws InterruptedException {
    assertTrue(lostIn(300, Unfenced::new, "planted  FENCE_REMOVED") > 0);
  }
}
