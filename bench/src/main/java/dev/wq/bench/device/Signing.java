package dev.wq.bench.device;

import dev.wq.Machine;
import dev.wq.bench.harness.Meter;
import dev.wq.bench.harness.Sample;
import dev.wq.bench.harness.Settings;
import dev.wq.driver.DriverAttrs;
import dev.wq.driver.DriverQueue;
import dev.wq.driver.Submission;
import dev.wq.driver.crypto.CryptoAccelerator;
import dev.wq.driver.crypto.CryptoAttrs;
import dev.wq.driver.crypto.CryptoItem;
import dev.wq.driver.crypto.SignItem;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * ECDSA signatures on P-256, through the accelerator's queue at depth 4 with two engines, and by
 * two threads that call the provider; the time of one signature.
 */
final class Signing {
  private static final String CORRETTO = "AmazonCorrettoCryptoProvider";
  private static final String ALGORITHM = "SHA256withECDSA";
  private static final int ENGINES = 2;
  private static final int DEPTH = 4;
  private static final int POSTED = 32;
  private static final int ROUND = 200; // signatures between two looks at the clock

  private final CryptoAttrs attrs;
  private final Provider provider;
  private final PrivateKey key;
  private final byte[] message = new byte[64];

  private Signing(CryptoAttrs attrs) throws GeneralSecurityException {
    this.attrs = attrs.engines(ENGINES);
    this.provider = Objects.requireNonNull(attrs.provider());
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC", provider);
    keys.initialize(new ECGenParameterSpec("secp256r1"));
    this.key = keys.generateKeyPair().getPrivate();
  }

  static Signing jdk() throws GeneralSecurityException {
    return new Signing(CryptoAttrs.provider("SunEC"));
  }

  static Signing corretto() throws GeneralSecurityException {
    return new Signing(CryptoAttrs.provider(CORRETTO));
  }

  /** Whether Amazon's provider works here: its code is native. */
  static boolean hasCorretto() {
    return ServiceLoader.load(Provider.class).stream()
        .filter(found -> found.type().getSimpleName().equals(CORRETTO))
        .anyMatch(found -> found.get().getService("Signature", ALGORITHM) != null);
  }

  /** What signs a number of messages. */
  private interface Signer {
    void sign(int count) throws Exception;
  }

  private static Sample measure(Signer signer, Settings settings) throws Exception {
    repeat(signer, settings.warmUpNanos());
    Meter start = Meter.now();
    long signed = repeat(signer, settings.measureNanos());
    return Meter.now().since(start).each(signed);
  }

  private static long repeat(Signer signer, long nanos) throws Exception {
    long start = System.nanoTime();
    long signed = 0;
    do {
      signer.sign(ROUND);
      signed += ROUND;
    } while (System.nanoTime() - start < nanos);
    return signed;
  }

  // ---- through the queue

  Sample queued(Settings settings) throws Exception {
    DriverQueue<CryptoItem> queue =
        CryptoAccelerator.open(Machine.live(), DriverAttrs.named("sign").depth(DEPTH), attrs);
    try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      return measure(
          count ->
              caller
                  .submit(() -> {
                    post(queue, count);
                    return count;
                  })
                  .get(),
          settings);
    }
  }

  private void post(DriverQueue<CryptoItem> queue, int count) throws InterruptedException {
    Deque<Submission<CryptoItem>> posted = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      if (posted.size() == POSTED) {
        posted.remove().await().orThrow();
      }
      posted.add(queue.post(new SignItem(ALGORITHM, key, message)));
    }
    while (!posted.isEmpty()) {
      posted.remove().await().orThrow();
    }
  }

  // ---- called directly

  Sample direct(Settings settings) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(ENGINES)) {
      return measure(count -> sign(threads, count), settings);
    }
  }

  private void sign(ExecutorService threads, int count) throws Exception {
    Deque<Future<Integer>> shares = new ArrayDeque<>();
    for (int i = 0; i < ENGINES; i++) {
      shares.add(threads.submit(() -> sign(count / ENGINES)));
    }
    for (Future<Integer> share : shares) {
      share.get();
    }
  }

  private int sign(int count) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(ALGORITHM, provider);
    for (int i = 0; i < count; i++) {
      signature.initSign(key);
      signature.update(message);
      signature.sign();
    }
    return count;
  }
}
