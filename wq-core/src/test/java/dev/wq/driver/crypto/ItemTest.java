package dev.wq.driver.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.driver.DriverPoll;
import dev.wq.driver.Submission;
import dev.wq.driver.Suspension;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What items do with their data, and with misuse. */
class ItemTest {
  private static final SecretKeySpec KEY = new SecretKeySpec(new byte[16], "AES");
  private static final IvParameterSpec IV = new IvParameterSpec(new byte[16]);
  private static final String CTR = "AES/CTR/NoPadding";
  private static final String CBC = "AES/CBC/NoPadding";

  private final Device device = new Device(CryptoAttrs.DEFAULT.inlineBytes(0));

  @AfterEach
  void close() {
    device.close();
  }

  // ---- results

  @Test
  void result_beforeTheEnd_throws_andNamesTheItem() throws InterruptedException {
    DigestItem item = new DigestItem("SHA-256", new byte[64]);
    IllegalStateException e = assertThrows(IllegalStateException.class, item::digest);
    assertEquals("SHA-256 of 64 bytes has not completed, and has no result", e.getMessage());
    Submission<CryptoItem> submission;
    try (Suspension _ = device.queue.suspend()) {
      submission = device.queue.post(item);
      e = assertThrows(IllegalStateException.class, item::digest);
      assertEquals("SHA-256 of 64 bytes is posted, and has no result yet", e.getMessage());
    }
    Device.end(submission);
    assertEquals(32, item.digest().length);
  }

  @Test
  void result_isACopy() {
    DigestItem item = device.done(new DigestItem("SHA-256", new byte[64]));
    item.digest()[0] ^= 1;
    assertArrayEquals(device.done(item).digest(), item.digest());
  }

  @Test
  void item_postedAgain_computesAnew_andAFailureLeavesNoResult() {
    byte[] text = new byte[16];
    byte[] output = new byte[16];
    CipherItem item =
        CipherItem.encrypt(CBC, KEY, IV, ByteBuffer.wrap(text), ByteBuffer.wrap(output));
    device.done(item);
    byte[] first = output.clone();
    text[0] = 1;
    device.done(item);
    assertFalse(Arrays.equals(first, output));
    assertEquals(16, item.written());
  }

  @Test
  void failedItem_hasNoResult() {
    DigestItem item = new DigestItem("SHA-257", new byte[1]);
    device.failure(item);
    assertThrows(IllegalStateException.class, item::digest);
  }

  @Test
  void item_postedTwiceAtATime_isRefused() throws InterruptedException {
    DigestItem item = new DigestItem("SHA-256", new byte[64]);
    try (Suspension _ = device.queue.suspend()) {
      Submission<CryptoItem> submission = device.queue.post(item);
      assertThrows(IllegalStateException.class, () -> device.queue.post(item));
      submission.close();
    }
  }

  // ---- what can't be done

  @ParameterizedTest
  @ValueSource(strings = {"SHA-257", "SHA256withECDSA", "", "AES"})
  void unknownDigest_isNamed(String algorithm) {
    Throwable cause = device.failure(new DigestItem(algorithm, new byte[1]));
    assertInstanceOf(UnsupportedOperationException.class, cause);
    assertEquals(algorithm + " is not offered by any provider of this JVM", cause.getMessage());
  }

  @Test
  void whatTheProviderLacks_failsAtOnce_namingBoth() {
    CryptoAccelerator sun =
        new CryptoAccelerator(device.queue, CryptoAttrs.provider("SunEC").inlineBytes(0));
    DriverPoll answer = sun.post(new MacItem("HmacSHA256", KEY, new byte[1]));
    assertFalse(answer.isPending());
    assertInstanceOf(UnsupportedOperationException.class, answer.cause());
    assertEquals("HmacSHA256 is not offered by provider SunEC", answer.cause().getMessage());
  }

  @Test
  void unknownProvider_isNamed_besideThoseThatThereAre() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> CryptoAttrs.provider("Moon"));
    assertTrue(e.getMessage().startsWith("there is no security provider 'Moon', only SUN, "));
  }

  @Test
  void attrs_refuseNegatives() {
    assertEquals(
        "engines must not be negative, was -1",
        assertThrows(IllegalArgumentException.class, () -> CryptoAttrs.DEFAULT.engines(-1))
            .getMessage());
    assertEquals(
        "inlineBytes must not be negative, was -2",
        assertThrows(IllegalArgumentException.class, () -> CryptoAttrs.DEFAULT.inlineBytes(-2))
            .getMessage());
  }

  @Test
  void whatTheProviderThrows_isTheCause() throws Exception {
    ByteBuffer some = ByteBuffer.wrap(new byte[17]);
    assertInstanceOf(
        IllegalBlockSizeException.class,
        device.failure(CipherItem.encrypt(CBC, KEY, IV, some, ByteBuffer.allocate(32))));
    assertInstanceOf(
        InvalidKeyException.class,
        device.failure(
            CipherItem.encrypt(
                CTR, new SecretKeySpec(new byte[5], "AES"), IV, some, ByteBuffer.allocate(32))));
    assertInstanceOf(
        InvalidAlgorithmParameterException.class,
        device.failure(
            CipherItem.encrypt(
                CTR, KEY, new IvParameterSpec(new byte[3]), some, ByteBuffer.allocate(32))));
    KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    PrivateKey key = keys.getPrivate();
    assertInstanceOf(
        InvalidKeyException.class,
        device.failure(new SignItem("SHA256withRSA", key, "a".getBytes(US_ASCII))));
  }

  // ---- where ciphers write

  @Test
  void outputTooSmall_fails_andNothingIsWritten() {
    byte[] around = new byte[40];
    CipherItem item =
        CipherItem.encrypt(
            CTR, KEY, IV, ByteBuffer.wrap(new byte[16]), ByteBuffer.wrap(around, 8, 15));
    Throwable cause = device.failure(item);
    assertInstanceOf(ShortBufferException.class, cause);
    assertEquals(CTR + " of 16 bytes makes 16 bytes, there is room for 15", cause.getMessage());
    assertArrayEquals(new byte[40], around);
  }

  @Test
  void readOnlyOutput_isRefusedAtOnce() {
    ByteBuffer text = ByteBuffer.allocate(16);
    assertThrows(
        ReadOnlyBufferException.class,
        () -> CipherItem.encrypt(CTR, KEY, IV, text, text.asReadOnlyBuffer()));
  }

  @ParameterizedTest
  @ValueSource(ints = {-7, -1, 0, 1, 7})
  void overlappingBuffers_areAsApart(int shift) {
    byte[] apart = new byte[32];
    byte[] text = new byte[32];
    new Random(1).nextBytes(text);
    device.done(CipherItem.encrypt(CTR, KEY, IV, ByteBuffer.wrap(text), ByteBuffer.wrap(apart)));
    byte[] shared = new byte[64];
    System.arraycopy(text, 0, shared, 16, 32);
    device.done(
        CipherItem.encrypt(
            CTR,
            KEY,
            IV,
            ByteBuffer.wrap(shared, 16, 32),
            ByteBuffer.wrap(shared, 16 + shift, 32)));
    assertArrayEquals(apart, Arrays.copyOfRange(shared, 16 + shift, 48 + shift));
  }

  @Test
  void buffersOfTheCaller_areNotMoved() {
    ByteBuffer text = ByteBuffer.allocate(32).position(3).limit(19);
    ByteBuffer output = ByteBuffer.allocateDirect(32).position(5);
    device.done(CipherItem.encrypt(CTR, KEY, IV, text, output));
    assertEquals(3, text.position());
    assertEquals(19, text.limit());
    assertEquals(5, output.position());
    assertEquals(0, output.get(4));
    assertEquals(0, output.get(21));
  }

  @Test
  void vectorThatTheProviderChose_canBeAskedFor() {
    byte[] text = "sixteen bytes it".getBytes(US_ASCII);
    byte[] buffer = text.clone();
    CipherItem there =
        device.done(
            CipherItem.encrypt(CTR, KEY, null, ByteBuffer.wrap(buffer), ByteBuffer.wrap(buffer)));
    device.done(
        CipherItem.decrypt(
            CTR,
            KEY,
            new IvParameterSpec(there.iv()),
            ByteBuffer.wrap(buffer),
            ByteBuffer.wrap(buffer)));
    assertArrayEquals(text, buffer);
  }

  @Test
  void signatures_ofBothKinds_verify() throws Exception {
    for (String[] kind : new String[][] {{"EC", "SHA384withECDSA"}, {"RSA", "SHA512withRSA"}}) {
      KeyPair keys = KeyPairGenerator.getInstance(kind[0]).generateKeyPair();
      byte[] text = "text".getBytes(US_ASCII);
      SignItem signed = device.done(new SignItem(kind[1], keys.getPrivate(), text));
      VerifyItem verified =
          device.done(new VerifyItem(kind[1], keys.getPublic(), text, signed.signature()));
      assertTrue(verified.isValid());
    }
  }

  @Test
  void toString_saysWhatAndHowMuch() {
    assertEquals("SHA-256 of 64 bytes", new DigestItem("SHA-256", new byte[64]).toString());
    assertEquals(
        "accelerator of provider SunEC",
        new CryptoAccelerator(device.queue, CryptoAttrs.provider("SunEC")).toString());
  }
}
