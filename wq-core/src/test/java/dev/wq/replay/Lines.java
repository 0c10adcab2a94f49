package dev.wq.replay;

/** Writes a recording line by line; times are microseconds. */
final class Lines {
  private final StringBuilder text = new StringBuilder();
  private String flags = ".....";

  Lines raw(String line) {
    text.append(line).append('\n');
    return this;
  }

  /** The next line was written in softirq. */
  Lines softirq() {
    flags = "..s1.";
    return this;
  }

  /** The next line was written in a hard interrupt. */
  Lines hardirq() {
    flags = "d.h1.";
    return this;
  }

  private Lines event(long micros, String task, int cpu, String event) {
    raw("%s [%03d] %s 7.%06d: %s".formatted(task, cpu, flags, micros, event));
    flags = ".....";
    return this;
  }

  /** Queued to the bound pool {@code pool}, or to an unbound one if that is -1. */
  Lines queue(long micros, String task, int cpu, int work, String function, int pool) {
    return event(
        micros,
        task,
        cpu,
        "workqueue_queue_work: work struct=%x function=%s workqueue=q req_cpu=256 cpu=%d"
            .formatted(work, function, pool));
  }

  Lines activate(long micros, String task, int cpu, int work) {
    return event(micros, task, cpu, "workqueue_activate_work: work struct %x".formatted(work));
  }

  Lines start(long micros, String task, int cpu, int work, String function) {
    String event = "workqueue_execute_start: work struct %x: function %s";
    return event(micros, task, cpu, event.formatted(work, function));
  }

  Lines end(long micros, String task, int cpu, int work) {
    return event(micros, task, cpu, "workqueue_execute_end: work struct %x".formatted(work));
  }

  /** A switch on {@code cpu}; tasks are {@code name-pid}. */
  Lines change(long micros, int cpu, String from, String state, String to) {
    return event(
        micros,
        from,
        cpu,
        "sched_switch: prev_comm=%s prev_pid=%s prev_prio=120 prev_state=%s ==> next_comm=%s next_pid=%s next_prio=120"
            .formatted(name(from), pid(from), state, name(to), pid(to)));
  }

  Lines wake(long micros, String waker, int cpu, String woken, int target) {
    return event(
        micros,
        waker,
        cpu,
        "sched_wakeup: comm=%s pid=%s prio=120 target_cpu=%03d"
            .formatted(name(woken), pid(woken), target));
  }

  Lines arm(long micros, String task, int cpu, int timer, int ticks) {
    return event(
        micros,
        task,
        cpu,
        "timer_start: timer=%x function=delayed_work_timer_fn expires=4295 [timeout=%d] cpu=0"
            .formatted(timer, ticks));
  }

  Lines expire(long micros, String task, int cpu, int timer) {
    return event(
        micros,
        task,
        cpu,
        "timer_expire_entry: timer=%x function=delayed_work_timer_fn now=4295".formatted(timer));
  }

  Lines cancel(long micros, String task, int cpu, int timer) {
    return event(micros, task, cpu, "timer_cancel: timer=%x".formatted(timer));
  }

  Lines fork(long micros, String parent, int cpu, String child) {
    return event(
        micros,
        parent,
        cpu,
        "sched_process_fork: comm=%s pid=%s child_comm=%s child_pid=%s"
            .formatted(name(parent), pid(parent), name(child), pid(child)));
  }

  Lines exit(long micros, String task, int cpu) {
    return event(
        micros,
        task,
        cpu,
        "sched_process_exit: comm=%s pid=%s prio=120".formatted(name(task), pid(task)));
  }

  private static String name(String task) {
    return task.substring(0, task.lastIndexOf('-'));
  }

  private static String pid(String task) {
    return task.substring(task.lastIndexOf('-') + 1);
  }

  Recording recording() {
    return Texts.recording(text.toString());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
