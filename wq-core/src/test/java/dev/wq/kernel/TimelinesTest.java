package dev.wq.kernel;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The four timelines of the kernel's documentation: linux 46-48. Times in milliseconds. */
class TimelinesTest {
  private static Timeline three(QueueSpec first, QueueSpec others, Concurrency concurrency) {
    Timeline timeline = new Timeline(concurrency);
    Workqueue a = timeline.queue(first);
    Workqueue b = first.equals(others) ? a : timeline.queue(others);
    timeline.work(a, "w0", 5, 10, 5);
    timeline.work(b, "w1", 5, 10);
    timeline.work(b, "w2", 5, 10);
    return timeline;
  }

  @Test
  @DisplayName("linux 48: the original single-threaded queue")
  void original_runsOneAtATime() {
    QueueSpec q = QueueSpec.bound("q");
    three(q, q, Concurrency.SERIAL)
        .expect(
            "0 w0 runs",
            "5 w0 sleeps",
            "15 w0 runs",
            "20 w0 ends",
            "20 w1 runs",
            "25 w1 sleeps",
            "35 w1 ends",
            "35 w2 runs",
            "40 w2 sleeps",
            "50 w2 ends");
  }

  @Test
  @DisplayName("linux 46: max_active 3 or more")
  void threeActive_overlapTheirSleeps() {
    QueueSpec q = QueueSpec.bound("q").withMaxActive(3);
    three(q, q, Concurrency.MANAGED)
        .expect(
            "0 w0 runs",
            "5 w0 sleeps",
            "5 w1 runs",
            "10 w1 sleeps",
            "10 w2 runs",
            "15 w2 sleeps",
            "15 w0 runs",
            "20 w0 ends",
            "20 w1 ends",
            "25 w2 ends");
  }

  @Test
  @DisplayName("linux 47: max_active 2")
  void twoActive_holdTheThirdBack() {
    QueueSpec q = QueueSpec.bound("q").withMaxActive(2);
    three(q, q, Concurrency.MANAGED)
        .expect(
            "0 w0 runs",
            "5 w0 sleeps",
            "5 w1 runs",
            "10 w1 sleeps",
            "15 w0 runs",
            "20 w0 ends",
            "20 w1 ends",
            "20 w2 runs",
            "25 w2 sleeps",
            "35 w2 ends");
  }

  @Test
  @DisplayName("linux 48: w1 and w2 on a CPU_INTENSIVE queue")
  void cpuIntensive_startTogether() {
    three(QueueSpec.bound("q"), QueueSpec.bound("hogs").withCpuIntensive(), Concurrency.MANAGED)
        .expect(
            "0 w0 runs",
            "5 w0 sleeps",
            "5 w1 runs",
            "5 w2 runs",
            "10 w1 sleeps",
            "15 w2 sleeps",
            "15 w0 runs",
            "20 w0 ends",
            "20 w1 ends",
            "25 w2 ends");
  }
}
