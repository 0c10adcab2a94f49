package dev.wq.replay;

import org.jspecify.annotations.Nullable;

/** A task as {@link CpuTrail} follows it. All times are those of the recording. */
final class TrailTask {
  boolean worker;
  boolean unbound;
  boolean high;
  String pool = "";

  /*
   * OFF -> ON       a switch to it, or an event of it
   * OFF -> READY    woken
   * ON -> READY     put off the CPU while it could have gone on
   * ON -> OFF       asleep, idle or ended
   * READY -> ON     as OFF -> ON
   */
  boolean on;
  boolean ready;
  int cpu; // where it is on or ready, else where it last was
  boolean asleep; // when it left the CPU inside a work it went to sleep
  long leftAt;
  long wokenAt = -1; // -1: it has been on a CPU since
  boolean placed; // woken, and not yet seen on the CPU it was placed on
  long cameAt = -1; // switched in, recorded, and nothing has happened since

  @Nullable Course course; // of the work it runs
  long startLine; // of that work
  @Nullable Course last; // of the work it ended, while it has not left the CPU since
  long endedAt; // of that one
  long onSince; // the present stretch counts from here
  long stretch; // run time since the last stop
  long progress; // run time of the work when it last left the CPU
  long wakerLine = -1; // start of the work that woke it, -1: no work did
  long wakerOffset;

  @Nullable Course putOff; // course whose stop waits for the CPU to come back, see foreign
  int foreign; // the number of that stop

  /** CPU time of the work it runs, at {@code nanos}. */
  long progressAt(long nanos) {
    return on ? progress + nanos - onSince : progress;
  }

  /** The foreign task that put it off the CPU has given it back at {@code nanos}. */
  void foreignOver(long nanos) {
    if (putOff != null) {
      putOff.over(foreign, nanos);
      putOff = null;
    }
  }
}
