package dev.wq.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The timers of delayed works. Timers of other functions are left out. */
final class TimerEvents {
  private static final byte[] TIMER = "timer=".getBytes(US_ASCII);
  private static final byte[] FUNCTION = " function=".getBytes(US_ASCII);
  private static final byte[] DELAYED_WORK = "delayed_work_timer_fn".getBytes(US_ASCII);
  private static final byte[] EXPIRES = " expires=".getBytes(US_ASCII);
  private static final byte[] TIMEOUT = " [timeout=".getBytes(US_ASCII);
  private static final byte[] NOW = " now=".getBytes(US_ASCII);

  private final EventLine line;
  private final ByteCursor cursor;

  TimerEvents(EventLine line) {
    this.line = line;
    this.cursor = line.cursor;
  }

  LineClass started() {
    if (!cursor.skip(TIMER) || !cursor.skipPointer() || !cursor.skip(FUNCTION)) {
      return LineClass.DAMAGED;
    }
    if (!cursor.skip(DELAYED_WORK)) {
      return LineClass.IGNORED;
    }
    if (!cursor.skip(EXPIRES) || cursor.integer() == ByteCursor.NONE) {
      return LineClass.DAMAGED;
    }
    long timeout = cursor.skip(TIMEOUT) ? cursor.integer() : -1;
    if (timeout == ByteCursor.NONE) {
      return LineClass.DAMAGED;
    }
    line.accept();
    line.sink.timerStart(
        line.number,
        line.nanos,
        line.cpu,
        line.pid,
        line.context,
        cursor.pointer(),
        Math.max(timeout, -1));
    return LineClass.USED;
  }

  LineClass expired() {
    if (!cursor.skip(TIMER) || !cursor.skipPointer()) {
      return LineClass.DAMAGED;
    }
    if (!cursor.skip(FUNCTION) || !cursor.skip(DELAYED_WORK)) {
      return LineClass.IGNORED;
    }
    if (!cursor.skip(NOW) || cursor.integer() == ByteCursor.NONE) {
      return LineClass.DAMAGED;
    }
    line.accept();
    line.sink.timerExpire(
        line.number, line.nanos, line.cpu, line.pid, line.context, cursor.pointer());
    return LineClass.USED;
  }

  LineClass cancelled() {
    if (!cursor.skip(TIMER) || !cursor.skipPointer() || !cursor.onlyFieldsFollow()) {
      return LineClass.DAMAGED;
    }
    line.accept();
    line.sink.timerCancel(
        line.number, line.nanos, line.cpu, line.pid, line.context, cursor.pointer());
    return LineClass.USED;
  }
}
