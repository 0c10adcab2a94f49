package dev.wq.bench.timer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimerPeerTest {
  @ParameterizedTest
  @EnumSource(TimerPeer.Kind.class)
  void everyTimer_givesBackWhatWasScheduled(TimerPeer.Kind kind) {
    try (TimerPeer timer = kind.open(10)) {
      assertTrue(timer.scheduleAndCancel(0));
      assertTrue(timer.scheduleAndCancel(TimerPeer.SLOTS - 1));
    }
  }
}
