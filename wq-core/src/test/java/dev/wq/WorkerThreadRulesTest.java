package dev.wq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What functions do to the threads that run them, and what of it remains. */
class WorkerThreadRulesTest {
  @Test
  void interruptFlag_isClearedAfterTheRun() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.enqueue(Work.of("rude", () -> Thread.currentThread().interrupt()));
          q.enqueue(Work.of("next", () -> s.say("flag " + Thread.interrupted())));
        },
        "0ms flag false");
  }

  @Test // also when it is set by somebody else, from outside
  void interruptFromOutside_reachesTheFunctionThatRuns_notTheNext() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Thread[] worker = new Thread[1];
          q.enqueue(
              Work.of(
                  "sleeper",
                  () -> {
                    worker[0] = Thread.currentThread();
                    s.sleep(100);
                  }));
          q.enqueue(s.work("next", 10));
          s.at(5);
          worker[0].interrupt();
        },
        "5ms sleeper throws InterruptedException",
        "5ms next runs",
        "15ms next ends");
  }

  @Test // an idle worker that is interrupted stays a worker
  void interruptOfAnIdleWorker_doesNothing() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Thread[] worker = new Thread[1];
          q.enqueue(Work.of("first", () -> worker[0] = Thread.currentThread()));
          s.at(1);
          worker[0].interrupt();
          s.at(2);
          q.enqueue(s.work("sleeper", 5));
        },
        "2ms sleeper runs",
        "7ms sleeper ends");
  }

  @Test
  void threadName_isPutBackAfterTheRun() {
    Script.inTurnLive(s -> {
      WorkQueue q = s.ordered("q");
      List<String> names = new ArrayList<>();
      q.enqueue(
          Work.of(
              "renamer",
              () -> {
                names.add(Thread.currentThread().getName());
                Thread.currentThread().setName("mine");
              }));
      q.enqueue(Work.of("next", () -> names.add(Thread.currentThread().getName())));
      s.at(1);
      assertEquals(names.get(0), names.get(1));
      assertTrue(names.get(0).startsWith("wq-sim-"), names::toString);
    });
  }

  @Test
  void contextClassLoader_isPutBackAfterTheRun() {
    Script.anySchedule(s -> {
      WorkQueue q = s.ordered("q");
      List<ClassLoader> seen = new ArrayList<>();
      ClassLoader mine = new URLClassLoader(new URL[0]);
      q.enqueue(
          Work.of(
              "loader",
              () -> {
                seen.add(Thread.currentThread().getContextClassLoader());
                Thread.currentThread().setContextClassLoader(mine);
              }));
      q.enqueue(Work.of("next", () -> seen.add(Thread.currentThread().getContextClassLoader())));
      s.at(1);
      assertSame(seen.get(0), seen.get(1));
      assertNotSame(mine, seen.get(1));
    });
  }

  @Test
  void threadLocals_areNotInherited_andSurviveOnTheWorker() {
    Script.inTurn(
        s -> {
          var local = new InheritableThreadLocal<String>();
          local.set("of the queuer");
          WorkQueue q = s.ordered("q");
          Work w =
              Work.of(
                  "w",
                  () -> {
                    s.say("sees " + local.get());
                    local.set("of w");
                  });
          q.enqueue(w);
          s.at(1);
          q.enqueue(w);
        },
        "0ms sees null",
        "1ms sees of w");
  }

  @Test
  void freshThreads_giveEachRunAThreadOfItsOwn() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").ordered().freshThreads());
          var local = new ThreadLocal<String>();
          List<Thread> threads = new ArrayList<>();
          Work[] w = new Work[1];
          w[0] =
              Work.of(
                  "w",
                  () -> {
                    s.say("sees " + local.get());
                    local.set("something");
                    threads.add(Thread.currentThread());
                    if (threads.size() < 3) {
                      q.enqueue(w[0]);
                    }
                    s.sleep(1);
                  });
          q.enqueue(w[0]);
          s.at(10);
          assertEquals(3, threads.stream().distinct().count());
        },
        "0ms sees null",
        "1ms sees null",
        "2ms sees null");
  }

  @Test
  void freshThreads_runManyAtOnceUpToTheLimit() {
    Script.inTurn(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("q").maxActive(2).freshThreads());
          for (String name : List.of("a", "b", "c")) {
            q.enqueue(s.work(name, 10));
          }
        },
        "0ms a runs",
        "0ms b runs",
        "10ms a ends",
        "10ms b ends",
        "10ms c runs",
        "20ms c ends");
  }

  @Test
  void workers_areSharedByAllQueuesOfAMachine() {
    Script.inTurn(s -> {
      List<String> workers = new ArrayList<>();
      for (String name : List.of("a", "b", "c")) {
        WorkQueue q = s.queue(name);
        q.enqueue(Work.of(name, () -> workers.add(Thread.currentThread().getName())));
        s.settle();
      }
      assertEquals(1, workers.stream().distinct().count(), workers::toString);
    });
  }

  @Test
  void workers_areDaemonVirtualThreads() {
    Script.inTurn(s ->
        s.queue("q")
            .enqueue(
                Work.of(
                    "w",
                    () -> {
                      assertTrue(Thread.currentThread().isVirtual());
                      assertTrue(Thread.currentThread().isDaemon());
                    })));
  }

  @Test
  void differentMachines_haveDifferentWorkers() {
    Script.inTurn(s -> {
      List<String> workers = new ArrayList<>();
      s.queue("q").enqueue(Work.of("w", () -> workers.add(Thread.currentThread().getName())));
      s.settle();
      try (Machine live = Machine.create("other")) {
        assertNotEquals(live, Machine.current());
        assertFalse(workers.get(0).contains("other"));
      }
    });
  }
}
