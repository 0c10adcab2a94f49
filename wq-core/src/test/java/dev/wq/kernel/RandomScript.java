package dev.wq.kernel;

import dev.wq.kernel.RandomScriptTest.Kind;
import dev.wq.kernel.Stage.Creation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Any steps in any order, then everything is brought to its end. */
final class RandomScript {
  private static final int WORKS = 12;

  private final Random random;
  private final Kind kind;
  private final Stage s;
  private final List<Workqueue> queues = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private long expectedRuns;
  private int waiters;

  RandomScript(Kind kind, long seed) {
    this.kind = kind;
    this.random = new Random(seed);
    this.s = Stage.fresh(kind.topology(), kind.rules(), kind.settings());
    for (QueueSpec spec : specs()) {
      queues.add(s.create(spec));
    }
  }

  private List<QueueSpec> specs() {
    List<QueueSpec> specs =
        new ArrayList<>(
            List.of(
                QueueSpec.bound("bound"),
                QueueSpec.bound("narrow").withMaxActive(1).withFreezable(),
                QueueSpec.bound("high").withHighPriority().withMaxActive(2),
                QueueSpec.bound("hog").withCpuIntensive(),
                QueueSpec.bound("reclaim").withMemReclaim().withMaxActive(3),
                QueueSpec.unbound("wide").withMemReclaim(),
                QueueSpec.unbound("slots").withMaxActive(2).withFreezable(),
                QueueSpec.unbound("cpus").withScope(AffinityScope.CPU).withMaxActive(3),
                QueueSpec.ordered("ordered").withMemReclaim()));
    if (kind.rules().hasBh()) {
      specs.add(QueueSpec.bh("bh"));
    }
    return specs;
  }

  long expectedRuns() {
    return expectedRuns;
  }

  long runs() {
    long runs = 0;
    for (int i = 0; i < WORKS; i++) {
      runs += s.work(name(i)).runs;
    }
    return runs;
  }

  /** Works that are still queued, which should be none. */
  List<String> stuck() {
    List<String> stuck = new ArrayList<>();
    for (int i = 0; i < WORKS; i++) {
      KernelWork work = s.work(name(i));
      if (work.isPending()) {
        stuck.add(work + " on " + work.queue() + " in " + work.pool());
      }
    }
    return stuck;
  }

  boolean someoneWaits() {
    return s.told() != waiters;
  }

  /** The last steps. */
  List<String> tail() {
    return done.subList(Math.max(0, done.size() - 30), done.size());
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
    comeToTheEnd();
  }

  private void step() {
    String work = name(random.nextInt(WORKS));
    switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> queue(work);
      case 9, 10, 11, 12, 13, 14, 15, 16 -> wakeOne();
      case 17, 18, 19, 20, 21 -> endOne();
      case 22, 23, 24 -> sleepOrComeBack(work);
      case 25, 26 -> cancel(work);
      case 27, 28 -> flush(work);
      case 29 -> flush(anyQueue());
      case 30 -> disableOrEnable(work);
      case 31 -> setMaxActive(anyQueue());
      case 32 -> freezeOrThaw();
      case 33 -> pass();
      case 34 -> changeCreation();
      case 35 -> hotplug();
      case 36 -> tick(work);
      case 37 -> applyAttrs(anyQueue());
      default -> queueAgain(work);
    }
  }

  private void did(String what) {
    done.add(what);
  }

  private static String name(int i) {
    return "w" + i;
  }

  private Workqueue anyQueue() {
    return queues.get(random.nextInt(queues.size()));
  }

  private int anyCpu() {
    return random.nextInt(kind.topology().cpus());
  }

  private void queue(String work) {
    Workqueue wq = anyQueue();
    int cpu = anyCpu();
    boolean required = random.nextInt(4) == 0;
    did("queue " + work + " on " + wq.name() + " cpu " + cpu);
    if (required ? s.queueOn(cpu, wq, work) : s.queueFrom(cpu, wq, work)) {
      expectedRuns++;
    }
  }

  /** Like a function that queues its own work. */
  private void queueAgain(String work) {
    if (s.work(work).isRunning()) {
      Workqueue wq = s.runs(work).currentQueue();
      did("requeue " + work + " on " + wq.name());
      if (s.queueBy(work, wq, work)) {
        expectedRuns++;
      }
    }
  }

  private void wakeOne() {
    List<KernelWorker> woken = s.woken();
    if (!woken.isEmpty()) {
      KernelWorker worker = woken.get(random.nextInt(woken.size()));
      did("step " + worker);
      s.step(worker);
    }
  }

  private void endOne() {
    List<KernelWorker> busy = s.busy();
    busy.removeIf(KernelWorker::isSleeping);
    if (!busy.isEmpty()) {
      KernelWorker worker = busy.get(random.nextInt(busy.size()));
      did("end " + worker.current() + " on " + worker);
      s.end(worker);
    }
  }

  private void sleepOrComeBack(String work) {
    if (s.work(work).isRunning()) {
      KernelWorker worker = s.runs(work);
      if (worker.isSleeping()) {
        did("back " + work);
        s.back(work);
      } else if (!worker.pool().isBh()) {
        did("sleep " + work);
        s.sleep(work);
      }
    }
  }

  private void cancel(String work) {
    did("cancel " + work);
    if (s.cancel(work)) {
      expectedRuns--;
    }
  }

  private void flush(String work) {
    did("flush " + work);
    if (s.flush(work, "flush")) {
      waiters++;
    }
  }

  private void flush(Workqueue wq) {
    did("flush queue " + wq.name());
    if (s.flush(wq, "flush")) {
      waiters++;
    }
  }

  private void disableOrEnable(String work) {
    if (!kind.rules().hasDisable()) {
      return;
    }
    boolean was = s.work(work).isPending();
    did("disable or enable " + work);
    if (s.work(work).isDisabled()) {
      s.core().enable(s.work(work));
    } else {
      s.core().disable(s.work(work));
    }
    s.check();
    expectedRuns -= was ? 1 : 0;
  }

  private void setMaxActive(Workqueue wq) {
    if (!wq.spec().ordered() && !wq.spec().bh()) {
      int max = 1 + random.nextInt(4);
      did("max_active " + max + " of " + wq.name());
      s.core().setMaxActive(wq, max);
      s.check();
    }
  }

  private void freezeOrThaw() {
    boolean thaw = random.nextBoolean();
    did(thaw ? "thaw" : "freeze");
    if (thaw) {
      s.core().thaw();
    } else {
      s.core().freeze();
    }
    s.check();
  }

  private void pass() {
    int ticks = random.nextInt(4) == 0 ? 400 * Stage.HZ : random.nextInt(2 * Stage.HZ);
    did("pass " + ticks);
    s.pass(ticks);
  }

  private void changeCreation() {
    boolean denied = random.nextBoolean();
    did("creation " + (denied ? "denied" : "works"));
    s.creation(denied ? Creation.DENIED : Creation.AT_ONCE);
  }

  private void hotplug() {
    int cpu = 1 + random.nextInt(kind.topology().cpus() - 1);
    boolean down = !s.core().boundPool(cpu, false).isDisassociated();
    did("cpu " + cpu + (down ? " down" : " up"));
    if (down) {
      s.core().cpuDown(cpu);
    } else {
      s.core().cpuUp(cpu);
    }
    s.check();
  }

  private void tick(String work) {
    if (s.work(work).isRunning()) {
      did("tick " + work);
      s.tick(work, random.nextInt(20_000));
    }
  }

  private void applyAttrs(Workqueue wq) {
    if (wq.spec().unbound()) {
      AffinityScope[] scopes = AffinityScope.values();
      AffinityScope scope = scopes[random.nextInt(scopes.length)];
      boolean strict = random.nextBoolean();
      did("scope " + scope + " of " + wq.name());
      s.core().applyAttrs(wq, s.core().attributes(wq).withScope(scope, strict));
      s.check();
    }
  }

  private void comeToTheEnd() {
    did("the end");
    s.creation(Creation.AT_ONCE);
    s.core().thaw();
    for (int i = 0; i < WORKS; i++) {
      while (s.work(name(i)).isDisabled()) {
        s.core().enable(s.work(name(i)));
      }
    }
    s.finishAll();
    s.pass(10 * Stage.HZ);
    s.finishAll();
  }
}
