package dev.wq.bench.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
        Peer.guavaSequential(),
        Peer.fixedPool(),
        Peer.netty(),
        Peer.nettyGroup(),
        Peer.drainStatus(),
        new KubernetesPeer(),
        new DisruptorPeer(),
        new RingPeer());
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
  @MethodSource("peers")
  void everyTick_runsOnce_whoeverPutsIt(Peer peer) {
    Burst burst = new Burst(101);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int i = 1; i <= 3; i++) {
        burst.putShared(peer, other);
        burst.await();
        assertEquals(101 * i, burst.runs());
      }
    }
  }
}
