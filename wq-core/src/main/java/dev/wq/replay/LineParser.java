package dev.wq.replay;

import dev.wq.replay.Diagnosis.Kind;
import java.nio.charset.StandardCharsets;

/** Decides what a line is, and has its event told to the sink. */
final class LineParser {
  /** Between a function and its caller, as the function tracer writes it. */
  private static final byte[] CALLED_FROM = " <-".getBytes(StandardCharsets.US_ASCII);

  private final EventKind[] kinds;
  private final EventLine line;
  private final LinePrefix prefix;
  private final ByteCursor cursor;
  private final HeaderParser header;
  private final Diagnoses diagnoses;
  private final RequiredCpu required = new RequiredCpu();
  private final WorkEvents works;
  private final SchedulerEvents scheduler;
  private final TimerEvents timers;
  private final EventTally tally;
  private long events;
  private long workEvents;
  private long bareTimes;
  private long fractions;

  LineParser(TraceSink sink, Window window, HeaderParser header, Diagnoses diagnoses) {
    this.header = header;
    this.diagnoses = diagnoses;
    line = new EventLine(sink, window, new TraceClock(diagnoses));
    kinds = EventKind.intern(line.symbols);
    prefix = line.prefix;
    cursor = line.cursor;
    works = new WorkEvents(line, required, diagnoses);
    scheduler = new SchedulerEvents(line);
    timers = new TimerEvents(line);
    tally = new EventTally(line.symbols);
  }

  LineClass read(long number, byte[] bytes, int from, int to) {
    line.number = number;
    if (to == from) {
      return LineClass.IGNORED;
    }
    if (bytes[from] == '#') {
      header.read(number, bytes, from, to);
      required.cpusAtLeast(header.cpus());
      return LineClass.HEADER;
    }
    if (!prefix.parse(bytes, from, to)) {
      return withoutPrefix(bytes, from, to);
    }
    events++;
    return timeIsLikeTheOthers() ? event(bytes, to) : damaged();
  }

  /**
   * A file's times all have a fraction, or none has. One of the rarer form is a broken one; while
   * both are equally frequent, both are taken.
   */
  private boolean timeIsLikeTheOthers() {
    long same = prefix.isBare() ? ++bareTimes : ++fractions;
    return 2 * same >= bareTimes + fractions;
  }

  private LineClass damaged() {
    diagnoses.note(Kind.DAMAGED, line.number);
    return LineClass.DAMAGED;
  }

  private LineClass event(byte[] bytes, int to) {
    cursor.set(bytes, prefix.eventFrom(), to);
    int nameEnd = nameEnd(bytes, to);
    if (nameEnd < 0) {
      return cursor.seek(CALLED_FROM) ? other(Kind.OTHER_TRACER) : damaged();
    }
    int symbol = line.symbols.number(bytes, prefix.eventFrom(), nameEnd);
    tally.add(symbol);
    if (!EventKind.isKnown(symbol)) {
      return other(Kind.OTHER_EVENTS);
    }
    cursor.moveTo(nameEnd + 1);
    cursor.skipBlanks();
    EventKind kind = kinds[symbol];
    return known(kind, read(kind));
  }

  private LineClass known(EventKind kind, LineClass result) {
    if (result == LineClass.USED) {
      required.cpusAtLeast(line.cpu + 1);
      workEvents += kind.isWorkqueue() ? 1 : 0;
    } else if (result == LineClass.IGNORED) {
      return other(Kind.OTHER_EVENTS);
    } else {
      return damaged();
    }
    return result;
  }

  private LineClass read(EventKind kind) {
    return switch (kind) {
      case WORKQUEUE_QUEUE_WORK -> usedIf(works.queueWork());
      case WORKQUEUE_ACTIVATE_WORK -> usedIf(works.activateWork());
      case WORKQUEUE_EXECUTE_START -> usedIf(works.executeStart());
      case WORKQUEUE_EXECUTE_END -> usedIf(works.executeEnd());
      case SCHED_SWITCH -> usedIf(scheduler.switched());
      case SCHED_WAKEUP -> usedIf(scheduler.wakeup(false));
      case SCHED_WAKEUP_NEW -> usedIf(scheduler.wakeup(true));
      case SCHED_WAKING -> usedIf(scheduler.waking());
      case SCHED_MIGRATE_TASK -> usedIf(scheduler.migrated());
      case SCHED_PROCESS_FORK -> usedIf(scheduler.forked());
      case SCHED_PROCESS_EXIT -> usedIf(scheduler.exited());
      case TIMER_START -> timers.started();
      case TIMER_EXPIRE_ENTRY -> timers.expired();
      case TIMER_CANCEL -> timers.cancelled();
    };
  }

  private static LineClass usedIf(boolean good) {
    return good ? LineClass.USED : LineClass.DAMAGED;
  }

  private LineClass other(Kind kind) {
    line.accept();
    line.sink.other(line.number, line.nanos, line.cpu, line.pid, line.context);
    diagnoses.note(kind, line.number);
    return LineClass.IGNORED;
  }

  /** The colon behind the event's name; -1 if there is no name with a colon. */
  private int nameEnd(byte[] bytes, int to) {
    int i = prefix.eventFrom();
    while (i < to && isNameByte(bytes[i])) {
      i++;
    }
    boolean good = i > prefix.eventFrom() && i < to && bytes[i] == ':';
    return good ? i : -1;
  }

  private static boolean isNameByte(byte b) {
    int letter = b | 0x20;
    return (letter >= 'a' && letter <= 'z') || b == '_' || ByteCursor.isDigit(b);
  }

  private LineClass withoutPrefix(byte[] bytes, int from, int to) {
    return switch (ForeignLine.form(bytes, from, to)) {
      case BLANK -> LineClass.IGNORED;
      case LOST_EVENTS -> lost(bytes, from, to);
      case UNKNOWN -> damaged();
      case BINARY -> {
        diagnoses.note(Kind.BINARY, line.number);
        yield LineClass.DAMAGED;
      }
      case OTHER_TRACER -> {
        diagnoses.note(Kind.OTHER_TRACER, line.number);
        yield LineClass.IGNORED;
      }
    };
  }

  private LineClass lost(byte[] bytes, int from, int to) {
    long count = ForeignLine.lostCount(bytes, from, to);
    diagnoses.note(Kind.LOST_EVENTS, line.number, Math.max(count, 0));
    line.sink.lost(line.number, ForeignLine.lostCpu(bytes, from, to), count);
    return LineClass.LOST;
  }

  /** The time of the last event, in nanoseconds since the first. */
  long nanos() {
    return line.nanos;
  }

  /** Lines with a task, a CPU and a time. */
  long events() {
    return events;
  }

  /** Events of work queues that were used. */
  long workEvents() {
    return workEvents;
  }

  /** Whether times are counts of an unknown unit. */
  boolean ticks() {
    return bareTimes > fractions;
  }

  /** Notes what shows only at the end of a file. */
  void noteFile() {
    if (ticks()) {
      diagnoses.note(Kind.CLOCK_UNIT, 0);
    }
    String others = tally.most(i -> !EventKind.isKnown(i));
    if (!others.isEmpty()) {
      diagnoses.detail(Kind.OTHER_EVENTS, ": " + others);
    }
  }

  int cpus() {
    return Math.max(required.cpus(), 1);
  }

  TraceClock clock() {
    return line.clock;
  }

  EventTally tally() {
    return tally;
  }
}
