package dev.wq.poll;

import java.util.concurrent.CompletionStage;

/** A stage has completed. */
final class CompletedTrigger extends Trigger {
  private boolean completed; // L: false -> true

  private CompletedTrigger() {
    super(new Bare());
  }

  static CompletedTrigger of(CompletionStage<?> stage) {
    CompletedTrigger trigger = new CompletedTrigger();
    stage.whenComplete((_, _) -> trigger.complete());
    return trigger;
  }

  private void complete() {
    source.lock();
    completed = true;
    source.unlock();
    tell(Integer.MAX_VALUE);
  }

  @Override
  boolean holds() {
    return completed;
  }

  @Override
  public String toString() {
    return "stage completed";
  }
}
