package dev.wq.driver.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import dev.wq.driver.Completion;
import dev.wq.driver.DriverAttrs;
import dev.wq.driver.DriverQueue;
import dev.wq.driver.Submission;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the original tests on real chips about AES, with its key, vector and size of text; the
 * ciphertexts are the JDK's, called directly.
 */
class UpstreamAesTest {
  private static final byte[] KEY = "SUp4SeCp@sSw0rd".getBytes(US_ASCII);
  private static final byte[] IV = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  private static final byte[] TEXT = Arrays.copyOf("wq ".repeat(82).getBytes(US_ASCII), 256);
  private static final String ECB = "AES/ECB/NoPadding";

  private final Machine machine = Machine.create("aes");
  private final DriverQueue<CryptoItem> queue =
      DriverQueue.open(machine, DriverAttrs.named("aes").depth(2));

  @AfterEach
  void close() {
    machine.close();
  }

  private void start() {
    queue.attach(new CryptoAccelerator(queue, CryptoAttrs.DEFAULT.inlineBytes(0)));
  }

  private static SecretKeySpec key(int bits) {
    return new SecretKeySpec(Arrays.copyOf(KEY, bits / 8), "AES");
  }

  private static @Nullable IvParameterSpec iv(String transformation) {
    return transformation.equals(ECB) ? null : new IvParameterSpec(IV);
  }

  private static byte[] direct(String transformation, int bits, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(Cipher.ENCRYPT_MODE, key(bits), iv(transformation));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static CipherItem encryptInPlace(int bits, byte[] buffer) {
    return CipherItem.encrypt(
        ECB, key(bits), null, ByteBuffer.wrap(buffer), ByteBuffer.wrap(buffer));
  }

  private static void done(Submission<CryptoItem> submission) {
    assertEquals(Completion.COMPLETED, Device.end(submission), submission::toString);
  }

  private void there(String transformation, int bits, byte[] text, int offset) throws Exception {
    byte[] around = new byte[offset + text.length + 16];
    byte[] expected = new byte[around.length];
    System.arraycopy(direct(transformation, bits, text), 0, expected, offset, text.length);
    ByteBuffer output = ByteBuffer.wrap(around, offset, text.length);
    CipherItem item =
        CipherItem.encrypt(
            transformation, key(bits), iv(transformation), ByteBuffer.wrap(text), output);
    done(queue.post(item));
    assertArrayEquals(expected, around);
    backInPlace(transformation, bits, text, around, offset);
  }

  private void backInPlace(String transformation, int bits, byte[] text, byte[] around, int offset)
      throws Exception {
    ByteBuffer buffer = ByteBuffer.wrap(around, offset, text.length);
    CipherItem item =
        CipherItem.decrypt(transformation, key(bits), iv(transformation), buffer, buffer);
    done(queue.post(item));
    byte[] expected = new byte[around.length];
    System.arraycopy(text, 0, expected, offset, text.length);
    assertArrayEquals(expected, around);
  }

  @ParameterizedTest
  @DisplayName("drivers E1: each mode, into another buffer and back in place")
  @CsvSource({
    "ECB, 128, 16",
    "ECB, 128, 256",
    "ECB, 192, 256",
    "ECB, 256, 256",
    "CBC, 128, 256",
    "CBC, 192, 256",
    "CBC, 256, 256",
    "OFB, 128, 256",
    "CTR, 128, 256",
    "CFB8, 128, 256",
    "CFB128, 128, 256"
  })
  void eachMode_thereAndBack(String mode, int bits, int length) throws Exception {
    start();
    there("AES/" + mode + "/NoPadding", bits, Arrays.copyOf(TEXT, length), 0);
  }

  @Test
  @DisplayName("drivers E2: posted before there is a driver, then waited for")
  void postedBeforeStart_isDoneAfterIt() throws Exception {
    byte[] output = new byte[TEXT.length];
    Submission<CryptoItem> submission =
        queue.post(
            CipherItem.encrypt(
                ECB, key(128), null, ByteBuffer.wrap(TEXT), ByteBuffer.wrap(output)));
    assertFalse(submission.isDone());
    assertArrayEquals(new byte[TEXT.length], output);
    start();
    done(submission);
    assertArrayEquals(direct(ECB, 128, TEXT), output);
  }

  @Test
  @DisplayName("drivers E3: posted by a task that waits before there is a driver")
  void waitedForBeforeStart_wakesTheWaiter() throws Exception {
    byte[] output = new byte[TEXT.length];
    CompletableFuture<Submission<CryptoItem>> posted = new CompletableFuture<>();
    CompletableFuture<Completion> ended = new CompletableFuture<>();
    machine.thread(
        "task",
        () -> {
          try {
            Submission<CryptoItem> submission =
                queue.post(
                    CipherItem.encrypt(
                        ECB, key(128), null, ByteBuffer.wrap(TEXT), ByteBuffer.wrap(output)));
            posted.complete(submission);
            ended.complete(Device.end(submission));
          } catch (InterruptedException e) {
            ended.completeExceptionally(e);
          }
        });
    assertFalse(posted.get().isDone());
    start();
    assertEquals(Completion.COMPLETED, ended.get());
    assertArrayEquals(direct(ECB, 128, TEXT), output);
  }

  @Test
  @DisplayName("drivers E4: one buffer as input and output, posted before there is a driver")
  void inPlace_postedBeforeStart() throws Exception {
    byte[] buffer = TEXT.clone();
    Submission<CryptoItem> submission = queue.post(encryptInPlace(128, buffer));
    start();
    done(submission);
    assertArrayEquals(direct(ECB, 128, TEXT), buffer);
  }

  @Test
  @DisplayName("drivers E5: a queued item that is cancelled is not touched; waiting out of order")
  void cancelledWhileQueued_isNotTouched() throws Exception {
    byte[] first = TEXT.clone();
    byte[] second = TEXT.clone();
    byte[] third = TEXT.clone();
    Submission<CryptoItem> dropped = queue.post(encryptInPlace(128, first));
    Submission<CryptoItem> kept = queue.post(encryptInPlace(256, second));
    Submission<CryptoItem> last = queue.post(encryptInPlace(128, third));
    dropped.close();
    start();
    done(last);
    done(kept);
    assertEquals(Completion.Status.CANCELLED, Device.end(dropped).status());
    assertTrue(dropped.isDone());
    assertArrayEquals(TEXT, first);
    assertArrayEquals(direct(ECB, 256, TEXT), second);
    assertArrayEquals(direct(ECB, 128, TEXT), third);
  }

  @ParameterizedTest
  @DisplayName("drivers E6: at offsets 0 to 14 of a larger buffer, nothing around is written")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
  void atAnyOffset_nothingAroundIsWritten(int offset) throws Exception {
    start();
    for (String mode : new String[] {"ECB", "CBC", "OFB", "CTR", "CFB8", "CFB128"}) {
      there("AES/" + mode + "/NoPadding", 128, TEXT, offset);
      there("AES/" + mode + "/NoPadding", 256, Arrays.copyOf(TEXT, 16), offset);
    }
  }

  @Test
  @DisplayName("drivers E6: in memory outside of the heap")
  void direct_isLikeHeap() throws Exception {
    start();
    ByteBuffer memory = ByteBuffer.allocateDirect(300);
    ByteBuffer text = memory.slice(7, 256).put(0, TEXT);
    done(queue.post(CipherItem.encrypt(ECB, key(128), null, text, text)));
    byte[] expected = new byte[300];
    System.arraycopy(direct(ECB, 128, TEXT), 0, expected, 7, 256);
    byte[] found = new byte[300];
    memory.get(0, found);
    assertArrayEquals(expected, found);
  }
}
