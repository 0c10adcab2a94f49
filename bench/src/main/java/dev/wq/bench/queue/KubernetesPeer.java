package dev.wq.bench.queue;

import io.kubernetes.client.extended.workqueue.DefaultWorkQueue;
import io.kubernetes.client.extended.workqueue.WorkQueue;

/** The work queue of the Kubernetes client, and a worker as its controllers have them. */
final class KubernetesPeer implements Peer {
  private final WorkQueue<Tick> queue = new DefaultWorkQueue<>();

  KubernetesPeer() {
    Peer.daemon().start(this::work);
  }

  @Override
  public void put(Tick item) {
    queue.add(item);
  }

  private void work() {
    try {
      while (true) {
        Tick item = queue.get();
        item.run();
        queue.done(item);
      }
    } catch (InterruptedException nobodyDoes) {
      throw new AssertionError(nobodyDoes);
    }
  }
}
