package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.host.Edges;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No thread can be started: nothing is lost, and a memReclaim queue goes on. linux 58, 64, 67. */
class ThreadShortageTest {
  private final LogLines log = LogLines.open();

  @AfterEach
  void closeLog() {
    log.close();
  }

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

  @Test // linux 58: after a second it is tried again
  void enqueueWithoutAThread_isAcceptedAndRunsWhenThereIsOne() {
    Script.anyScheduleLive(
        s -> {
          ShortHost host = new ShortHost();
          WorkQueue q = WrappedHost.machine("short", host).queue(QueueAttrs.named("q"));
          host.refusing = true;
          s.say("enqueue: " + q.enqueue(s.work("w")));
          s.at(500);
          host.refusing = false;
        },
        "0ms enqueue: true",
        "1000ms w runs");
  }

  @Test // linux 58
  void retries_goOnWhileTheShortageLasts() {
    Script.inTurnLive(
        s -> {
          ShortHost host = new ShortHost();
          WorkQueue q = WrappedHost.machine("short", host).queue(QueueAttrs.named("q"));
          host.refusing = true;
          q.enqueue(s.work("w"));
          s.at(3500);
          host.refusing = false;
          s.at(4500);
          assertEquals(4, log.lines().size(), log.lines()::toString);
          assertTrue(log.lines().get(0).startsWith("no worker thread for queue 'q'"));
        },
        "4000ms w runs");
  }

  @Test
  void aTaskWithoutAThread_failsItsHandle_andLeavesItsQueue() {
    Script.anyScheduleLive(
        s -> {
          ShortHost host = new ShortHost();
          WorkQueue q = WrappedHost.machine("short", host).queue(QueueAttrs.named("q"));
          q.enqueue(s.work("w", () -> host.refusing = true));
          q.flush();
          JoinHandle<Object> task = q.spawnTask("a", () -> null);
          var failed = assertThrows(CompletionException.class, task::join);
          s.say(failed.getCause().getMessage() + ", failed " + q.stats().failed());
          q.close();
          s.say("closed");
        },
        "0ms w runs",
        "0ms no thread for a, failed 1",
        "0ms closed");
  }

  @Test
  void severalQueuesWithoutAThread_areAllServedLater() {
    Script.anyScheduleLive(
        s -> {
          ShortHost host = new ShortHost();
          Machine machine = WrappedHost.machine("short", host);
          var ran = new int[1];
          host.refusing = true;
          for (int i = 0; i < 5; i++) {
            machine.queue(QueueAttrs.named("q" + i)).enqueue(Work.of("w", () -> ran[0]++));
          }
          s.at(500);
          host.refusing = false;
          s.at(10_000);
          s.say("ran " + ran[0]);
        },
        "10000ms ran 5");
  }

  /**
   * Two workers are on their way and then busy for long; each finds no thread for a queue that
   * helps itself by its reserved worker. The queue behind those is left to nobody but the timer.
   */
  @Test
  void queueBehindOnesThatHelpThemselves_isServedLater() {
    Script.inTurnLive(
        s -> {
          ShortHost host = new ShortHost();
          Machine machine = WrappedHost.machine("short", host);
          for (String busy : List.of("busy1", "busy2")) {
            machine.queue(QueueAttrs.named(busy)).enqueue(s.work(busy, 50_000));
          }
          for (String reclaim : List.of("reclaim1", "reclaim2")) {
            machine.queue(QueueAttrs.named(reclaim).memReclaim()).enqueue(s.work(reclaim));
          }
          machine.queue(QueueAttrs.named("last")).enqueue(s.work("last"));
          host.refusing = true;
          s.at(500);
          host.refusing = false;
        },
        "0ms busy1 runs",
        "0ms busy2 runs",
        "0ms reclaim1 runs",
        "0ms reclaim2 runs",
        "1000ms last runs",
        "50000ms busy1 ends",
        "50000ms busy2 ends");
  }

  @Test // the busy worker of the queue takes what waits
  void queueWithABusyWorker_needsNoOtherThread() {
    Script.anyScheduleLive(
        s -> {
          ShortHost host = new ShortHost();
          WorkQueue q = WrappedHost.machine("short", host).queue(QueueAttrs.named("q"));
          q.enqueue(s.work("busy", 10));
          s.at(1);
          host.refusing = true;
          q.enqueue(s.work("w"));
        },
        "0ms busy runs",
        "10ms busy ends",
        "10ms w runs");
  }

  @Test // a worker that has become idle elsewhere takes the starved queue
  void starvedQueue_isTakenByTheNextIdleWorker() {
    Script.anyScheduleLive(
        s -> {
          ShortHost host = new ShortHost();
          Machine machine = WrappedHost.machine("short", host);
          machine.queue(QueueAttrs.named("other")).enqueue(s.work("busy", 10));
          s.at(1);
          host.refusing = true;
          machine.queue(QueueAttrs.named("q")).enqueue(s.work("w"));
        },
        "0ms busy runs",
        "10ms busy ends",
        "10ms w runs");
  }

  @Test // linux 64, 67
  void memReclaimQueue_goesOnWithItsReservedWorker() {
    Script.anyScheduleLive(
        s -> {
          ShortHost host = new ShortHost();
          WorkQueue q =
              WrappedHost.machine("short", host).queue(QueueAttrs.named("q").memReclaim());
          host.refusing = true;
          q.enqueue(s.work("a", 5));
          q.enqueue(s.work("b", 5));
          s.at(50);
          q.enqueue(s.work("c"));
        },
        "0ms a runs",
        "5ms a ends",
        "5ms b runs",
        "10ms b ends",
        "50ms c runs");
  }

  @Test // linux 67: the others of the machine may be stuck for ever
  void memReclaimQueue_goesOnWhileAllWorkersOfTheMachineAreBlocked() {
    Script.anyScheduleLive(
        s -> {
          ShortHost host = new ShortHost();
          Machine machine = WrappedHost.machine("short", host);
          WorkQueue reclaim = machine.queue(QueueAttrs.named("reclaim").memReclaim());
          WorkQueue q = machine.queue(QueueAttrs.named("q"));
          Work reclaimer = s.work("reclaimer");
          q.enqueue(
              s.work(
                  "needy",
                  () -> {
                    host.refusing = true;
                    reclaim.enqueue(reclaimer);
                    reclaimer.flush();
                    s.say("needy goes on");
                  }));
        },
        "0ms needy runs",
        "0ms reclaimer runs",
        "0ms needy goes on");
  }

  @Test
  void freshThreadsQueue_isServedWhenThereIsAThreadAgain() {
    Script.anyScheduleLive(
        s -> {
          ShortHost host = new ShortHost();
          WorkQueue q =
              WrappedHost.machine("short", host).queue(QueueAttrs.named("q").freshThreads());
          host.refusing = true;
          q.enqueue(s.work("a"));
          s.at(500);
          host.refusing = false;
        },
        "1000ms a runs");
  }
}
