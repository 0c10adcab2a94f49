package dev.wq.driver.crypto;

import dev.wq.driver.Completion;
import dev.wq.driver.DriverQueue;
import dev.wq.driver.Submission;
import dev.wq.driver.Submitter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Digests a message that comes in pieces. Any number of contexts can use one queue in turn: each
 * keeps how far it is.
 *
 * <p>Each step has to have completed before the next one is made, which throws {@link
 * IllegalStateException} otherwise. After a step that ended in another way the message is lost: all
 * but {@link #reset} throws. To be used by one thread at a time.
 */
/*
 * The state of a digest is a value: a step computes on a clone, and when it has completed the pump puts the clone in the place
 * of the state. So a step that is posted again after a reset starts from where it started, an abandoned engine harms nobody,
 * and copies of a context share the state until they go on.
 */
public final class DigestContext {
  private static final int HOLD = 4096; // bytes kept here before a step is made

  private final Submitter<CryptoItem> line;
  private final String algorithm;
  private final byte[] held = new byte[HOLD];
  private int count; // of bytes held
  private @Nullable Submission<CryptoItem> step; // the latest
  private @Nullable MessageDigest state; // null: at the start; of the pump during a step
  private byte @Nullable [] digest; // of the pump during a step

  /**
   * A context at the start of a message, which posts to {@code queue}.
   *
   * @param algorithm such as {@code SHA-256}
   */
  public DigestContext(DriverQueue<CryptoItem> queue, String algorithm) {
    this(queue.ownSubmitter(), algorithm);
  }

  /** As {@link #DigestContext(DriverQueue, String)}, posting by {@code line}. */
  public DigestContext(Submitter<CryptoItem> line, String algorithm) {
    this.line = Objects.requireNonNull(line, "line");
    this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
  }

  /** The name of the digest. */
  public String algorithm() {
    return algorithm;
  }

  // ---- steps

  /** The next bytes of the message, as {@link #update(ByteBuffer)}. */
  public Submission<CryptoItem> update(byte[] piece) throws InterruptedException {
    return update(ByteBuffer.wrap(piece));
  }

  /**
   * The next bytes of the message. A few are kept here until there are more, and need no device:
   * their submission has completed.
   *
   * @throws IllegalStateException if the step before has not ended, or has not completed
   */
  public Submission<CryptoItem> update(ByteBuffer piece) throws InterruptedException {
    requireCompleted();
    int more = piece.remaining();
    if (more > HOLD - count) {
      return post(piece, false);
    }
    piece.get(piece.position(), held, count, more);
    count += more;
    return Submission.completed(new DigestStep(this, new byte[0], piece, false));
  }

  /**
   * The end of the message. When it has completed {@link #digest} is the digest, and the context is
   * at the start of another message.
   *
   * @throws IllegalStateException if the step before has not ended, or has not completed
   */
  public Submission<CryptoItem> finish() throws InterruptedException {
    requireCompleted();
    return post(ByteBuffer.allocate(0), true);
  }

  private Submission<CryptoItem> post(ByteBuffer piece, boolean last) throws InterruptedException {
    Submission<CryptoItem> posted =
        line.post(new DigestStep(this, Arrays.copyOf(held, count), piece, last));
    count = 0;
    step = posted;
    return posted;
  }

  private void requireCompleted() {
    Submission<CryptoItem> before = step;
    if (before == null) {
      return;
    }
    Completion end =
        before
            .poll()
            .orElseThrow(() ->
                new IllegalStateException(this + " has a step that has not ended: " + before));
    if (!end.isCompleted()) {
      throw new IllegalStateException(this + " has lost its message: " + end, end.cause());
    }
  }

  // ---- results

  /**
   * The digest of the latest message that was finished.
   *
   * @throws IllegalStateException if there is none, or the latest step has not completed
   */
  public byte[] digest() {
    requireCompleted();
    byte[] result = digest;
    if (result == null) {
      throw new IllegalStateException(this + " has finished no message");
    }
    return result.clone();
  }

  /**
   * A context that has seen the same bytes; each goes on by itself.
   *
   * @throws IllegalStateException if the step before has not ended, or has not completed
   */
  public DigestContext copy() {
    requireCompleted();
    DigestContext copy = new DigestContext(line, algorithm);
    System.arraycopy(held, 0, copy.held, 0, count);
    copy.count = count;
    copy.state = state;
    copy.digest = digest;
    return copy;
  }

  /**
   * Forgets the message, for the start of another.
   *
   * @throws IllegalStateException if the step before has not ended
   */
  public void reset() {
    if (step != null && !step.isDone()) {
      throw new IllegalStateException(this + " has a step that has not ended: " + step);
    }
    step = null;
    state = null;
    count = 0;
  }

  // ---- called by the pump for a step

  @Nullable MessageDigest state() {
    return state;
  }

  void advanced(MessageDigest reached) {
    state = reached;
  }

  void finished(byte[] result) {
    state = null;
    digest = result;
  }

  @Override
  public String toString() {
    return algorithm + " context";
  }
}
