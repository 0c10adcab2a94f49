package dev.wq.bench.queue;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Items of some CPU work that put themselves again, so that no peer ever runs dry. */
final class Saturation {
  private final CountDownLatch left;
  private volatile boolean stopped;

  /** So many items for each of {@code peers}. */
  Saturation(List<Peer> peers, int each, Spin spin) {
    left = new CountDownLatch(peers.size() * each);
    for (Peer peer : peers) {
      for (int i = 0; i < each; i++) {
        peer.put(new Again(peer, spin));
      }
    }
  }

  private final class Again extends BusyTick {
    private final Peer peer;

    Again(Peer peer, Spin spin) {
      super(spin);
      this.peer = peer;
    }

    @Override
    public void run() {
      super.run();
      if (stopped) {
        left.countDown();
      } else {
        peer.put(this);
      }
    }
  }

  /** Returns once none of the items will run again. */
  void stop() throws InterruptedException {
    stopped = true;
    left.await();
  }
}
