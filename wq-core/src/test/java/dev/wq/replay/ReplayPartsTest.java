package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The small parts of a replay. */
class ReplayPartsTest {
  @Test
  void events_comeByTimeAndThenAsAdded() {
    EventHeap<String> heap = new EventHeap<>();
    heap.add(20, "late", null, 0);
    heap.add(10, "first", null, 1);
    heap.add(10, "second", null, 2);
    heap.add(5, "early", null, 3);
    StringBuilder log = new StringBuilder();
    while (heap.poll()) {
      log.append(heap.time()).append(' ').append(heap.kind()).append(' ');
    }
    assertEquals("5 early 10 first 10 second 20 late ", log.toString());
  }

  @Test
  void manyEvents_areSorted() {
    EventHeap<String> heap = new EventHeap<>();
    for (int i = 0; i < 5_000; i++) {
      heap.add((i * 7919L) % 1_009, "e", null, i);
    }
    long last = -1;
    int polled = 0;
    while (heap.poll()) {
      assertTrue(heap.time() >= last);
      last = heap.time();
      polled++;
    }
    assertEquals(5_000, polled);
  }

  @Test
  void timersInTicks_tellTheFrequencyAndThePhase() {
    Ticks seen = new Ticks();
    for (int i = 0; i < 200; i++) {
      seen.expired(1_300_000 + i * 4_000_000L + i % 7 * 10_000);
    }
    Ticks ticks = seen.at(0);
    assertEquals(250, ticks.hz());
    assertEquals(4_000_000, ticks.period());
    long first = ticks.from(0);
    assertTrue(Math.abs(first - 1_300_000) <= 40_000, () -> "phase " + first);
    assertEquals(first + 4_000_000, ticks.from(first + 1));
    assertEquals(first, ticks.from(first));
  }

  @Test
  void fewTimers_leaveTheUsualFrequency() {
    assertEquals(250, new Ticks().at(0).hz());
    assertEquals(1_000, new Ticks().at(1_000).hz());
  }

  @Test
  void placement_isThatOfTheNearestWakeup() {
    Placements.Builder builder = new Placements.Builder();
    builder.add("u8", 2_000, 1);
    builder.add("u8", 1_000, 0);
    builder.add("u9", 1_400, 3);
    Placements placements = builder.build();
    assertEquals(0, placements.nearest("u8", 1_400, 500));
    assertEquals(1, placements.nearest("u8", 1_600, 500));
    assertEquals(-1, placements.nearest("u8", 3_000, 500));
    assertEquals(-1, placements.nearest("u7", 1_000, 500));
  }

  @Test
  void busyTime_endsWhereItsIntervalEnds() {
    IntervalList busy = new IntervalList();
    busy.add(10, 20);
    busy.add(15, 30);
    busy.add(50, 60);
    busy.merge();
    assertEquals(5, busy.freeFrom(5));
    assertEquals(30, busy.freeFrom(10));
    assertEquals(30, busy.freeFrom(29));
    assertEquals(30, busy.freeFrom(30));
    assertEquals(60, busy.freeFrom(59));
    assertEquals(70, busy.freeFrom(70));
  }

  @Test
  void stepCosts_areMeansOfWhatNothingCameBetween() {
    StepCosts costs = new StepCosts();
    for (int i = 0; i < 100; i++) {
      costs.next(i % 2 * 1_000);
    }
    costs.next(5_000_000);
    assertEquals(500, costs.build().next());
  }

  @Test
  void course_keepsWhatEndedEachStretch() {
    Course course = new Course();
    assertFalse(course.isComplete());
    course.stop(100, Course.Stop.SLEEP, 900);
    course.wokenBy(17, 42);
    course.stop(200, Course.Stop.FOREIGN, 0);
    course.over(1, 2_000);
    course.stop(300, Course.Stop.END, 0);
    assertTrue(course.isComplete());
    assertEquals(17, course.waker(0));
    assertEquals(42, course.wakerOffset(0));
    assertEquals(-1, course.waker(1));
    assertEquals(2_000, course.over(1));
  }
}
