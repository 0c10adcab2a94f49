package dev.wq.driver.crypto;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * The encryption or decryption of a text, into another buffer or in place: input and output may
 * overlap in any way. Nothing is written but the result, from the position of the output on, and
 * nothing at all if the item does not complete.
 *
 * <p>It fails with {@link javax.crypto.AEADBadTagException} if the text is not genuine, with {@link
 * ShortBufferException} if the output is too small, and with what else the provider throws.
 */
public final class CipherItem extends CryptoItem {
  private static final byte[] NO_IV = {};

  private final int mode;
  private final Key key;
  private final @Nullable AlgorithmParameterSpec parameters;
  private final ByteBuffer output;
  private ByteBuffer aad = ByteBuffer.allocate(0);
  private @Nullable Integer written; // of the pump while lent
  private byte @Nullable [] iv; // of the pump while lent

  private CipherItem(
      int mode,
      String transformation,
      Key key,
      @Nullable AlgorithmParameterSpec parameters,
      ByteBuffer input,
      ByteBuffer output) {
    super(transformation, input);
    this.mode = mode;
    this.key = Objects.requireNonNull(key, "key");
    this.parameters = parameters;
    if (output.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    this.output = output.duplicate();
  }

  /**
   * Encrypts {@code input} into {@code output}.
   *
   * @param transformation such as {@code AES/CTR/NoPadding}, {@code AES/GCM/NoPadding}
   * @param parameters such as the initialisation vector, null if the mode has none or the provider
   *     shall choose them
   * @throws ReadOnlyBufferException if the output can't be written
   */
  public static CipherItem encrypt(
      String transformation,
      Key key,
      @Nullable AlgorithmParameterSpec parameters,
      ByteBuffer input,
      ByteBuffer output) {
    return new CipherItem(Cipher.ENCRYPT_MODE, transformation, key, parameters, input, output);
  }

  /** Decrypts {@code input} into {@code output}, otherwise as {@link #encrypt}. */
  public static CipherItem decrypt(
      String transformation,
      Key key,
      @Nullable AlgorithmParameterSpec parameters,
      ByteBuffer input,
      ByteBuffer output) {
    return new CipherItem(Cipher.DECRYPT_MODE, transformation, key, parameters, input, output);
  }

  /**
   * Has {@code data} authenticated beside the text, by a mode that does so.
   *
   * @throws IllegalStateException if it is posted
   */
  public CipherItem aad(ByteBuffer data) {
    if (isLent()) {
      throw new IllegalStateException(this + " is posted, and can't be changed");
    }
    aad = data.asReadOnlyBuffer();
    return this;
  }

  @Override
  Computation load(Jca jca) {
    written = null;
    Cipher engine = jca.cipher(algorithm());
    byte[] data = copyOfInput();
    byte[] beside = copy(aad);
    return () -> {
      byte[] result = compute(engine, data, beside);
      byte[] used = engine.getIV();
      return () -> store(result, used == null ? NO_IV : used);
    };
  }

  private byte[] compute(Cipher engine, byte[] data, byte[] beside)
      throws GeneralSecurityException {
    engine.init(mode, key, parameters);
    if (beside.length > 0) {
      engine.updateAAD(beside);
    }
    byte[] result = engine.doFinal(data);
    if (result.length > output.remaining()) {
      throw new ShortBufferException(
          "%s makes %d bytes, there is room for %d"
              .formatted(this, result.length, output.remaining()));
    }
    return result;
  }

  private void store(byte[] result, byte[] used) {
    output.put(output.position(), result);
    written = result.length;
    iv = used;
  }

  /** How many bytes were written to the output. */
  public int written() {
    return completed(written);
  }

  /** The initialisation vector that was used, of no bytes if there was none. */
  public byte[] iv() {
    completed(written);
    return completed(iv).clone();
  }
}
