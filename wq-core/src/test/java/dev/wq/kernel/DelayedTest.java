package dev.wq.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Works whose queueing waits for a timer of the engine: linux 81-86, as far as it is pure. */
class DelayedTest {
  private final Stage s = Stage.flat();
  private final Workqueue q = s.bound("q");

  @Test
  @DisplayName("linux 81: an armed work is pending for cancel, queue and disable")
  void armedWork_isPending() {
    assertTrue(s.core().arm(s.work("A")));
    assertTrue(s.work("A").isPending() && s.work("A").isArmed());
    assertFalse(s.queue(q, "A"));
    assertTrue(s.cancel("A"));
    assertTrue(s.core().arm(s.work("A")));
    assertTrue(s.core().disable(s.work("A")));
    assertFalse(s.core().arm(s.work("A")));
  }

  @Test
  @DisplayName("linux 82: the timer queues it as any other")
  void firedWork_isQueuedOnTheCpuOfTheTimer() {
    s.core().arm(s.work("A"));
    s.core().fired(q, s.work("A"), -1, 1);
    assertFalse(s.work("A").isArmed());
    assertEquals("1", s.work("A").pool().name());
    assertThrows(IllegalStateException.class, () -> s.core().fired(q, s.work("A"), -1, 1));
  }

  @Test
  @DisplayName("linux 83: expiry is rounded up to the granule of the wheel's level")
  void expiry_isRoundedUpByLevel() {
    Jiffies hz250 = new Jiffies(250);
    assertEquals(1, hz250.expiry(0, 0));
    assertEquals(1063, hz250.expiry(1000, 62));
    assertEquals(1064, hz250.expiry(1000, 63));
    assertEquals(1256, hz250.expiry(1000, 250));
    assertEquals((1503 / 8 + 1) * 8, hz250.expiry(1000, 503));
    assertEquals((1504 / 64 + 1) * 64, hz250.expiry(1000, 504));
    assertEquals((5031 / 64 + 1) * 64, hz250.expiry(1000, 4031));
    assertEquals((5032 / 512 + 1) * 512, hz250.expiry(1000, 4032));
    assertEquals((33256 / 4096 + 1) * 4096, hz250.expiry(1000, 32256));
  }

  @Test
  @DisplayName("linux 83: longer than the wheel is as long as the wheel")
  void expiry_isCappedByTheWheel() {
    Jiffies hz250 = new Jiffies(250);
    long capped = hz250.expiry(0, Long.MAX_VALUE / 2);
    assertEquals(capped, hz250.expiry(0, 63L << 24));
    assertTrue(capped > 63L << 21);
    assertTrue(new Jiffies(100).expiry(0, Long.MAX_VALUE / 2) < capped);
  }

  @Test
  @DisplayName("linux 84: lateness is more than 0 and at most one granule")
  void lateness_isAtMostOneGranule() {
    Jiffies hz250 = new Jiffies(250);
    for (long now = 0; now < 5000; now += 7) {
      for (long delay = 0; delay < 5000; delay += 13) {
        long late = hz250.expiry(now, delay) - now - delay;
        int granule = delay < 63 ? 1 : delay < 504 ? 8 : delay < 4032 ? 64 : 512;
        assertTrue(late > 0 && late <= granule, now + "+" + delay + " is late by " + late);
      }
    }
  }

  @Test
  @DisplayName("linux 84: ticks and nanoseconds")
  void ticks_areRoundedAsTheKernelDoes() {
    Jiffies hz250 = new Jiffies(250);
    assertEquals(0, hz250.tickAt(3_999_999));
    assertEquals(1, hz250.tickAt(4_000_000));
    assertEquals(8_000_000, hz250.nanosAt(2));
    assertEquals(3, hz250.ticksFor(8_000_001));
    assertEquals(2, hz250.ticksFor(8_000_000));
    assertThrows(IllegalArgumentException.class, () -> hz250.expiry(0, -1));
    assertThrows(IllegalArgumentException.class, () -> new Jiffies(0));
  }

  @Test
  @DisplayName("linux 85: arming a pending work changes nothing; mod takes it back first")
  void mod_ofAQueuedWork_takesItOffTheList() {
    s.queue(q, "A");
    assertFalse(s.core().arm(s.work("A")));
    assertTrue(s.cancel("A"));
    assertTrue(s.core().arm(s.work("A")));
    s.go();
    s.expect("wake 0:0", "0:0 idles");
    assertTrue(s.work("A").isArmed());
  }

  @Test
  @DisplayName("linux 86: mod with 0 queues at once whatever the state")
  void mod_withoutDelay_queuesAtOnce() {
    s.core().arm(s.work("A"));
    s.cancel("A");
    assertTrue(s.queue(q, "A"));
    s.cancel("A");
    assertTrue(s.queue(q, "A"));
    s.go();
    s.cancel("A");
    assertTrue(s.queue(q, "A"));
    s.expect("wake 0:0", "A starts on 0:0");
  }

  @Test
  @DisplayName("linux 88: flush of an armed work does not wait for its timer")
  void flushOfAnArmedWork_isNoWait() {
    s.core().arm(s.work("A"));
    assertFalse(s.flush("A", "F"));
  }
}
