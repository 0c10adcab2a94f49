package dev.wq.driver.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.driver.Completion;
import dev.wq.driver.Submission;
import dev.wq.driver.Suspension;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages in pieces. */
class ContextTest {
  private final Device device = new Device(CryptoAttrs.DEFAULT);
  private final DigestContext context = new DigestContext(device.queue, "SHA-256");

  @AfterEach
  void close() {
    device.close();
  }

  private static void done(Submission<CryptoItem> step) {
    assertEquals(Completion.COMPLETED, Device.end(step), step::toString);
  }

  // FIPS 180-4, NIST's example values: a million times "a".
  @Test
  void aMillionBytes_inUnevenPieces() throws InterruptedException {
    byte[] a = new byte[1_000_000];
    Arrays.fill(a, (byte) 'a');
    for (int at = 0, length = 1; at < a.length; at += length, length = length * 3 % 65_537) {
      done(context.update(ByteBuffer.wrap(a, at, Math.min(length, a.length - at))));
    }
    done(context.finish());
    assertEquals(
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
        HexFormat.of().formatHex(context.digest()));
  }

  @Test
  @DisplayName("drivers D9: a few bytes need no device")
  void fewBytes_needNoDevice() throws InterruptedException {
    try (Suspension _ = device.queue.suspend()) {
      assertTrue(context.update(new byte[100]).isDone());
      assertTrue(context.update(new byte[3_996]).isDone());
      assertEquals(0, device.queue.stats().posted());
      Submission<CryptoItem> step = context.update(new byte[1]);
      assertFalse(step.isDone());
      step.close();
    }
  }

  @Test
  void pieceOfABuffer_staysTheCallers() throws InterruptedException {
    ByteBuffer piece = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2);
    done(context.update(piece));
    assertEquals(1, piece.position());
    done(context.finish());
    assertArrayEquals(whole(new byte[] {1, 2}), context.digest());
  }

  private byte[] whole(byte[] data) {
    return device.done(new DigestItem("SHA-256", data)).digest();
  }

  @Test
  void nextStep_beforeTheLastHasEnded_throws() throws InterruptedException {
    Submission<CryptoItem> step;
    try (Suspension _ = device.queue.suspend()) {
      step = context.update(new byte[5_000]);
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> context.update(new byte[1]));
      assertTrue(e.getMessage().startsWith("SHA-256 context has a step that has not ended: "));
      assertThrows(IllegalStateException.class, context::finish);
      assertThrows(IllegalStateException.class, context::digest);
      assertThrows(IllegalStateException.class, context::copy);
      assertThrows(IllegalStateException.class, context::reset);
    }
    done(step);
    done(context.finish());
    assertArrayEquals(whole(new byte[5_000]), context.digest());
  }

  @Test
  void stepThatDidNotComplete_losesTheMessage_untilReset() throws Exception {
    try (Suspension _ = device.queue.suspend()) {
      context.update(new byte[5_000]).close();
    }
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> context.update(new byte[1]));
    assertTrue(e.getMessage().startsWith("SHA-256 context has lost its message: "));
    context.reset();
    done(context.update(new byte[5_000]));
    done(context.finish());
    assertArrayEquals(
        MessageDigest.getInstance("SHA-256").digest(new byte[5_000]), context.digest());
  }

  @Test
  void nothingFinished_hasNoDigest() {
    IllegalStateException e = assertThrows(IllegalStateException.class, context::digest);
    assertEquals("SHA-256 context has finished no message", e.getMessage());
  }

  @Test
  void unknownAlgorithm_failsAtItsFirstStep() throws InterruptedException {
    DigestContext unknown = new DigestContext(device.queue, "SHA-257");
    Completion end = Device.end(unknown.finish());
    assertEquals("SHA-257 is not offered by any provider of this JVM", end.cause().getMessage());
  }
}
