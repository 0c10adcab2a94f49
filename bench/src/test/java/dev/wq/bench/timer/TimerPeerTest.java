package dev.wq.bench.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.bench.harness.Sample;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimerPeerTest {
  @ParameterizedTest
  @EnumSource(TimerPeer.Kind.class)
  void everyTimer_givesBackWhatWasScheduled(TimerPeer.Kind kind) {
    try (TimerPeer timer = kind.open()) {
      timer.arm(10);
      assertTrue(timer.scheduleAndCancel(0));
      assertTrue(timer.scheduleAndCancel(TimerPeer.SLOTS - 1));
    }
  }

  @ParameterizedTest
  @EnumSource(TimerPeer.Kind.class)
  void everyTimer_movesWhatWasScheduled(TimerPeer.Kind kind) {
    try (TimerPeer timer = kind.open()) {
      for (int slot = 0; slot < TimerPeer.MOVED; slot++) {
        assertFalse(timer.modify(slot));
      }
      for (int slot = TimerPeer.MOVED; slot < TimerPeer.SLOTS; slot++) {
        assertTrue(timer.modify(slot));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TimerPeer.Kind.class)
  void everyTimer_runsAllThatIsDue_againAndAgain(TimerPeer.Kind kind) throws InterruptedException {
    try (TimerPeer timer = kind.open()) {
      Expiry expiry = new Expiry(timer, 100);
      long millis = TimeUnit.MILLISECONDS.toNanos(1);
      for (int count = 50; count <= 100; count += 50) {
        Sample sample = expiry.expire(count, 20 * millis, 10 * millis);
        assertEquals(count, expiry.runs());
        assertTrue(sample.get(Expiry.LATE_P99) >= sample.get(Expiry.LATE_P50));
      }
    }
  }
}
