package dev.wq.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PeerTest {
  static Stream<Peer> peers() {
    return Stream.of(
        Peer.ordered(),
        Peer.unordered(),
        Peer.inTurn(3),
        Peer.commonPool(),
        Peer.threadPerTask(),
        Peer.guavaSequential());
  }

  @ParameterizedTest
  @MethodSource("peers")
  void everyTick_runsOncePerBurst(Peer peer) {
    Burst burst = new Burst(100);
    for (int i = 1; i <= 3; i++) {
      burst.put(peer);
      burst.await();
      assertEquals(100 * i, burst.runs());
    }
  }

  @ParameterizedTest
  @EnumSource(TimerPeer.Kind.class)
  void everyTimer_givesBackWhatWasScheduled(TimerPeer.Kind kind) {
    try (TimerPeer timer = kind.open(10)) {
      assertTrue(timer.scheduleAndCancel(0));
      assertTrue(timer.scheduleAndCancel(TimerPeer.SLOTS - 1));
    }
  }

  @Test
  void blockedWorks_leaveRoomForTicks() throws InterruptedException {
    try (Blocked blocked = new Blocked(3)) {
      Sample sample = blocked.measure(100, Settings.parse(Settings.QUICK));
      assertTrue(sample.value() > 0);
    }
  }
}
