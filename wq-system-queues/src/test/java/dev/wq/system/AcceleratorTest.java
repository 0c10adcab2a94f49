package dev.wq.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import dev.wq.driver.Completion;
import dev.wq.driver.DriverQueue;
import dev.wq.driver.crypto.CryptoItem;
import dev.wq.driver.crypto.DigestItem;
import dev.wq.sim.Simulation;
import java.security.MessageDigest;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The accelerator of a machine. */
class AcceleratorTest {
  private static final byte[] DATA = new byte[100_000];

  private static byte[] digest(DriverQueue<CryptoItem> queue) {
    try {
      DigestItem item = new DigestItem("SHA-256", DATA);
      assertEquals(Completion.COMPLETED, queue.post(item).await());
      return item.digest();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void accelerator_isMadeOncePerMachine_andWorks() throws Exception {
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(DATA);
    try (Machine machine = Machine.create("sums")) {
      DriverQueue<CryptoItem> queue = SystemQueues.accelerator(machine);
      assertSame(queue, SystemQueues.accelerator(machine));
      assertNotSame(queue, SystemQueues.accelerator());
      assertSame(machine, queue.machine());
      assertEquals("accelerator", queue.name());
      assertEquals(2 * machine.cpus(), queue.attrs().depth());
      assertArrayEquals(expected, digest(queue));
    }
    assertArrayEquals(expected, digest(SystemQueues.accelerator()));
  }

  @Test
  void accelerator_worksInASimulation() throws Exception {
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(DATA);
    Simulation.withCpus(2)
        .run(machine -> {
          assertSame(SystemQueues.accelerator(), SystemQueues.accelerator(machine));
          assertArrayEquals(expected, digest(SystemQueues.accelerator()));
        });
  }

  @Test
  void machineClose_closesItsAccelerator() {
    Machine machine = Machine.create("ending");
    DriverQueue<CryptoItem> queue = SystemQueues.accelerator(machine);
    machine.close();
    assertTrue(queue.isClosed());
    DigestItem late = new DigestItem("SHA-256", DATA);
    assertThrows(RejectedExecutionException.class, () -> queue.post(late));
    Machine closed = Machine.create("closed");
    closed.close();
    assertThrows(IllegalStateException.class, () -> SystemQueues.accelerator(closed));
  }
}
