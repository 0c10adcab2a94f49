package dev.wq.driver.crypto;

import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The signature of a message. */
public final class SignItem extends CryptoItem {
  private final PrivateKey key;
  private byte @Nullable [] signature; // of the pump while lent

  /**
   * The signature of {@code input} by {@code key}.
   *
   * @param algorithm such as {@code SHA256withECDSA}, {@code SHA256withRSA}; with {@code NONEwith}
   *     the input is the digest
   */
  public SignItem(String algorithm, PrivateKey key, byte[] input) {
    this(algorithm, key, ByteBuffer.wrap(input));
  }

  /** As {@link #SignItem(String, PrivateKey, byte[])}. */
  public SignItem(String algorithm, PrivateKey key, ByteBuffer input) {
    super(algorithm, input);
    this.key = Objects.requireNonNull(key, "key");
  }

  @Override
  boolean isCheap() {
    return false;
  }

  @Override
  Computation load(Jca jca) {
    signature = null;
    Signature engine = jca.signature(algorithm());
    byte[] data = copyOfInput();
    return () -> {
      engine.initSign(key);
      engine.update(data);
      byte[] result = engine.sign();
      return () -> signature = result;
    };
  }

  /** The result. */
  public byte[] signature() {
    return completed(signature).clone();
  }
}
