package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What-ifs whose answer can be worked out by hand. */
class WhatIfAnswersTest {
  private static final ReplayOptions OPTIONS = ReplayOptions.fitting();
  private static final int WORKS = 12;
  private static final long STEP = 10_000; // microseconds of one work
  private static final long STEPS_COST = 1_000; // at most, of all that is between works

  /** Works of an unbound queue that compute, two at a time as there are two CPUs. */
  private static Recording computing() {
    Scene scene = new Scene(2);
    for (int work = 0; work < WORKS; work++) {
      int cpu = work % 2;
      long start = 10 + work / 2 * STEP;
      scene
          .queued(work / 4, work, "crunch", -1)
          .activated(work / 4, work)
          .starts(start, cpu, "u8:" + cpu, work)
          .ends(start + STEP - 1, cpu, "u8:" + cpu, work);
    }
    return scene.recording();
  }

  @ParameterizedTest
  @CsvSource({"1, 12", "2, 6", "3, 4", "4, 3", "6, 2", "12, 1", "16, 1"})
  void moreCpus_divideTheMakespanOfComputingWorks(int cpus, int rounds) {
    Recording recording = computing();
    WhatIfReport report = Replay.whatIf(recording, OPTIONS, WhatIf.nothing().cpus(cpus));
    assertNear(rounds * STEP, makespan(report.after()));
  }

  @Test
  void orderedComputingWorks_runOneAfterTheOther() {
    WhatIfReport report =
        Replay.whatIf(computing(), OPTIONS, WhatIf.nothing().queue("crunch:ordered"));
    assertNear(WORKS * STEP, makespan(report.after()));
  }

  /** Works that sleep, held to one at a time by the queue's limit. */
  private static Recording sleeping() {
    Scene scene = new Scene(1);
    for (int work = 0; work < WORKS; work++) {
      long start = 10 + work * STEP;
      scene
          .queued(work / 4, work, "io", 0)
          .activated(work == 0 ? 0 : start - 1, work)
          .starts(start, 0, "0:1", work)
          .sleeps(start + 10, 0, "0:1")
          .woken(start + STEP - 10, 0, "0:1")
          .ends(start + STEP - 5, 0, "0:1", work);
    }
    return scene.recording();
  }

  @ParameterizedTest
  @CsvSource({"1, 12", "2, 6", "3, 4", "4, 3", "5, 3", "6, 2", "12, 1"})
  void higherLimit_dividesTheMakespanOfSleepingWorks(int limit, int rounds) {
    WhatIfReport report =
        Replay.whatIf(sleeping(), OPTIONS, WhatIf.nothing().queue("io:max_active=" + limit));
    assertNear(rounds * STEP, makespan(report.after()));
    assertEquals(limit, report.queues().getFirst().peak().after());
    assertEquals(1, report.queues().getFirst().peak().before());
  }

  /** A hog of 60 ms that offers its CPU, and a work behind it that was queued 1 ms after it. */
  private static Recording hog() {
    return new Scene(1)
        .workers("0:1", "0:2", "0:3")
        .queued(0, 1, "events", 0)
        .activated(0, 1)
        .starts(2, 0, "0:1", 1)
        .queued(1_000, 2, "events", 0)
        .activated(1_000, 2)
        .givesWay(12_003, 0, "0:1", "0:2")
        .starts(12_004, 0, "0:2", 2)
        .ends(12_104, 0, "0:2", 2)
        .woken(12_105, 0, "0:1")
        .ends(60_000, 0, "0:1", 1)
        .recording();
  }

  @ParameterizedTest
  @CsvSource({
    // rules 50 and 51: at the first tick after so much CPU time; the hog starts just after a tick
    "10000, 1000, 11", "5000, 1000, 6", "2000, 1000, 3", "20000, 1000, 21",
    "10000, 250, 12", "5000, 250, 8", "1000, 250, 4", "20000, 250, 24",
    "10000, 100, 20", "12000, 100, 20", "9000, 100, 10"
  })
  void thresholdAndHz_moveTheStartBehindAHog(int thresholdMicros, int hz, int tickMillis) {
    Recording recording = hog();
    WhatIf whatIf =
        WhatIf.nothing().hz(hz).cpuIntensiveThreshold(Duration.ofNanos(thresholdMicros * 1_000L));
    Prediction after = Replay.whatIf(recording, OPTIONS, whatIf).after();
    long phase = recording.trail().ticks().at(hz).from(1_000_000_000L) - 1_000_000_000L;
    long hogStarted = after.startedAt(0) - 1_000_000_000L;
    long late = after.startedAt(1) - 1_000_000_000L - hogStarted;
    long tick = tickMillis * 1_000_000L;
    assertEquals(0, phase);
    assertTrue(
        Math.abs(late - tick) <= STEPS_COST * 100, () -> "behind the hog for " + late + " ns");
  }

  @Test
  void thresholdZero_keepsTheWorkBehindTheHog() {
    Prediction after =
        Replay.whatIf(hog(), OPTIONS, WhatIf.nothing().cpuIntensiveThreshold(Duration.ZERO))
            .after();
    assertTrue(after.startedAt(1) >= after.endedAt(0));
  }

  @Test
  void unboundHog_delaysNobodyOnAnotherCpu() {
    WhatIf whatIf = WhatIf.nothing().queue("events:unbound").cpus(2);
    Prediction after = Replay.whatIf(hog(), OPTIONS, whatIf).after();
    assertTrue(after.latency(1) < STEPS_COST * 100, () -> "late by " + after.latency(1));
  }

  private static long makespan(Prediction prediction) {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (int i = 0; i < prediction.size(); i++) {
      first = Math.min(first, prediction.startedAt(i));
      last = Math.max(last, prediction.endedAt(i));
    }
    return (last - first) / 1_000;
  }

  private static void assertNear(long micros, long actual) {
    assertTrue(Math.abs(actual - micros) <= STEPS_COST, () -> actual + " us instead of " + micros);
  }
}
