package dev.wq.port;

/** An item with a timer: k_work and k_work_delayable in one. */
class PortItem implements WorkLayer.Item {
  final PortLayer layer;
  private final WorkLayer.Handler handler;

  boolean queued;
  boolean running;
  boolean canceling;
  PortQueue queue; // of the last submission
  private boolean delayed;
  private int timing; // tells a timer that is still wanted from older ones

  PortItem(PortLayer layer, WorkLayer.Handler handler) {
    this.layer = layer;
    this.handler = handler;
  }

  void run() throws InterruptedException {
    handler.run();
  }

  /** 1, 2: queued; 0: was already; negative: refused. */
  int submitTo(PortQueue wanted) {
    if (canceling) {
      return -16;
    }
    if (queued) {
      return 0;
    }
    PortQueue to = running ? queue : wanted;
    int refused = to.refusal();
    if (refused != 0) {
      return refused;
    }
    queue = to;
    queued = true;
    to.append(this);
    return running ? 2 : 1;
  }

  int rescheduleOn(PortQueue wanted, java.time.Duration delay) {
    delayed = true;
    int mine = ++timing;
    layer.startTimer(
        delay,
        () -> {
          if (delayed && timing == mine) {
            delayed = false;
            submitTo(wanted); // nobody looks at the answer (#35255)
          }
        });
    return 1;
  }

  @Override
  public void cancelSync() throws InterruptedException {
    delayed = false;
    if (queued) {
      queued = false;
      queue.remove(this);
    }
    if (running) {
      canceling = true;
      Sleepers me = new Sleepers();
      layer.cancellers.add(new PortLayer.Canceller(this, me));
      me.sleep();
    }
  }
}
