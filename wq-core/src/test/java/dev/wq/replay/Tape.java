package dev.wq.replay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A tiny recording, written event by event; times are microseconds, works single letters. */
final class Tape {
  private static final String POINTER = "0000000000000000";

  private final StringBuilder text = new StringBuilder();

  /** The work {@code work} is queued to queue {@code queue} of CPU 0. */
  Tape queued(int micros, char work, String queue) {
    String event =
        "workqueue_queue_work: work struct=%s function=f_%c workqueue=%s req_cpu=256 cpu=0";
    return line("app-7", micros, event.formatted(pointer(work), work, queue))
        .line("app-7", micros, "workqueue_activate_work: work struct %s".formatted(pointer(work)));
  }

  Tape woken(int micros, String worker) {
    String event = "sched_wakeup: comm=kworker/%s pid=%d prio=120 target_cpu=000";
    return line("app-7", micros, event.formatted(worker, pid(worker)));
  }

  /** The worker {@code worker}, such as {@code 0:1} or {@code u8:2}, starts the work. */
  Tape started(int micros, char work, String worker) {
    return started(micros, work, "f_" + work, worker);
  }

  Tape started(int micros, char work, String function, String worker) {
    String event = "workqueue_execute_start: work struct %s: function %s";
    return line(task(worker), micros, event.formatted(pointer(work), function));
  }

  Tape ended(int micros, char work, String worker) {
    String event = "workqueue_execute_end: work struct %s";
    return line(task(worker), micros, event.formatted(pointer(work)));
  }

  Recording recording() throws IOException {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return Recording.read(new ByteArrayInputStream(bytes), "tape");
  }

  private Tape line(String task, int micros, String event) {
    text.append("%16s [000] ..... %.6f: %s\n".formatted(task, micros / 1e6, event));
    return this;
  }

  private static String pointer(char work) {
    String digits = Integer.toHexString(work);
    return POINTER.substring(digits.length()) + digits;
  }

  private static String task(String worker) {
    return "kworker/" + worker + "-" + pid(worker);
  }

  private static int pid(String worker) {
    return 1_000 + worker.toLowerCase(Locale.ROOT).hashCode() % 1_000;
  }
}
