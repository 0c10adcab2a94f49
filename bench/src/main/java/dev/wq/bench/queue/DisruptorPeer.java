package dev.wq.bench.queue;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ring of the Disruptor that any thread may put to; its one consumer blocks while it is empty.
 */
final class DisruptorPeer implements Peer {
  private static final int CAPACITY = 1024;

  private static final class Slot {
    private @Nullable Tick item;

    void run() {
      Tick taken = Objects.requireNonNull(item);
      item = null;
      taken.run();
    }
  }

  private final RingBuffer<Slot> ring;

  DisruptorPeer() {
    Disruptor<Slot> disruptor =
        new Disruptor<>(
            Slot::new,
            CAPACITY,
            Peer.daemon().factory(),
            ProducerType.MULTI,
            new BlockingWaitStrategy());
    disruptor.handleEventsWith((slot, _, _) -> slot.run());
    ring = disruptor.start();
  }

  @Override
  public void put(Tick item) {
    ring.publishEvent((slot, _, put) -> slot.item = put, item);
  }
}
