package dev.wq.driver.crypto;

import java.security.MessageDigestSpi;
import java.security.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A provider of one digest, {@code FAKE}, which calls a test back and answers what it was given.
 */
final class FakeProvider extends Provider {
  private static final long serialVersionUID = 1;

  /** What the digest does before it answers. */
  interface Body {
    void run(byte[] data) throws InterruptedException;
  }

  FakeProvider(Body body) {
    super("Fake", "1", "for tests");
    putService(
        new Service(this, "MessageDigest", "FAKE", Digest.class.getName(), List.of(), Map.of()) {
          @Override
          public Object newInstance(Object parameter) {
            return new Digest(body);
          }
        });
  }

  private static final class Digest extends MessageDigestSpi implements Cloneable {
    private final Body body;
    private byte[] data = {};

    Digest(Body body) {
      this.body = body;
    }

    @Override
    protected void engineUpdate(byte input) {
      engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      byte[] more = Arrays.copyOf(data, data.length + length);
      System.arraycopy(input, offset, more, data.length, length);
      data = more;
    }

    @Override
    protected byte[] engineDigest() {
      try {
        body.run(data);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
      return data;
    }

    @Override
    protected void engineReset() {
      data = new byte[0];
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
      return super.clone();
    }
  }
}
