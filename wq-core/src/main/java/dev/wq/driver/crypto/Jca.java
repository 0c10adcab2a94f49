package dev.wq.driver.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** The algorithms of one provider, or of all in the JVM's order of preference. */
final class Jca {
  private final @Nullable Provider provider; // null: all

  Jca(@Nullable Provider provider) {
    this.provider = provider;
  }

  MessageDigest digest(String algorithm) {
    return get(
        algorithm,
        provider == null
            ? () -> MessageDigest.getInstance(algorithm)
            : () -> MessageDigest.getInstance(algorithm, provider));
  }

  Mac mac(String algorithm) {
    return get(
        algorithm,
        provider == null
            ? () -> Mac.getInstance(algorithm)
            : () -> Mac.getInstance(algorithm, provider));
  }

  Cipher cipher(String transformation) {
    return get(
        transformation,
        provider == null
            ? () -> Cipher.getInstance(transformation)
            : () -> Cipher.getInstance(transformation, provider));
  }

  Signature signature(String algorithm) {
    return get(
        algorithm,
        provider == null
            ? () -> Signature.getInstance(algorithm)
            : () -> Signature.getInstance(algorithm, provider));
  }

  private interface Lookup<T> {
    T find() throws GeneralSecurityException;
  }

  private <T> T get(String algorithm, Lookup<T> lookup) {
    try {
      return lookup.find();
    } catch (GeneralSecurityException e) {
      throw new UnsupportedOperationException(algorithm + " is not offered by " + this, e);
    }
  }

  @Override
  public String toString() {
    return provider == null ? "any provider of this JVM" : "provider " + provider.getName();
  }
}
