package dev.wq.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How an item is to be posted. Begin with {@link #PLAIN}; each verb answers a changed copy.
 *
 * @param credits how much of the queue's depth it takes while it is in progress, at least 1
 * @param deadline when it is no longer wanted, counted from the posting; zero: always wanted
 * @param after what must have completed before it is started
 */
public record Posting(int credits, Duration deadline, List<Submission<?>> after) {
  /** One credit, no deadline, after nothing. */
  public static final Posting PLAIN = new Posting(1, Duration.ZERO, List.of());

  public Posting {
    if (credits < 1) {
      throw new IllegalArgumentException("an item takes at least one credit, was " + credits);
    }
    if (Objects.requireNonNull(deadline, "deadline").isNegative()) {
      throw new IllegalArgumentException("deadline must not be negative, was " + deadline);
    }
    after = List.copyOf(after);
  }

  /** It takes so many credits, at most the depth of the queue. */
  public Posting credits(int count) {
    return new Posting(count, deadline, after);
  }

  /** It is cancelled when it has not ended so long after the posting. */
  public Posting deadline(Duration time) {
    return new Posting(credits, time, after);
  }

  /**
   * It is started when that submission, of whatever queue, has completed, too; if that one ends in
   * another way, it fails.
   */
  public Posting after(Submission<?> other) {
    List<Submission<?>> more = new ArrayList<>(after);
    more.add(Objects.requireNonNull(other, "other"));
    return new Posting(credits, deadline, more);
  }
}
