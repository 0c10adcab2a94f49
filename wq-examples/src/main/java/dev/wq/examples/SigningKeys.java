package dev.wq.examples;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a pair of keys that fits a signature algorithm. */
final class SigningKeys {
  private record Kind(String suffix, String key, AlgorithmParameterSpec parameters) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("withECDSA", "EC", new ECGenParameterSpec("secp256r1")),
          new Kind("withRSA", "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
          new Kind("Ed25519", "Ed25519", NamedParameterSpec.ED25519));

  private SigningKeys() {}

  /**
   * A new pair, by {@code provider} if it makes such keys.
   *
   * @throws IllegalArgumentException if no key is known for {@code algorithm}
   */
  static KeyPair generate(String algorithm, @Nullable Provider provider) {
    Kind kind =
        KINDS.stream()
            .filter(k -> algorithm.endsWith(k.suffix))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no key is known for signature algorithm '"
                        + algorithm
                        + "', only for ...withECDSA, ...withRSA and Ed25519"));
    try {
      KeyPairGenerator generator = generator(kind.key, provider);
      generator.initialize(kind.parameters);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPairGenerator generator(String key, @Nullable Provider provider)
      throws NoSuchAlgorithmException {
    return provider == null || provider.getService("KeyPairGenerator", key) == null
        ? KeyPairGenerator.getInstance(key)
        : KeyPairGenerator.getInstance(key, provider);
  }
}
