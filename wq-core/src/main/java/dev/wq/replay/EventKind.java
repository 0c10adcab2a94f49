package dev.wq.replay;

import java.util.Locale;

/** The events that are read; each constant is the kernel's name of one. */
enum EventKind {
  WORKQUEUE_QUEUE_WORK(true),
  WORKQUEUE_ACTIVATE_WORK(true),
  WORKQUEUE_EXECUTE_START(true),
  WORKQUEUE_EXECUTE_END(true),
  SCHED_SWITCH(false),
  SCHED_WAKEUP(false),
  SCHED_WAKEUP_NEW(false),
  SCHED_WAKING(false),
  SCHED_MIGRATE_TASK(false),
  SCHED_PROCESS_FORK(false),
  SCHED_PROCESS_EXIT(false),
  TIMER_START(false),
  TIMER_EXPIRE_ENTRY(false),
  TIMER_CANCEL(false);

  private static final int COUNT = values().length;

  private final boolean workqueue;

  EventKind(boolean workqueue) {
    this.workqueue = workqueue;
  }

  /**
   * Numbers the names of the events; {@code symbols} must be new.
   *
   * @return the events by the number of their name
   */
  static EventKind[] intern(Symbols symbols) {
    EventKind[] kinds = values();
    for (EventKind kind : kinds) {
      symbols.number(kind.name().toLowerCase(Locale.ROOT));
    }
    return kinds;
  }

  /** Whether the event with this number is read. */
  static boolean isKnown(int symbol) {
    return symbol < COUNT;
  }

  boolean isWorkqueue() {
    return workqueue;
  }
}
