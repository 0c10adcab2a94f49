package dev.wq;

import java.util.concurrent.Semaphore;

/** Functions that say they run, wait until they are let go, and say they end. */
final class Gate {
  private final Script script;
  private final Semaphore open = new Semaphore(0);

  Gate(Script script) {
    this.script = script;
  }

  Work work(String name) {
    return Work.of(name, this::pass);
  }

  DelayedWork delayed(String name) {
    return DelayedWork.of(name, this::pass);
  }

  /** What a function does that stops here, and that calls it. */
  void pass() throws InterruptedException {
    WorkContext here = WorkContext.current().orElseThrow();
    script.say(here.work().name() + " runs on " + here.queue().name());
    open.acquire();
    script.say(here.work().name() + " ends");
  }

  /** Lets one run go, now or when it comes. */
  void release() {
    open.release();
  }
}
