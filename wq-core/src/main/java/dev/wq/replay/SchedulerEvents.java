package dev.wq.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The scheduler's events: who gets the CPU, who is woken, made, moved, gone. */
final class SchedulerEvents {
  private static final byte[] PREV_COMM = "prev_comm=".getBytes(US_ASCII);
  private static final byte[] PREV_PID = " prev_pid=".getBytes(US_ASCII);
  private static final byte[] PREV_PRIO = " prev_prio=".getBytes(US_ASCII);
  private static final byte[] PREV_STATE = " prev_state=".getBytes(US_ASCII);
  private static final byte[] NEXT_COMM = " ==> next_comm=".getBytes(US_ASCII);
  private static final byte[] NEXT_PID = " next_pid=".getBytes(US_ASCII);
  private static final byte[] NEXT_PRIO = " next_prio=".getBytes(US_ASCII);
  private static final byte[] COMM = "comm=".getBytes(US_ASCII);
  private static final byte[] PID = " pid=".getBytes(US_ASCII);
  private static final byte[] PRIO = " prio=".getBytes(US_ASCII);
  private static final byte[] SUCCESS = " success=".getBytes(US_ASCII);
  private static final byte[] TARGET_CPU = " target_cpu=".getBytes(US_ASCII);
  private static final byte[] ORIG_CPU = " orig_cpu=".getBytes(US_ASCII);
  private static final byte[] DEST_CPU = " dest_cpu=".getBytes(US_ASCII);
  private static final byte[] CHILD_COMM = " child_comm=".getBytes(US_ASCII);
  private static final byte[] CHILD_PID = " child_pid=".getBytes(US_ASCII);
  private static final int PRIORITY_LIMIT = 256;

  private final EventLine line;
  private final ByteCursor cursor;

  private int nameFrom;
  private int nameTo;
  private int pid;
  private int priority;

  SchedulerEvents(EventLine line) {
    this.line = line;
    this.cursor = line.cursor;
  }

  /** A name and the pid behind it. */
  private boolean task(byte[] comm, byte[] pidIs) {
    if (!cursor.skip(comm)) {
      return false;
    }
    nameFrom = cursor.at();
    if (!cursor.seek(pidIs)) {
      return false;
    }
    nameTo = cursor.at();
    cursor.skip(pidIs);
    pid = cursor.below(LinePrefix.PID_LIMIT);
    return pid >= 0;
  }

  private boolean priority(byte[] prioIs) {
    priority = cursor.skip(prioIs) ? cursor.below(PRIORITY_LIMIT) : -1;
    return priority >= 0;
  }

  private int cpu(byte[] cpuIs) {
    return cursor.skip(cpuIs) ? cursor.below(LinePrefix.CPU_LIMIT) : -1;
  }

  private void name(int task, int from, int to) {
    if (task != 0) {
      line.name(task, from, to);
    }
  }

  boolean switched() {
    if (!task(PREV_COMM, PREV_PID) || !priority(PREV_PRIO) || !cursor.skip(PREV_STATE)) {
      return false;
    }
    int previous = pid;
    int previousFrom = nameFrom;
    int previousTo = nameTo;
    int previousPriority = priority;
    TaskState state = TaskState.ofLetter(cursor.peek());
    if (!cursor.skipToken()
        || !task(NEXT_COMM, NEXT_PID)
        || !priority(NEXT_PRIO)
        || !cursor.onlyFieldsFollow()) {
      return false;
    }
    line.accept();
    name(previous, previousFrom, previousTo);
    name(pid, nameFrom, nameTo);
    line.sink.switched(
        line.number,
        line.nanos,
        line.cpu,
        line.pid,
        line.context,
        previous,
        previousPriority,
        state,
        pid,
        priority);
    return true;
  }

  boolean wakeup(boolean isNew) {
    int target = woken();
    if (target < 0) {
      return false;
    }
    line.sink.wakeup(
        line.number, line.nanos, line.cpu, line.pid, line.context, pid, priority, target, isNew);
    return true;
  }

  boolean waking() {
    int target = woken();
    if (target < 0) {
      return false;
    }
    line.sink.waking(
        line.number, line.nanos, line.cpu, line.pid, line.context, pid, priority, target);
    return true;
  }

  /** Reads who is woken; the CPU where it is to run, or -1. */
  private int woken() {
    if (!task(COMM, PID) || !priority(PRIO)) {
      return -1;
    }
    if (cursor.skip(SUCCESS) && !cursor.skipToken()) {
      return -1;
    }
    int target = cpu(TARGET_CPU);
    if (target < 0 || !cursor.onlyFieldsFollow()) {
      return -1;
    }
    line.accept();
    name(pid, nameFrom, nameTo);
    return target;
  }

  boolean migrated() {
    if (!task(COMM, PID) || !priority(PRIO)) {
      return false;
    }
    int from = cpu(ORIG_CPU);
    int to = from < 0 ? -1 : cpu(DEST_CPU);
    if (to < 0 || !cursor.onlyFieldsFollow()) {
      return false;
    }
    line.accept();
    name(pid, nameFrom, nameTo);
    line.sink.migrated(line.number, line.nanos, line.cpu, line.pid, line.context, pid, from, to);
    return true;
  }

  boolean forked() {
    if (!task(COMM, PID)) {
      return false;
    }
    int parent = pid;
    if (!task(CHILD_COMM, CHILD_PID) || !cursor.onlyFieldsFollow()) {
      return false;
    }
    line.accept();
    name(pid, nameFrom, nameTo);
    line.sink.forked(line.number, line.nanos, line.cpu, line.pid, line.context, pid, parent);
    return true;
  }

  boolean exited() {
    if (!task(COMM, PID) || !cursor.onlyFieldsFollow()) {
      return false;
    }
    line.accept();
    name(pid, nameFrom, nameTo);
    line.sink.exited(line.number, line.nanos, line.cpu, line.pid, line.context, pid);
    return true;
  }
}
