package dev.wq;

import static dev.wq.Script.inTurnOnKernel;
import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.host.Edges;
import dev.wq.kernel.KernelDispatch;
import dev.wq.kernel.KernelModel;
import dev.wq.kernel.KernelRules;
import dev.wq.sim.CpuModel;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the pools of a simulated kernel do with works of the public API. */
class KernelPoolsRulesTest {
  private static final int HZ = 250;
  private static final long HOG_NANOS = 10_000_000;

  private final LogLines log = LogLines.open();

  @AfterEach
  void closeLog() {
    log.close();
  }

  private static Simulation kernel(int cpus) {
    return Simulation.kernel(KernelVersion.DEFAULT).cpus(cpus);
  }

  /** A work that burns a CPU for so many milliseconds between saying that it runs and ends. */
  private static Work burner(Script s, String name, int millis) {
    return Work.of(
        name,
        () -> {
          s.say(name + " runs on " + WorkContext.current().orElseThrow().worker());
          s.machine().compute(ms(millis));
          s.say(name + " ends");
        });
  }

  private static void sayWorker(Script s, String name) {
    s.say(name + " on " + WorkContext.current().orElseThrow().worker());
  }

  @Test
  @DisplayName("linux 10, 12, 13: the CPU of the caller, the CPU asked for, nice -20")
  void enqueue_choosesThePoolByCpuAndPriority() {
    Script.check(
        kernel(2),
        s -> {
          WorkQueue q = s.queue("q");
          WorkQueue high = s.queue(QueueAttrs.named("high").highPriority());
          q.enqueue(Work.of("a", () -> sayWorker(s, "a")));
          s.settle();
          q.enqueueOn(1, Work.of("b", () -> sayWorker(s, "b")));
          s.settle();
          high.enqueueOn(1, Work.of("c", () -> sayWorker(s, "c")));
        },
        "0ms a on kworker/0:0",
        "0ms b on kworker/1:0",
        "0ms c on kworker/1:0H");
  }

  @Test
  @DisplayName("linux 45: a work that burns its CPU holds up the pool, one that sleeps does not")
  void burningWork_holdsUpItsPool() {
    inTurnOnKernel(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(burner(s, "burner", 8));
          q.enqueue(s.work("sleeper", 5));
          q.enqueue(s.work("last"));
        },
        "0ms burner runs on kworker/0:0",
        "8ms burner ends",
        "8ms sleeper runs",
        "8ms last runs",
        "13ms sleeper ends");
  }

  @Test
  @DisplayName("linux 50, 51: a hog is marked at the first tick after 10 ms, and the next starts")
  void hog_leavesConcurrencyManagementAtATick() {
    inTurnOnKernel(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(burner(s, "hog", 30));
          q.enqueue(s.work("next"));
        },
        "0ms hog runs on kworker/0:0",
        "12ms next runs",
        "30ms hog ends");
  }

  @Test
  @DisplayName("linux 50: the time counts from the last sleep")
  void hog_thatSleepsInBetween_isNotMarked() {
    inTurnOnKernel(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(
              s.work(
                  "hog",
                  () -> {
                    s.machine().compute(ms(9));
                    s.sleep(1);
                    s.machine().compute(ms(9));
                    s.say("hog ends");
                  }));
          s.thread(
              "later",
              () -> {
                s.sleep(11);
                q.enqueue(s.work("next"));
              });
        },
        "0ms hog runs",
        "19ms hog ends",
        "19ms next runs");
  }

  @Test
  @DisplayName("linux 54: the pools of one CPU do not influence each other")
  void highPriorityPool_startsBesideANormalOne() {
    inTurnOnKernel(
        s -> {
          s.queue("q").enqueue(burner(s, "normal", 5));
          s.settle();
          s.queue(QueueAttrs.named("high").highPriority()).enqueue(s.work("high"));
        },
        "0ms normal runs on kworker/0:0",
        "0ms high runs",
        "5ms normal ends");
  }

  @Test
  @DisplayName("linux 69: unbound works start one another, on all CPUs")
  void unboundWorks_runInParallel() {
    Script.check(
        kernel(2),
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").unbound());
          q.enqueue(burner(s, "a", 5));
          q.enqueue(burner(s, "b", 5));
          q.enqueue(burner(s, "c", 5));
        },
        "0ms a runs on kworker/u8:0",
        "0ms b runs on kworker/u8:1",
        "0ms c runs on kworker/u8:2",
        "5ms a ends",
        "5ms b ends",
        "10ms c ends");
  }

  @Test
  @DisplayName("linux 76: power-efficient queues are unbound where that is switched on")
  void powerEfficientQueue_isUnboundByParameter() {
    for (boolean on : new boolean[] {false, true}) {
      Script.check(
          kernel(1).powerEfficient(on),
          s ->
              s.queue(QueueAttrs.named("q").powerEfficient())
                  .enqueue(Work.of("w", () -> sayWorker(s, "w"))),
          on ? "0ms w on kworker/u4:0" : "0ms w on kworker/0:0");
    }
  }

  // ---- the manager

  private static Simulation slowCreation() {
    CpuModel model = CpuModel.DECLARED.workerCreation(ms(5));
    return Simulation.kernel(KernelVersion.DEFAULT).cpuModel(model);
  }

  @Test
  @DisplayName("linux 56: the last idle worker makes another before it starts the work")
  void manager_createsBeforeItStarts() {
    Script.check(
        slowCreation(),
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(s.work("first", 20));
          q.enqueue(s.work("second", 20));
          s.at(12);
          q.enqueue(s.work("third"));
        },
        "5ms first runs",
        "10ms second runs",
        "17ms third runs",
        "25ms first ends",
        "30ms second ends");
  }

  @Test
  @DisplayName("linux 57: while it creates, works go on by workers that wake up")
  void workerThatWakes_takesTheWorkFromTheManager() {
    Script.check(
        slowCreation(),
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueue(s.work("sleeper", 2));
          s.at(6);
          q.enqueue(s.work("next"));
        },
        "5ms sleeper runs",
        "7ms sleeper ends",
        "7ms next runs");
  }

  // ---- the rescuer

  /** Refuses to make threads while {@link #refusing}. */
  private static final class ShortHost extends WrappedHost {
    boolean refusing;

    @Override
    public Thread newThread(String name, int cpu, @Nullable Edges edges, Runnable body) {
      if (refusing) {
        throw new OutOfMemoryError("no thread for " + name);
      }
      return super.newThread(name, cpu, edges, body);
    }
  }

  private static void waitForEachOther(Script s, QueueAttrs attrs) {
    ShortHost host = new ShortHost();
    KernelModel model = new KernelModel(KernelRules.recorded(), HZ, 0, false, false, HOG_NANOS);
    Machine machine = new Machine("short", new KernelDispatch(host, "short", model, null)) {};
    WorkQueue q = machine.queue(attrs);
    CountDownLatch done = new CountDownLatch(1);
    q.enqueue(s.work("warm up"));
    s.settle();
    host.refusing = true;
    q.enqueue(
        s.work(
            "a",
            () -> {
              done.await();
              s.say("a ends");
            }));
    q.enqueue(
        Work.of(
            "b",
            () -> {
              sayWorker(s, "b");
              done.countDown();
            }));
    s.at(500);
    host.refusing = false;
  }

  @Test
  @DisplayName("linux 64-67: without new threads a memReclaim queue goes on by its rescuer")
  void rescuer_runsWhatNoWorkerCanBeMadeFor() {
    inTurnOnKernel(
        s -> waitForEachOther(s, QueueAttrs.named("q").memReclaim()),
        "0ms warm up runs",
        "0ms a runs",
        "12ms b on kworker/R-q",
        "12ms a ends");
  }

  @Test
  @DisplayName("linux 58: without a rescuer it waits for the next try, a second later")
  void withoutARescuer_theNextTryHelps() {
    inTurnOnKernel(
        s -> waitForEachOther(s, QueueAttrs.named("q")),
        "0ms warm up runs",
        "0ms a runs",
        "1024ms b on kworker/0:1",
        "1024ms a ends");
  }

  // ---- collision, freeze, timers, softirq

  @Test
  @DisplayName("linux 15, 17: a work queued while it runs is run next by the same worker")
  void collision_isRunNextByTheSameWorker() {
    inTurnOnKernel(
        s -> {
          WorkQueue q = s.queue("q");
          Work w =
              Work.of(
                  "w",
                  () -> {
                    sayWorker(s, "w");
                    s.sleep(10);
                  });
          q.enqueue(w);
          s.at(2);
          q.enqueue(burner(s, "before", 4));
          q.enqueue(w);
          q.enqueue(burner(s, "after", 6));
        },
        "0ms w on kworker/0:0",
        "2ms before runs on kworker/0:1",
        "6ms before ends",
        "6ms after runs on kworker/0:1",
        "10ms w on kworker/0:0",
        "12ms after ends");
  }

  @Test
  @DisplayName("linux 110, 111, 113: what is activated runs to its end, what is not waits for thaw")
  void freeze_letsActivatedWorksRun() {
    inTurnOnKernel(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").maxActive(2));
          q.enqueue(burner(s, "a", 5));
          q.enqueue(burner(s, "b", 5));
          q.enqueue(burner(s, "c", 5));
          s.await("freeze", q::freeze);
          s.at(20);
          q.thaw();
        },
        "0ms a runs on kworker/0:0",
        "5ms a ends",
        "5ms b runs on kworker/0:0",
        "10ms b ends",
        "10ms freeze: returns",
        "20ms c runs on kworker/0:0",
        "25ms c ends");
  }

  @Test
  @DisplayName("linux 83, 84: a delay ends at the tick after it, coarser the longer it is")
  void delays_countInTicks() {
    inTurnOnKernel(
        s -> {
          WorkQueue q = s.queue("q");
          q.enqueueDelayed(s.delayed("50 ms"), ms(50));
          q.enqueueDelayed(s.delayed("1 s"), ms(1000));
          q.enqueueDelayed(s.delayed("10 s"), ms(10_000));
        },
        "56ms 50 ms runs",
        "1024ms 1 s runs",
        "10240ms 10 s runs");
  }

  @Test
  @DisplayName("linux 10, 89: a timer queues on the CPU on which it was armed")
  void timer_queuesWhereItWasArmed() {
    Script.check(
        kernel(2),
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = DelayedWork.of("w", () -> sayWorker(s, "w"));
          q.enqueueOn(1, Work.of("armer", () -> q.enqueueDelayed(w, ms(1))));
        },
        "8ms w on kworker/1:0");
  }

  @Test
  @DisplayName("linux 79: a bh work that sleeps is reported")
  void bhWorkThatBlocks_isReported() {
    inTurnOnKernel(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").bh());
          CountDownLatch latch = new CountDownLatch(1);
          q.enqueue(s.work("w", latch::await));
          s.at(3);
          latch.countDown();
          s.settle();
          assertEquals(1, log.lines().size(), log.lines()::toString);
        },
        "0ms w runs");
  }

  @Test
  @DisplayName("linux 78: a round of softirq ends after 2 ms, and others get their turn")
  void bhRound_endsAfterItsTime() {
    inTurnOnKernel(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").bh());
          for (String name : new String[] {"a", "b", "c"}) {
            q.enqueue(
                Work.of(
                    name,
                    () -> {
                      s.say(name + " runs");
                      s.machine().compute(Duration.ofMillis(2));
                    }));
          }
        },
        "0ms a runs",
        "2ms b runs",
        "4ms c runs");
  }
}
