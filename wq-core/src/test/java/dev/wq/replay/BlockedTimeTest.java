package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** When a worker was ready and something that is no worker had the CPU. */
class BlockedTimeTest {
  private static final String DD = "dd-1";
  private static final String IDLE = "<idle>-0";
  private static final String W0 = "kworker/0:1-10";
  private static final String H0 = "kworker/0:1H-11";
  private static final String U8 = "kworker/u8:2-12";

  /** The intervals of each CPU in microseconds. */
  private static String blocked(Lines lines) {
    Recording recording = lines.end(900, "kworker/1:9-99", 1, 99).recording();
    StringBuilder text = new StringBuilder();
    for (int cpu = 0; cpu < recording.cpus(); cpu++) {
      IntervalList list = recording.blocked(cpu);
      for (int i = 0; i < list.size(); i++) {
        text.append("cpu%d %d-%d ".formatted(cpu, list.from(i) / 1000, list.to(i) / 1000));
      }
    }
    return text.toString().strip();
  }

  private static Lines lines() {
    return new Lines().change(0, 0, "x-50", "S", DD).change(0, 1, "y-51", "S", IDLE);
  }

  @Test
  void fromActivation_untilAWorkerIsSwitchedIn() {
    assertEquals(
        "cpu0 10-30",
        blocked(
            lines()
                .queue(9, DD, 0, 1, "f", 0)
                .activate(10, DD, 0, 1)
                .wake(12, DD, 0, W0, 0)
                .change(30, 0, DD, "R", W0)
                .start(31, W0, 0, 1, "f")));
  }

  @Test
  void fromWakeUp_whereNothingWasActivated() {
    assertEquals("cpu0 12-30", blocked(lines().wake(12, DD, 0, W0, 0).change(30, 0, DD, "R", W0)));
  }

  @Test
  void notWhileAWorkerHasTheCpu() {
    assertEquals(
        "",
        blocked(
            lines()
                .change(5, 0, DD, "S", W0)
                .queue(9, W0, 0, 1, "f", 0)
                .activate(10, W0, 0, 1)
                .change(30, 0, W0, "I", H0)));
  }

  @Test
  void preemptedWorker_isReady() {
    assertEquals(
        "cpu0 20-40",
        blocked(
            lines()
                .change(5, 0, DD, "S", W0)
                .change(20, 0, W0, "R", DD)
                .change(40, 0, DD, "S", W0)));
  }

  @Test
  void switchBetweenOthers_endsNothing() {
    assertEquals(
        "cpu0 12-30",
        blocked(
            lines()
                .wake(12, DD, 0, W0, 0)
                .change(20, 0, DD, "R", "cc-2")
                .change(30, 0, "cc-2", "R", W0)));
  }

  @Test
  void unboundWork_waitsFromItsActivation() {
    assertEquals(
        "cpu0 10-30",
        blocked(
            lines()
                .queue(9, DD, 0, 1, "f", -1)
                .activate(10, DD, 0, 1)
                .wake(15, DD, 0, U8, 0)
                .change(30, 0, DD, "R", U8)));
  }

  @Test
  void workersOwnEvent_showsThatItHasTheCpu() {
    assertEquals("cpu0 12-15", blocked(lines().wake(12, DD, 0, W0, 0).start(31, W0, 0, 1, "f")));
  }

  @Test
  void workerReadyElsewhere_doesNotWaitHere() {
    assertEquals(
        "cpu1 12-30",
        blocked(
            lines()
                .change(5, 0, DD, "S", W0)
                .wake(12, DD, 1, U8, 1)
                .change(20, 0, W0, "I", DD)
                .change(30, 1, IDLE, "R", U8)));
  }

  @Test
  void workerWokenOnOneCpuAndPreemptedOnAnother_isReadyOnlyThere() {
    assertEquals(
        "cpu0 12-18 cpu1 25-40",
        blocked(
            lines()
                .wake(12, DD, 0, U8, 0)
                .change(18, 0, DD, "S", H0)
                .change(25, 1, U8, "R", DD)
                .change(30, 0, H0, "I", DD)
                .change(40, 1, DD, "S", U8)));
  }

  @Test
  void intervals_areMerged() {
    IntervalList list = new IntervalList();
    list.add(30, 40);
    list.add(10, 20);
    list.add(20, 25);
    list.add(12, 15);
    list.add(50, 50);
    list.merge();
    assertEquals(2, list.size());
    assertEquals(10, list.from(0));
    assertEquals(25, list.to(0));
    assertEquals(30, list.from(1));
    assertEquals(25, list.total());
  }
}
