package dev.wq.driver.crypto;

import java.nio.ByteBuffer;
import java.security.Key;
import java.util.Objects;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** The message authentication code of a message. */
public final class MacItem extends CryptoItem {
  private final Key key;
  private byte @Nullable [] mac; // of the pump while lent

  /**
   * The code of {@code input} under {@code key}.
   *
   * @param algorithm such as {@code HmacSHA256}
   */
  public MacItem(String algorithm, Key key, byte[] input) {
    this(algorithm, key, ByteBuffer.wrap(input));
  }

  /** As {@link #MacItem(String, Key, byte[])}. */
  public MacItem(String algorithm, Key key, ByteBuffer input) {
    super(algorithm, input);
    this.key = Objects.requireNonNull(key, "key");
  }

  @Override
  Computation load(Jca jca) {
    mac = null;
    Mac engine = jca.mac(algorithm());
    byte[] data = copyOfInput();
    return () -> {
      engine.init(key);
      byte[] result = engine.doFinal(data);
      return () -> mac = result;
    };
  }

  /** The result. */
  public byte[] mac() {
    return completed(mac).clone();
  }
}
