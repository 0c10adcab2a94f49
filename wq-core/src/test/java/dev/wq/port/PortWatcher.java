package dev.wq.port;

import java.util.List;

/** An item that is submitted by signals: k_work_poll. */
final class PortWatcher extends PortItem implements WorkLayer.Watcher {
  private PortQueue owner;
  private boolean polling;
  private List<PortSignal> watched = List.of();

  PortWatcher(PortLayer layer, WorkLayer.Handler handler) {
    super(layer, handler);
  }

  /** 0, or a negative number. */
  int armOn(PortQueue wanted, WorkLayer.Signal... any) {
    if (owner != null && owner != wanted) {
      return -98;
    }
    if (owner != null && !polling) {
      return -22;
    }
    unregister();
    owner = wanted;
    watched = List.of(any).stream().map(PortSignal.class::cast).toList();
    if (watched.stream().anyMatch(signal -> signal.signaled)) {
      polling = false;
      submitTo(owner); // nobody looks at the answer (P24)
    } else {
      polling = true;
      watched.forEach(signal -> signal.watchers.add(this));
    }
    return 0;
  }

  void told() {
    if (polling) {
      polling = false;
      submitTo(owner); // nobody looks at the answer (P24)
    }
  }

  private void unregister() {
    watched.forEach(signal -> signal.watchers.remove(this));
    watched = List.of();
  }

  @Override
  void run() throws InterruptedException {
    unregister();
    owner = null;
    super.run();
  }
}
