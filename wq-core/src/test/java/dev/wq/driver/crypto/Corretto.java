package dev.wq.driver.crypto;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.Provider;
import java.util.Optional;
import java.util.ServiceLoader;

/** Amazon's provider, whose algorithms are native code: not on every platform. */
final class Corretto {
  static final String NAME = "AmazonCorrettoCryptoProvider";

  private Corretto() {}

  /** Skips the test where it does not load, and says so. */
  static CryptoAttrs attrs() {
    Optional<Provider> found =
        ServiceLoader.load(Provider.class).stream()
            .filter(p -> p.type().getSimpleName().equals(NAME))
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.getService("Signature", "SHA256withECDSA") != null)
            .findFirst();
    if (found.isEmpty()) {
      System.out.println(NAME + " does not load on this platform: its tests are skipped");
    }
    assumeTrue(found.isPresent(), NAME + " does not load on this platform");
    return CryptoAttrs.provider(found.get());
  }
}
