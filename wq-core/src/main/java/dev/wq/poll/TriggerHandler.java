package dev.wq.poll;

import dev.wq.SubmitResult;

/** The function of a triggered work. */
@FunctionalInterface
public interface TriggerHandler {
  /**
   * The work was queued because of a trigger or a timeout, and runs now. It is not armed any more
   * and may be armed again from here, on any queue.
   */
  void fired(TriggerOutcome outcome) throws Exception;

  /**
   * A trigger or the timeout fired, and the queue or the work did not let it in: the arming is
   * over, the work idle, the trigger passed on to the next watcher. Called by the thread that
   * fired; must not block. Logs a warning unless overridden.
   */
  default void refused(TriggeredWork work, SubmitResult why) {
    System.getLogger("dev.wq")
        .log(
            System.Logger.Level.WARNING,
            "triggered work ''{0}'' was fired and not queued: {1}",
            work.name(),
            why);
  }
}
