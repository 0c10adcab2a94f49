package dev.wq.examples;

import dev.wq.JoinHandle;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import dev.wq.driver.DriverAttrs;
import dev.wq.driver.DriverQueue;
import dev.wq.driver.Submission;
import dev.wq.driver.crypto.CryptoAccelerator;
import dev.wq.driver.crypto.CryptoAttrs;
import dev.wq.driver.crypto.CryptoItem;
import dev.wq.driver.crypto.DigestContext;
import dev.wq.driver.crypto.SignItem;
import dev.wq.driver.crypto.VerifyItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Digests and signs every file of a directory tree by a crypto accelerator. A few files are read at
 * a time, each in pieces, so the memory it takes depends neither on how many files there are nor on
 * how large they are.
 */
public final class SignTree implements AutoCloseable {
  /** What signs a file's SHA-256 as it is, so that the signature is one of the file. */
  public static final String DEFAULT_ALGORITHM = "NONEwithECDSA";

  private static final String DIGEST = "SHA-256";
  private static final int PIECE = 1 << 16;
  private static final int FILES_AT_ONCE = 16;
  private static final Duration TICK = Duration.ofMillis(100);

  private final String algorithm;
  private final KeyPair keys;
  private final WorkQueue files;
  private final DriverQueue<CryptoItem> accelerator;
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean stopped;

  /**
   * What became of one file.
   *
   * @param file where it is
   * @param digest in hexadecimal digits, empty if there is a problem
   * @param signature of the digest, in Base64, empty if there is a problem
   * @param isVerified whether the accelerator finds the signature valid
   * @param problem why it could not be read, null if it was
   */
  public record Entry(
      Path file,
      String digest,
      String signature,
      boolean isVerified,
      @Nullable IOException problem) {
    static Entry unreadable(Path file, IOException problem) {
      return new Entry(file, "", "", false, problem);
    }
  }

  /**
   * Ready to sign, by new keys.
   *
   * @param algorithm of the signatures, such as {@link #DEFAULT_ALGORITHM}
   * @throws IllegalArgumentException if the algorithm is unknown, or the provider lacks it
   */
  public SignTree(Machine machine, CryptoAttrs crypto, String algorithm)
      throws InterruptedException {
    this.algorithm = algorithm;
    this.keys = SigningKeys.generate(algorithm, crypto.provider());
    this.files = machine.queue(QueueAttrs.named("files").maxActive(FILES_AT_ONCE));
    this.accelerator =
        CryptoAccelerator.open(
            machine, DriverAttrs.named("accelerator").depth(2 * machine.cpus()), crypto);
    Throwable missing = accelerator.post(signItem(new byte[32])).await().cause();
    if (missing != null) {
      close();
      throw new IllegalArgumentException(missing.getMessage(), missing);
    }
  }

  /** By which the signatures can be verified. */
  public PublicKey publicKey() {
    return keys.getPublic();
  }

  // ---- the tree

  /**
   * Signs the files below {@code root} and hands each on, in the order of their paths.
   *
   * @param progress told from time to time how many bytes have been digested
   * @return whether all were signed: false if {@link #stop} was called
   * @throws IOException if {@code root} is no directory that can be listed
   */
  public boolean run(Path root, Consumer<Entry> manifest, LongConsumer progress)
      throws IOException, InterruptedException {
    Deque<JoinHandle<Optional<Entry>>> begun = new ArrayDeque<>();
    TreeWalk walk = new TreeWalk(root, (file, e) -> manifest.accept(Entry.unreadable(file, e)));
    while (!stopped && walk.hasNext()) {
      Path file = walk.next();
      begun.add(files.spawn(file.toString(), () -> sign(file)));
      if (begun.size() > FILES_AT_ONCE) {
        join(begun.remove(), progress).ifPresent(manifest);
      }
    }
    while (!begun.isEmpty()) {
      join(begun.remove(), progress).ifPresent(manifest);
    }
    return !stopped;
  }

  private Optional<Entry> join(JoinHandle<Optional<Entry>> file, LongConsumer progress)
      throws InterruptedException {
    progress.accept(bytes.get());
    for (; ; ) {
      try {
        return file.join(TICK);
      } catch (TimeoutException _) {
        progress.accept(bytes.get());
      }
    }
  }

  /**
   * Begins no other file, and has what is being read given up after its current piece; what is with
   * the accelerator ends. May be called by any thread.
   */
  public void stop() {
    stopped = true;
  }

  // ---- one file, in a work of its own

  private Optional<Entry> sign(Path file) throws InterruptedException {
    if (stopped) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      DigestContext context = new DigestContext(accelerator, DIGEST);
      return digest(in, context) ? Optional.of(sign(file, context.digest())) : Optional.empty();
    } catch (IOException e) {
      return Optional.of(Entry.unreadable(file, e));
    }
  }

  /** Reads a piece while the accelerator digests the one before. False if it was stopped. */
  private boolean digest(InputStream in, DigestContext context)
      throws IOException, InterruptedException {
    byte[] piece = new byte[PIECE];
    byte[] other = new byte[PIECE];
    Submission<CryptoItem> step = context.update(new byte[0]);
    for (int n = in.readNBytes(piece, 0, PIECE); n > 0; n = in.readNBytes(piece, 0, PIECE)) {
      step.await().orThrow();
      step = context.update(ByteBuffer.wrap(piece, 0, n));
      byte[] lent = piece;
      piece = other;
      other = lent;
      bytes.addAndGet(n);
      if (stopped) {
        step.await();
        return false;
      }
    }
    step.await().orThrow();
    context.finish().await().orThrow();
    return true;
  }

  private Entry sign(Path file, byte[] digest) throws InterruptedException {
    SignItem signed = signItem(digest);
    accelerator.post(signed).await().orThrow();
    VerifyItem verified = new VerifyItem(algorithm, keys.getPublic(), digest, signed.signature());
    accelerator.post(verified).await().orThrow();
    return new Entry(
        file,
        HexFormat.of().formatHex(digest),
        Base64.getEncoder().encodeToString(signed.signature()),
        verified.isValid(),
        null);
  }

  private SignItem signItem(byte[] digest) {
    return new SignItem(algorithm, keys.getPrivate(), digest);
  }

  /** Waits for what was begun. */
  @Override
  public void close() {
    files.close();
    accelerator.close();
  }
}
