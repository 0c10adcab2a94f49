package dev.wq.device.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.wq.device.port.RunnerLayer.Client;
import dev.wq.device.port.RunnerLayer.Kind;

/** The known bugs of the original, each as the script in which it shows. */
final class Bugs {
  private static final int WRAP = 1 << 27; // flushes of 32

  private Bugs() {}

  /** K1: a flush for every 32nd of the numbers that the counter has. */
  static void flushesUntilTheCounterWraps(BugScript s) {
    Client client = s.client("gpu");
    client.submit(s.busy(10));
    client.flush();
    s.settle();
    for (int i = 0; i < 32; i++) {
      client.submit(s::count);
    }
    for (int i = 0; i < WRAP; i++) {
      client.flush();
    }
    s.finish();
    assertEquals(32, s.ran(), "queued tasks are gone");
  }

  /** K2: fewer tasks than a buffer has slots, and no flush. */
  static void partOfABatch(BugScript s) {
    Client client = s.client("gpu");
    for (int i = 0; i < 31; i++) {
      client.submit(s::count);
    }
    s.finish();
    assertEquals(31, s.ran(), "tasks wait for a flush");
  }

  /** K3: nothing to do. */
  static void idleRunner(BugScript s) {
    s.client("gpu").call(() -> 1);
    s.machine.runUntilIdle();
  }

  /** K4: more tasks than there is room for, behind one that takes ten seconds. */
  static void blockedProducer(BugScript s) {
    Client client = s.client("gpu");
    client.submit(s.busy(10_000));
    client.flush();
    s.settle();
    s.start(
        "producer",
        () -> {
          for (int i = 0; i < 200; i++) {
            client.submit(s::count);
          }
          client.flush();
        });
    s.sleep(10_000);
    s.finish();
    assertEquals(200, s.ran());
  }

  /** K5: its device is no longer needed. */
  static void shutdown(BugScript s) {
    Client client = s.client("gpu");
    s.layer.shutdown("gpu");
    boolean accepted;
    try {
      client.submit(s::count);
      accepted = true;
    } catch (RuntimeException refused) {
      accepted = false;
    }
    assertFalse(accepted, "accepted after the shutdown");
  }

  /** K6: a task that throws, and one after it. */
  static void taskThatThrows(BugScript s) {
    Client client = s.client("gpu");
    client.submit(() -> {
      throw new IllegalStateException("a bad task");
    });
    s.settle();
    try {
      assertEquals(7, client.call(() -> 7));
    } catch (RuntimeException dead) {
      fail("its runner has died: " + dead.getMessage());
    }
  }

  /** K7: a task makes a handle while somebody waits for its runner to make a service. */
  static void handleMadeByATask(BugScript s) {
    Client client = s.client("gpu");
    client.submit(() -> {
      s.sleep(10);
      s.client("cpu").submit(s::count);
    });
    client.flush();
    s.settle();
    s.start("creator", () -> s.layer.create("gpu", Kind.LOG, () -> {}));
    s.finish();
  }

  /** K8: a service that needs another one. */
  static void handleMadeByAnInit(BugScript s) {
    s.start("creator", () -> s.layer.create("gpu", Kind.LOG, () -> s.client("cpu")));
    s.finish();
  }

  /** K9: a task needs a service that its runner does not have yet. */
  static void serviceMadeByATask(BugScript s) {
    Client client = s.client("gpu");
    try {
      client.call(() -> s.layer.create("gpu", Kind.LOG, s::count));
    } catch (RuntimeException panic) {
      fail("a task can't make a service: " + panic.getMessage());
    }
    assertEquals(1, s.ran());
  }

  /** K10: a service can't be made. */
  static void initThatThrows(BugScript s) {
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                s.layer.create(
                    "gpu",
                    Kind.LOG,
                    () -> {
                      throw new IllegalStateException("no such device");
                    }));
    assertSays("no such device", thrown);
  }

  /** K13: a function throws. */
  static void functionThatThrows(BugScript s) {
    Client client = s.client("gpu");
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                client.call(() -> {
                  throw new IllegalStateException("value 99");
                }));
    assertSays("value 99", thrown);
  }

  private static void assertSays(String reason, Throwable thrown) {
    Throwable last = thrown;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    assertTrue(String.valueOf(last.getMessage()).contains(reason), "the reason is lost");
  }

  /** K14: some tasks with a flush each, while the runner is busy. */
  static void flushAfterEachTask(BugScript s) {
    Client client = s.client("gpu");
    client.submit(s.busy(100));
    client.flush();
    s.settle();
    s.start(
        "producer",
        () -> {
          for (int i = 0; i < 3; i++) {
            client.submit(s::count);
            client.flush();
          }
        });
    s.allReturned("blocked by no-ops");
    s.finish();
    assertEquals(3, s.ran());
  }

  /** K15: two runners that call each other. */
  static void cycleOfCalls(BugScript s) {
    Client gpu = s.client("gpu");
    Client cpu = s.client("cpu");
    s.start(
        "caller",
        () -> {
          try {
            gpu.call(() -> cpu.call(() -> gpu.call(() -> 1)));
          } catch (RuntimeException refused) {
            s.machine.log(String.valueOf(refused));
          }
        });
    s.finish();
  }
}
