package dev.wq.driver.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.driver.Completion;
import dev.wq.driver.Submission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the original tests on real chips about SHA; equal to the JDK's, called directly. */
class UpstreamShaTest {
  private static final List<String> ALL =
      List.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA3-256", "SHA3-512");

  private final Device device = new Device(CryptoAttrs.DEFAULT.inlineBytes(0));

  @AfterEach
  void close() {
    device.close();
  }

  private static byte[] direct(String algorithm, byte[] data) {
    try {
      return MessageDigest.getInstance(algorithm).digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] random(int length) {
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    return data;
  }

  private static void done(Submission<CryptoItem> step) {
    assertEquals(Completion.COMPLETED, Device.end(step), step::toString);
  }

  private static byte[] finish(DigestContext context) throws InterruptedException {
    done(context.finish());
    return context.digest();
  }

  @ParameterizedTest
  @DisplayName("drivers E10: finishing resets, as often as it is done")
  @ValueSource(strings = {"SHA-1", "SHA-256", "SHA-512", "SHA3-256"})
  void finish_resets(String algorithm) throws InterruptedException {
    DigestContext context = new DigestContext(device.queue, algorithm);
    byte[] data = random(10_000);
    assertArrayEquals(direct(algorithm, new byte[0]), finish(context));
    done(context.update(data));
    assertArrayEquals(direct(algorithm, data), finish(context));
    assertArrayEquals(direct(algorithm, new byte[0]), finish(context));
    assertArrayEquals(direct(algorithm, new byte[0]), finish(context));
  }

  @ParameterizedTest
  @DisplayName("drivers E11: a copy goes on by itself")
  @ValueSource(ints = {10, 5_000})
  void copy_goesOnByItself(int length) throws InterruptedException {
    byte[] data = random(length);
    DigestContext context = new DigestContext(device.queue, "SHA-256");
    done(context.update(data));
    DigestContext copy = context.copy();
    DigestContext other = context.copy();
    done(other.update(new byte[9_000]));
    assertArrayEquals(direct("SHA-256", data), finish(copy));
    assertArrayEquals(direct("SHA-256", data), finish(context));
    assertArrayEquals(direct("SHA-256", Arrays.copyOf(data, length + 9_000)), finish(other));
  }

  @ParameterizedTest
  @DisplayName("drivers E12: contexts in turn, and one after the other")
  @ValueSource(ints = {1, 64, 128, 256, 264, 5_000})
  void contexts_inTurn(int length) throws InterruptedException {
    byte[] data = random(length);
    List<DigestContext> contexts = new ArrayList<>();
    for (String algorithm : ALL) {
      contexts.add(new DigestContext(device.queue, algorithm));
    }
    for (int round = 0; round < 3; round++) {
      for (DigestContext context : contexts) {
        done(context.update(data));
      }
    }
    byte[] thrice = new byte[3 * length];
    for (int round = 0; round < 3; round++) {
      System.arraycopy(data, 0, thrice, round * length, length);
    }
    for (DigestContext context : contexts) {
      assertArrayEquals(direct(context.algorithm(), thrice), finish(context));
    }
  }

  @Test
  @DisplayName("drivers E13: prefixes of 1 to 200 bytes, every algorithm")
  void everyLength_equalsTheJdks() throws InterruptedException {
    byte[] data = random(200);
    for (String algorithm : ALL) {
      List<Submission<CryptoItem>> posted = new ArrayList<>();
      for (int length = 1; length <= data.length; length++) {
        posted.add(device.queue.post(new DigestItem(algorithm, data, 0, length)));
      }
      for (Submission<CryptoItem> submission : posted) {
        done(submission);
        DigestItem item = (DigestItem) submission.item();
        assertArrayEquals(
            direct(algorithm, Arrays.copyOf(data, item.length())), item.digest(), item::toString);
      }
    }
  }
}
