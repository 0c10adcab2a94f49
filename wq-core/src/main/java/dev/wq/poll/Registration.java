package dev.wq.poll;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One arming's place in the list of one trigger. */
abstract class Registration {
  // I: set once, or by the armer before it registers  L: lock of the trigger's source
  final Trigger trigger; // I
  @Nullable Registration sibling; // I: the next one of the same arming
  @Nullable Registration next; // L: itself once the trigger has told this arming
  @Nullable Registration prev; // L

  Registration(Trigger trigger) {
    this.trigger = Objects.requireNonNull(trigger, "trigger");
  }

  abstract Arming arming();

  /** Every registration of an arming but the first, which is the arming itself. */
  static final class Further extends Registration {
    private final Arming arming; // I

    Further(Trigger trigger, Arming arming) {
      super(trigger);
      this.arming = arming;
    }

    @Override
    Arming arming() {
      return arming;
    }
  }

  final void markTold() {
    next = this;
    prev = null;
  }

  /** Whether this is the trigger that fired the arming. */
  final boolean isTold() {
    return next == this;
  }
}
