package dev.wq.bench.queue;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;

/** A ring of JCTools with room for a whole burst, and a consumer that parks while it is empty. */
final class RingPeer implements Peer {
  private static final int CAPACITY = 1 << 15;

  private final MpscArrayQueue<Tick> ring = new MpscArrayQueue<>(CAPACITY);
  private final Thread consumer;
  private volatile boolean parks;

  RingPeer() {
    consumer = Peer.daemon().start(this::consume);
  }

  @Override
  public void put(Tick item) {
    while (!ring.offer(item)) {
      Thread.onSpinWait();
    }
    VarHandle.fullFence(); // the offer is an ordered store, which a later load may overtake
    if (parks) {
      parks = false;
      LockSupport.unpark(consumer);
    }
  }

  private void consume() {
    while (true) {
      Tick item = ring.poll();
      if (item == null) {
        awaitOne();
      } else {
        item.run();
      }
    }
  }

  private void awaitOne() {
    parks = true;
    if (ring.isEmpty()) {
      LockSupport.park(this);
    }
    parks = false;
  }
}
