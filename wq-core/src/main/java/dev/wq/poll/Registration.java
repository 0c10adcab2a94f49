package dev.wq.poll;

import org.jspecify.annotations.Nullable;

/** One arming's place in the list of one trigger. */
class Registration {
  // I: set once, or by the armer before it registers  L: lock of the trigger's source
  final Trigger trigger; // I
  final Arming arming; // I
  @Nullable Registration sibling; // I: the next one of the same arming
  @Nullable Registration next; // L: itself once the trigger has told this arming
  @Nullable Registration prev; // L

  Registration(Trigger trigger, Arming arming) {
    this.trigger = trigger;
    this.arming = arming;
  }

  /** For an arming, which is its own first registration. */
  Registration(Trigger trigger) {
    this.trigger = trigger;
    this.arming = (Arming) this;
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
