package dev.wq.driver.crypto;

import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a signature of a message is valid. */
public final class VerifyItem extends CryptoItem {
  private final PublicKey key;
  private final ByteBuffer signature;
  private @Nullable Boolean valid; // of the pump while lent

  /**
   * Whether {@code signature} is one of {@code input} by the owner of {@code key}; algorithms are
   * those of {@link SignItem}.
   */
  public VerifyItem(String algorithm, PublicKey key, byte[] input, byte[] signature) {
    this(algorithm, key, ByteBuffer.wrap(input), ByteBuffer.wrap(signature));
  }

  /** As {@link #VerifyItem(String, PublicKey, byte[], byte[])}. */
  public VerifyItem(String algorithm, PublicKey key, ByteBuffer input, ByteBuffer signature) {
    super(algorithm, input);
    this.key = Objects.requireNonNull(key, "key");
    this.signature = signature.asReadOnlyBuffer();
  }

  @Override
  boolean isCheap() {
    return false;
  }

  @Override
  Computation load(Jca jca) {
    valid = null;
    Signature engine = jca.signature(algorithm());
    byte[] data = copyOfInput();
    byte[] claimed = copy(signature);
    return () -> {
      engine.initVerify(key);
      engine.update(data);
      boolean result = isValid(engine, claimed);
      return () -> valid = result;
    };
  }

  /** Providers differ in which malformed signatures they throw about. */
  private static boolean isValid(Signature engine, byte[] claimed) {
    try {
      return engine.verify(claimed);
    } catch (SignatureException _) {
      return false;
    }
  }

  /** The result; a signature that is not well formed is not valid. */
  public boolean isValid() {
    return completed(valid);
  }
}
