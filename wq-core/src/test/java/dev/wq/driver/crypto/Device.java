package dev.wq.driver.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import dev.wq.driver.Completion;
import dev.wq.driver.DriverAttrs;
import dev.wq.driver.DriverQueue;
import dev.wq.driver.Submission;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A machine with an accelerator, for a test. */
final class Device implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  final Machine machine = Machine.create("crypto");
  final DriverQueue<CryptoItem> queue;

  Device(CryptoAttrs crypto) {
    this(DriverAttrs.named("crypto").depth(4), crypto);
  }

  Device(DriverAttrs attrs, CryptoAttrs crypto) {
    queue = CryptoAccelerator.open(machine, attrs, crypto);
  }

  static Completion end(Submission<CryptoItem> submission) {
    try {
      return submission.await(PATIENCE);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(submission.toString(), e);
    }
  }

  Completion end(CryptoItem item) {
    try {
      return end(queue.post(item));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The item, computed. */
  <I extends CryptoItem> I done(I item) {
    Completion end = end(item);
    assertTrue(end.isCompleted(), () -> item + ": " + end);
    return item;
  }

  /** Why the item failed. */
  Throwable failure(CryptoItem item) {
    Completion end = end(item);
    assertEquals(Completion.Status.FAILED, end.status(), item::toString);
    return end.cause();
  }

  @Override
  public void close() {
    machine.close();
  }
}
