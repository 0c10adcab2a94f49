package dev.wq.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.sim.SimMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * What two or three threads do with one device, and the books that must balance afterwards: what
 * was accepted ran once, in the order of its submitter, and nobody waits for what can't come.
 */
final class DeviceScenarios {
  private static final DeviceId GPU = new DeviceId("gpu", 0);
  private static final Duration SOON = Duration.ofNanos(10);

  private DeviceScenarios() {}

  /** One side of a scenario. */
  private interface Side {
    void run() throws Exception;
  }

  /** A service that keeps books, and is closed once. */
  private static final class Ledger implements DeviceService, AutoCloseable {
    private final SimMachine machine;
    private final List<Integer> ran = new ArrayList<>();
    private boolean isInside;
    private boolean isClosed;

    Ledger(SimMachine machine) {
      this.machine = machine;
    }

    void run(int task) {
      assertFalse(isClosed, () -> task + " after the close of its service");
      assertFalse(isInside, "two tasks at a time");
      isInside = true;
      machine.point();
      isInside = false;
      ran.add(task);
    }

    @Override
    public void close() {
      assertFalse(isClosed, "closed twice");
      isClosed = true;
    }
  }

  private static Thread go(SimMachine m, String name, Side side) {
    return m.thread(
        name,
        () -> {
          try {
            side.run();
          } catch (Exception e) {
            throw new IllegalStateException(name + " failed", e);
          }
        });
  }

  private static void join(Thread... threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static ServiceType<Ledger> type(SimMachine m, List<Ledger> made) {
    return ServiceType.of(
        Ledger.class,
        DeviceStage.UPSTREAM,
        _ -> {
          m.point();
          Ledger ledger = new Ledger(m);
          made.add(ledger);
          return ledger;
        });
  }

  private static void failTheTest(SimMachine m, List<Throwable> broken) {
    Devices.of(m).onFailure((_, cause) -> broken.add(cause));
  }

  /** Submits until it is refused. */
  private static void submitThree(DeviceHandle<Ledger> handle, int from, List<Integer> accepted) {
    try {
      for (int i = from; i < from + 3; i++) {
        int task = i;
        handle.submit(ledger -> ledger.run(task));
        accepted.add(task);
      }
    } catch (RejectedExecutionException closed) {
      assertTrue(accepted.size() <= 6);
    }
  }

  private static void assertRanInOrder(List<Integer> accepted, List<Integer> ran) {
    assertEquals(accepted.stream().sorted().toList(), ran.stream().sorted().toList());
    assertEquals(
        accepted.stream().filter(task -> task < 10).toList(),
        ran.stream().filter(task -> task < 10).toList());
  }

  // ---- runs

  /** Nothing but the submits makes the runner run, from idle to idle. */
  static void submitters(SimMachine m) throws Exception {
    List<Ledger> made = new ArrayList<>();
    DeviceHandle<Ledger> handle = DeviceHandle.of(m, GPU, type(m, made));
    List<Integer> accepted = new ArrayList<>();
    join(
        go(m, "a", () -> submitThree(handle, 0, accepted)),
        go(m, "b", () -> submitThree(handle, 10, accepted)));
    m.runUntilIdle();
    assertRanInOrder(accepted, made.get(0).ran);
    assertEquals(0, Devices.of(m).stats(GPU, DeviceStage.UPSTREAM).pending());
  }

  static void submitAgainstShutdown(SimMachine m) throws Exception {
    submitAgainstShutdown(m, RunnerAttrs.defaults());
  }

  /** Producers that wait for room are released, too. */
  static void blockedSubmitAgainstShutdown(SimMachine m) throws Exception {
    submitAgainstShutdown(m, RunnerAttrs.defaults().capacity(1));
  }

  private static void submitAgainstShutdown(SimMachine m, RunnerAttrs attrs) throws Exception {
    List<Ledger> made = new ArrayList<>();
    List<Throwable> broken = new ArrayList<>();
    Devices devices = Devices.of(m);
    devices.configure(GPU, attrs);
    failTheTest(m, broken);
    DeviceHandle<Ledger> handle = DeviceHandle.of(m, GPU, type(m, made));
    List<Integer> accepted = new ArrayList<>();
    join(
        go(m, "a", () -> submitThree(handle, 0, accepted)),
        go(m, "b", () -> submitThree(handle, 10, accepted)),
        go(m, "closer", () -> devices.shutdown(GPU)),
        go(m, "closer 2", () -> devices.shutdown(GPU)));
    assertEquals(List.of(), broken);
    assertEquals(1, made.size());
    assertTrue(made.get(0).isClosed);
    assertRanInOrder(accepted, made.get(0).ran);
  }

  static void forcedShutdown(SimMachine m) throws Exception {
    List<Ledger> made = new ArrayList<>();
    Devices devices = Devices.of(m);
    failTheTest(m, new ArrayList<>());
    DeviceHandle<Ledger> handle = DeviceHandle.of(m, GPU, type(m, made));
    int[] ended = new int[2];
    List<CompletableFuture<Integer>> posted = new ArrayList<>();
    Thread poster =
        go(
            m,
            "poster",
            () -> {
              try {
                for (int i = 0; i < 3; i++) {
                  posted.add(handle.submitAsync(DeviceScenarios::slow).toCompletableFuture());
                }
              } catch (RejectedExecutionException closed) {
                m.log("refused");
              }
            });
    Thread closer = go(m, "closer", () -> ended[0] = devices.shutdown(GPU, SOON).cancelled());
    join(poster, closer);
    for (CompletableFuture<Integer> result : posted) {
      try {
        result.join();
      } catch (CancellationException taken) {
        ended[1]++;
      } catch (RuntimeException interrupted) {
        m.log(interrupted.toString());
      }
    }
    assertEquals(ended[0], ended[1], "reported, and told");
  }

  private static int slow(Ledger ledger) throws InterruptedException {
    ledger.machine.sleep(SOON);
    return 1;
  }

  static void callsAgainstShutdown(SimMachine m) throws Exception {
    List<Ledger> made = new ArrayList<>();
    Devices devices = Devices.of(m);
    DeviceHandle<Ledger> handle = DeviceHandle.of(m, GPU, type(m, made));
    int[] answers = new int[2];
    Side call =
        () -> {
          try {
            int one = handle.submitBlocking(ledger -> ledger.ran.size() + 1);
            answers[0] += one;
          } catch (RejectedExecutionException closed) {
            answers[1]++;
          }
        };
    join(go(m, "a", call), go(m, "b", call), go(m, "closer", () -> devices.shutdown(GPU)));
    assertEquals(2, answers[0] + answers[1]);
  }

  // ---- creation

  static void creators(SimMachine m) throws Exception {
    List<Ledger> made = new ArrayList<>();
    ServiceType<Ledger> type = type(m, made);
    List<Ledger> seen = new ArrayList<>();
    Side create = () -> seen.add(DeviceHandle.of(m, GPU, type).submitBlocking(ledger -> ledger));
    join(go(m, "a", create), go(m, "b", create), go(m, "c", create));
    assertEquals(1, made.size());
    seen.forEach(ledger -> assertSame(made.get(0), ledger));
  }

  /** A handle that is made during a shutdown has a fresh service or one that still served. */
  static void createAgainstShutdown(SimMachine m) throws Exception {
    List<Ledger> made = new ArrayList<>();
    List<Throwable> broken = new ArrayList<>();
    failTheTest(m, broken);
    ServiceType<Ledger> type = type(m, made);
    Devices devices = Devices.of(m);
    DeviceHandle.of(m, GPU, type);
    List<Integer> accepted = new ArrayList<>();
    join(
        go(m, "creator", () -> submitThree(DeviceHandle.of(m, GPU, type), 0, accepted)),
        go(m, "closer", () -> devices.shutdown(GPU)));
    devices.shutdown(GPU);
    assertEquals(List.of(), broken);
    assertTrue(made.size() <= 2);
    made.forEach(ledger -> assertTrue(ledger.isClosed));
    assertEquals(accepted, made.stream().flatMap(ledger -> ledger.ran.stream()).toList());
  }

  static void insertAgainstCreate(SimMachine m) throws Exception {
    List<Ledger> made = new ArrayList<>();
    ServiceType<Ledger> type = type(m, made);
    Ledger own = new Ledger(m);
    int[] refused = new int[1];
    Thread inserter =
        go(
            m,
            "inserter",
            () -> {
              try {
                DeviceHandle.insert(m, GPU, type, own);
              } catch (IllegalStateException exists) {
                refused[0]++;
              }
            });
    List<Ledger> seen = new ArrayList<>();
    Thread creator =
        go(
            m,
            "creator",
            () -> seen.add(DeviceHandle.of(m, GPU, type).submitBlocking(ledger -> ledger)));
    join(inserter, creator);
    assertEquals(refused[0], made.size());
    assertSame(made.isEmpty() ? own : made.get(0), seen.get(0));
  }

  // ---- room

  static void interruptAgainstFullRunner(SimMachine m) throws Exception {
    List<Ledger> made = new ArrayList<>();
    Devices devices = Devices.of(m);
    devices.configure(GPU, RunnerAttrs.defaults().capacity(1));
    DeviceHandle<Ledger> handle = DeviceHandle.of(m, GPU, type(m, made));
    List<Integer> accepted = new ArrayList<>();
    Thread impatient = go(m, "impatient", () -> submitThree(handle, 0, accepted));
    Thread patient = go(m, "patient", () -> submitThree(handle, 10, accepted));
    m.point();
    impatient.interrupt();
    join(impatient, patient);
    assertEquals(3, accepted.stream().filter(task -> task >= 10).count());
    devices.shutdown(GPU);
    assertRanInOrder(accepted, made.get(0).ran);
  }
}
