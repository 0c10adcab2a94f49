package dev.wq.driver.crypto;

import dev.wq.ThreadKind;
import java.security.Provider;
import java.security.Security;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CryptoAccelerator} is like. Begin with {@link #DEFAULT} or {@link #provider}; each
 * verb answers a changed copy.
 *
 * @param provider whose algorithms are used; null: all of this JVM, the preferred ones first
 * @param engines how many items are computed at a time; 0: as many as the machine has CPUs
 * @param thread what the engines run on; virtual ones cost a fraction to hand something to,
 *     platform ones keep no carrier from the other virtual threads while they are in native calls
 * @param inlineBytes digests, MACs and ciphers of at most so many bytes are computed by the queue's
 *     pump, because handing them over costs more; 0: none
 */
public record CryptoAttrs(
    @Nullable Provider provider, int engines, ThreadKind thread, int inlineBytes) {
  private static final int INLINE_BYTES = 1024;

  /** Those that wait in native calls for something outside of the JVM. */
  private static final Set<String> OUTSIDE = Set.of("SunPKCS11", "SunMSCAPI", "Apple");

  /** All providers of this JVM, an engine for each CPU, virtual threads. */
  public static final CryptoAttrs DEFAULT =
      new CryptoAttrs(null, 0, ThreadKind.VIRTUAL, INLINE_BYTES);

  public CryptoAttrs {
    Objects.requireNonNull(thread, "thread");
    if (engines < 0) {
      throw new IllegalArgumentException("engines must not be negative, was " + engines);
    }
    if (inlineBytes < 0) {
      throw new IllegalArgumentException("inlineBytes must not be negative, was " + inlineBytes);
    }
  }

  /**
   * One provider, an engine for each CPU: on platform threads if the provider asks something
   * outside of the JVM, as that of PKCS #11 does, and on virtual ones if it computes, be it in
   * native code.
   */
  public static CryptoAttrs provider(Provider provider) {
    return new CryptoAttrs(provider, 0, threadFor(provider), INLINE_BYTES);
  }

  /**
   * As {@link #provider(Provider)}, by name: one that is installed, else one that is on the class
   * path.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static CryptoAttrs provider(String name) {
    Objects.requireNonNull(name, "name");
    return provider(
        Optional.ofNullable(Security.getProvider(name))
            .or(() -> onClassPath().filter(p -> p.getName().equals(name)).findFirst())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "there is no security provider '" + name + "', only " + installed())));
  }

  private static Stream<Provider> onClassPath() {
    return ServiceLoader.load(Provider.class).stream()
        .filter(found -> !found.type().getModule().isNamed())
        .map(ServiceLoader.Provider::get);
  }

  private static String installed() {
    return Stream.concat(Stream.of(Security.getProviders()), onClassPath())
        .map(Provider::getName)
        .distinct()
        .reduce((a, b) -> a + ", " + b)
        .orElse("none");
  }

  private static ThreadKind threadFor(Provider provider) {
    return OUTSIDE.stream().anyMatch(provider.getName()::startsWith)
        ? ThreadKind.PLATFORM
        : ThreadKind.VIRTUAL;
  }

  /** So many items are computed at a time; 0: as many as the machine has CPUs. */
  public CryptoAttrs engines(int count) {
    return new CryptoAttrs(provider, count, thread, inlineBytes);
  }

  /** The engines run on such threads. */
  public CryptoAttrs thread(ThreadKind kind) {
    return new CryptoAttrs(provider, engines, kind, inlineBytes);
  }

  /** Up to so many bytes are computed by the pump; 0: nothing is. */
  public CryptoAttrs inlineBytes(int bytes) {
    return new CryptoAttrs(provider, engines, thread, bytes);
  }
}
