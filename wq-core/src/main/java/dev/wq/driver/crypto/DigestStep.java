package dev.wq.driver.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** A piece of a message, or its end, as an item: what a {@link DigestContext} posts. */
final class DigestStep extends CryptoItem {
  private final DigestContext context;
  private final byte[] held; // goes before the piece
  private final boolean last;

  DigestStep(DigestContext context, byte[] held, ByteBuffer piece, boolean last) {
    super(context.algorithm(), piece);
    this.context = context;
    this.held = held;
    this.last = last;
  }

  @Override
  public int length() {
    return held.length + super.length();
  }

  @Override
  Computation load(Jca jca) throws CloneNotSupportedException {
    MessageDigest engine = start(jca);
    byte[] piece = copyOfInput();
    return () -> {
      engine.update(held);
      if (last) {
        byte[] digest = engine.digest(piece);
        return () -> context.finished(digest);
      }
      engine.update(piece);
      return () -> context.advanced(engine);
    };
  }

  private MessageDigest start(Jca jca) throws CloneNotSupportedException {
    MessageDigest reached = context.state();
    return reached == null ? jca.digest(algorithm()) : (MessageDigest) reached.clone();
  }
}
