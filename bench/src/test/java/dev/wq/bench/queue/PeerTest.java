package dev.wq.bench.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
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
}
