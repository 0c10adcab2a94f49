package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.Exploration;
import dev.wq.sim.Explorer;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.SimMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tasks of an ordered queue against whoever cancels, closes, freezes and waits, under many seeds,
 * with live pools and a kernel's: two turns never overlap, every handle completes, the counts of
 * the queue balance.
 */
class TaskExplorationTest {
  private static final int SEEDS = Integer.getInteger("wq.explore.seeds", 10_000) / 10;
  private static final Duration TICK = Duration.ofNanos(1);

  private final Logger log = Logger.getLogger("dev.wq");
  private final Level level = log.getLevel();

  @BeforeEach
  void expectWarnings() {
    log.setLevel(Level.OFF); // each turn that a closed queue refuses is one
  }

  @AfterEach
  void logAgain() {
    log.setLevel(level);
  }

  /** The tasks and works of one ordered queue. */
  private static final class Scene {
    final SimMachine machine;
    final WorkQueue queue;
    final List<JoinHandle<Integer>> handles = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    boolean inside;
    boolean forced; // the queue has been closed by force, or a turn cancelled
    int turns;

    Scene(SimMachine machine) {
      this.machine = machine;
      this.queue = machine.queue(QueueAttrs.named("q").ordered());
    }

    /** What is done between two waits: nobody else of the queue does so meanwhile. */
    void turn() {
      assertFalse(inside, "two turns at once");
      inside = true;
      machine.point();
      inside = false;
      turns++;
    }

    JoinHandle<Integer> task(String name) {
      JoinHandle<Integer> handle = queue.spawnTask(name, this::live);
      handles.add(handle);
      return handle;
    }

    private int live() throws InterruptedException {
      turn();
      machine.sleep(TICK);
      turn();
      Task.yieldNow();
      turn();
      return 3;
    }

    void work() {
      queue.enqueue(Work.of("w", this::turn));
    }

    interface Side {
      void run() throws Exception;
    }

    void go(String name, Side side) {
      threads.add(machine.thread(name, () -> run(name, side)));
    }

    private static void run(String name, Side side) {
      try {
        side.run();
      } catch (Exception e) {
        throw new AssertionError(name, e);
      }
    }

    /** Joins everybody, lets everything end, and checks the books. */
    void settle() throws InterruptedException {
      for (Thread thread : threads) {
        thread.join();
      }
      int ended = 0;
      for (JoinHandle<Integer> handle : handles) {
        ended += ended(handle) ? 1 : 0;
      }
      machine.runUntilIdle();
      assertTrue(forced || ended == handles.size(), () -> handles + " not all ended");
      QueueStats s = queue.stats();
      assertEquals(0, s.pending() + s.inFlight(), s::toString);
      assertEquals(s.queued(), s.completed() + s.cancelled(), s::toString);
      queue.close();
    }

    private static boolean ended(JoinHandle<Integer> handle) throws InterruptedException {
      try {
        assertEquals(3, handle.join());
        return true;
      } catch (CancellationException cancelled) {
        return false;
      } catch (CompletionException failed) {
        throw new AssertionError(handle.toString(), failed.getCause());
      }
    }
  }

  private interface Play {
    void on(Scene scene) throws Exception;
  }

  private static void explore(Play play) {
    explore(Explorer.seeds(SEEDS), play);
    explore(Explorer.seeds(SEEDS / 4).kernel(KernelVersion.DEFAULT), play);
  }

  private static void explore(Explorer explorer, Play play) {
    Exploration seen =
        explorer
            .cpus(2)
            .check(machine -> {
              Scene scene = new Scene(machine);
              play.on(scene);
              scene.settle();
            });
    assertTrue(seen.distinctSchedules() > seen.runs() / 4, seen::toString);
  }

  @Test
  void twoTasksAndAWork_takeTurns() {
    explore(scene -> {
      scene.task("a");
      scene.go("spawner", () -> scene.task("b"));
      scene.go("producer", scene::work);
    });
  }

  @Test
  void suspendAgainstClose_losesNothing() {
    explore(scene -> {
      scene.task("a");
      scene.task("b");
      scene.go("closer", scene.queue::close);
      scene.go("drainer", scene.queue::drain);
    });
  }

  @Test
  void suspendAgainstForcedClose_completesEveryHandle() {
    explore(scene -> {
      scene.forced = true;
      scene.task("a");
      scene.task("b");
      scene.go("closer", () -> scene.queue.close(TICK));
      scene.go("idler", scene.queue::awaitIdle);
    });
  }

  @Test
  void regainAgainstCancel_completesEveryHandle() {
    explore(scene -> {
      scene.forced = true;
      JoinHandle<Integer> a = scene.task("a");
      JoinHandle<Integer> b = scene.task("b");
      scene.go("canceller", () -> a.work().cancel());
      scene.go("back", b::cancel);
      scene.go("interrupter", b::interrupt);
      scene.go("disabler", () -> a.work().cancelSync());
    });
  }

  @Test
  void freezeAgainstTurns_holdsThem() {
    explore(scene -> {
      scene.task("a");
      scene.task("b");
      scene.go(
          "freezer",
          () -> {
            scene.queue.freeze();
            int before = scene.turns;
            scene.machine.point();
            scene.machine.sleep(TICK.multipliedBy(3));
            assertEquals(before, scene.turns, "a turn in a frozen queue");
            scene.queue.thaw();
          });
      scene.go("flusher", scene.queue::flush);
    });
  }

  @Test
  void joins_seeTheEnd() {
    explore(scene -> {
      JoinHandle<Integer> a = scene.task("a");
      scene.handles.add(scene.queue.spawnTask("joiner", a::join));
      scene.go("joiner", a::join);
      scene.go(
          "reader",
          () -> {
            a.join();
            assertFalse(a.work().isRunning(), "joined while its last turn ends");
          });
    });
  }
}
