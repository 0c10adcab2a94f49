package dev.wq.timer;

/**
 * Keeps the words that a stripe changes all the time away from every other object's.
 *
 * <p>By inheritance, because the JVM sorts the fields of one class by size but lays a superclass
 * out first. The int in {@link Before} fills the hole behind the object header, which a later
 * class's int or reference would get otherwise. 128 bytes on either side, as processors fetch lines
 * in pairs.
 */
final class StripeLayout {
  private StripeLayout() {}

  abstract static class Before {
    int b;
    long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
  }

  // L: guarded by lock
  abstract static class Hot extends Before {
    volatile int lock; // 0 free, 1 held
    boolean closed; // L: false -> true
    int count; // L: nodes on this stripe
    int filling; // L: the late list that armings go to; the other one is being fired
    int cascading; // L: the level whose slot at now is being spread over the levels below, 0 if
    // none
    int ready; // L for writing: levels 0 to ready-1 exist; only grows
    long now; // L and driver for writing: nodes due before this tick are late or gone; only grows
    long following; // W: driver: the earliest tick left for this pass, set by poll
    volatile long next; // L for writing: no node on this stripe is due before this tick
  }

  abstract static class After extends Hot {
    long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
  }
}
