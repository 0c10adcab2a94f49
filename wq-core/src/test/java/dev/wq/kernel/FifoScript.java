package dev.wq.kernel;

import dev.wq.kernel.RandomScriptTest.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Works that are queued once each, so that nothing collides; workers that run in any order. */
final class FifoScript {
  private final Random random;
  private final Stage s;
  private final List<Workqueue> queues;
  private final int cpus;

  FifoScript(Kind kind, long seed) {
    random = new Random(seed);
    cpus = kind.topology().cpus();
    s = Stage.fresh(kind.topology(), kind.rules(), kind.settings());
    s.recordOrder();
    queues =
        List.of(
            s.bound("bound"),
            s.create(QueueSpec.bound("narrow").withMaxActive(1)),
            s.create(QueueSpec.bound("hog").withCpuIntensive()),
            s.create(QueueSpec.unbound("wide")),
            s.create(QueueSpec.unbound("slots").withMaxActive(2)),
            s.create(QueueSpec.ordered("ordered")));
  }

  /** By pool, in order. */
  Map<KernelPool, List<String>> activated() {
    return s.activatedByPool();
  }

  Map<KernelPool, List<String>> started() {
    return s.startedByPool();
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step("w" + i);
    }
    s.finishAll();
  }

  private void step(String fresh) {
    switch (random.nextInt(5)) {
      case 0, 1 ->
          s.queueFrom(random.nextInt(cpus), queues.get(random.nextInt(queues.size())), fresh);
      case 2, 3 -> wakeOne();
      default -> useOne();
    }
  }

  private void wakeOne() {
    List<KernelWorker> woken = s.woken();
    if (!woken.isEmpty()) {
      s.step(woken.get(random.nextInt(woken.size())));
    }
  }

  private void useOne() {
    List<KernelWorker> busy = s.busy();
    if (busy.isEmpty()) {
      return;
    }
    KernelWorker worker = busy.get(random.nextInt(busy.size()));
    if (worker.isSleeping()) {
      s.back(worker.current().toString());
    } else if (random.nextBoolean()) {
      s.sleep(worker.current().toString());
    } else {
      s.end(worker);
    }
  }
}
