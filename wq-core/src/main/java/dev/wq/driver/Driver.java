package dev.wq.driver;

import java.util.ArrayList;
import java.util.List;

/**
 * What a device can do. Called by the pump of the one queue it is attached to, one call at a time;
 * must not wait for a submission of that queue, which throws.
 *
 * <p>A call that throws fails the item it is about, and the device is {@linkplain #reset reset};
 * what {@link #cancel} and {@link #stop} throw is logged and counted.
 *
 * @param <T> what it works on
 */
public interface Driver<T> {
  /**
   * Starts work on {@code item}, or does all of it.
   *
   * @return PENDING: started, the device will {@linkplain DriverQueue#kick kick} the queue;
   *     PENDING_POLL_AGAIN: started, and nobody will kick; REFUSED: not now, it stays at the head
   *     of the queue; or how it ended, then {@link #poll} is not called for it
   */
  DriverPoll post(T item) throws Exception;

  /**
   * Starts several at once, where {@link DriverAttrs#batch} allows it; by default one by one until
   * one is refused.
   *
   * @return an answer for each, as for {@link #post}, in order; fewer: the others are refused
   */
  default List<DriverPoll> postBatch(List<T> items) throws Exception {
    List<DriverPoll> answers = new ArrayList<>(items.size());
    for (T item : items) {
      DriverPoll answer = post(item);
      answers.add(answer);
      if (answer == DriverPoll.REFUSED) {
        break;
      }
    }
    return answers;
  }

  /**
   * How far {@code item} is, which {@link #post} has accepted: PENDING, PENDING_POLL_AGAIN, or how
   * it ended. The latest answer says whether it is asked again without a kick.
   */
  DriverPoll poll(T item) throws Exception;

  /**
   * Somebody wants {@code item} no longer, which is in progress; asked at most once. May abort it
   * or not: the next {@link #poll} says how it ended.
   */
  default void cancel(T item) throws Exception {}

  /**
   * There is nothing to do, or the driver is being detached: power down. Called once at the end of
   * each period in which the device was busy; not after a {@link #reset} that threw.
   */
  default void stop() throws Exception {}

  /**
   * Brings the device back, because {@code overdue} takes too long or a call about it threw.
   * Nothing may be in progress afterwards; other items that were are posted again.
   *
   * @return whether it was reset, or is still at work and wants more time
   * @throws Exception if it can't: the queue is {@linkplain DriverQueue#isFaulted faulted} and the
   *     driver taken off it, without {@link #stop}; so by default
   */
  default ResetAnswer reset(T overdue) throws Exception {
    throw new UnsupportedOperationException(this + " can't be reset");
  }
}
