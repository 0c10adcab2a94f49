package dev.wq.driver.crypto;

import dev.wq.driver.DriverItem;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation for a {@link CryptoAccelerator}. Once its submission has ended it can be posted
 * again, and computes anew, from what its data is then.
 *
 * <p>Data is given as byte arrays or buffers. Of a buffer it is what was between its position and
 * its limit when the item was made; the caller's buffer is not moved.
 *
 * <p>Results throw {@link IllegalStateException} while the item is posted, and unless its last
 * posting that reached the accelerator completed. One that failed has written nothing.
 */
public abstract sealed class CryptoItem extends DriverItem
    permits DigestItem, MacItem, CipherItem, SignItem, VerifyItem, DigestStep {
  private static final byte[] NOTHING = {};

  private final String algorithm;
  private final ByteBuffer input;
  @Nullable Job job; // of the pump: null -> the execution in progress -> null

  CryptoItem(String algorithm, ByteBuffer input) {
    this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
    this.input = Objects.requireNonNull(input, "input").asReadOnlyBuffer();
  }

  /** The name of the algorithm, as the provider knows it. */
  public final String algorithm() {
    return algorithm;
  }

  /** How many bytes it works on. */
  public int length() {
    return input.remaining();
  }

  // ---- for the accelerator

  /** Whether it costs about as much as handing it over, if it is short. */
  boolean isCheap() {
    return true;
  }

  /**
   * Forgets the last result and copies the data; called by the pump.
   *
   * @throws UnsupportedOperationException if the provider lacks the algorithm
   * @throws CloneNotSupportedException if its digests can't be taken up again
   */
  abstract Computation load(Jca jca) throws CloneNotSupportedException;

  final byte[] copyOfInput() {
    return copy(input);
  }

  static byte[] copy(ByteBuffer buffer) {
    if (!buffer.hasRemaining()) {
      return NOTHING;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  // ---- for results

  final <R> R completed(@Nullable R result) {
    if (isLent()) {
      throw new IllegalStateException(this + " is posted, and has no result yet");
    }
    if (result == null) {
      throw new IllegalStateException(this + " has not completed, and has no result");
    }
    return result;
  }

  /** For people: {@code SHA-256 of 64 bytes}. */
  @Override
  public String toString() {
    return algorithm + " of " + length() + " bytes";
  }
}
