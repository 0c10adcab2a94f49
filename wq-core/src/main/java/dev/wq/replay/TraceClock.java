package dev.wq.replay;

import dev.wq.replay.Diagnosis.Kind;

/**
 * Turns the times of a file into times since its first event that never run backwards.
 *
 * <p>A little backwards is what the clocks of two CPUs differ by: the time stands still. A lot
 * backwards, or a day forwards, is a clock that was set, two recordings in one file or a broken
 * digit: time goes on from where it was, so the lengths of what follows stay right.
 */
final class TraceClock {
  private static final long LITTLE = 1_000_000;
  private static final long DAY = 86_400_000_000_000L;

  private final Diagnoses diagnoses;
  private boolean started;
  private long first;
  private long offset;
  private long now;

  TraceClock(Diagnoses diagnoses) {
    this.diagnoses = diagnoses;
  }

  /** The time of the line, given what it shows. */
  long at(long line, long shown) {
    if (!started) {
      started = true;
      first = shown;
      offset = -shown;
    }
    long step = shown + offset - now;
    if (step < 0 || step > DAY) {
      jump(line, step);
    } else {
      now += step;
    }
    return now;
  }

  private void jump(long line, long step) {
    if (step > 0) {
      diagnoses.note(Kind.CLOCK_JUMP, line);
      offset -= step;
    } else if (step < -LITTLE) {
      diagnoses.note(Kind.CLOCK_BACKWARDS, line);
      offset -= step;
    }
  }

  /** What the first event shows. */
  long first() {
    return first;
  }

  /** The time of the last event. */
  long now() {
    return now;
  }
}
