package dev.wq.driver.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The digest of a message that is there as a whole. */
public final class DigestItem extends CryptoItem {
  private byte @Nullable [] digest; // of the pump while lent

  /**
   * The digest of {@code input}.
   *
   * @param algorithm such as {@code SHA-256}, {@code SHA3-512}
   */
  public DigestItem(String algorithm, byte[] input) {
    this(algorithm, ByteBuffer.wrap(input));
  }

  /** As {@link #DigestItem(String, byte[])}, of {@code length} bytes from {@code offset} on. */
  public DigestItem(String algorithm, byte[] input, int offset, int length) {
    this(algorithm, ByteBuffer.wrap(input, offset, length));
  }

  /** As {@link #DigestItem(String, byte[])}. */
  public DigestItem(String algorithm, ByteBuffer input) {
    super(algorithm, input);
  }

  @Override
  Computation load(Jca jca) {
    digest = null;
    MessageDigest engine = jca.digest(algorithm());
    byte[] data = copyOfInput();
    return () -> {
      byte[] result = engine.digest(data);
      return () -> digest = result;
    };
  }

  /** The result. */
  public byte[] digest() {
    return completed(digest).clone();
  }
}
