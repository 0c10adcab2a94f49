package dev.wq;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts, and what people read. */
class StatsAndDumpTest {
  private static String counts(WorkQueue q) {
    QueueStats s = q.stats();
    return "queued %d coalesced %d rejected %d started %d completed %d failed %d cancelled %d"
        .formatted(
            s.queued(),
            s.coalesced(),
            s.rejected(),
            s.started(),
            s.completed(),
            s.failed(),
            s.cancelled());
  }

  @Test
  void everyKindOfRequest_isCountedOnce() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Work a = Work.of("a", () -> {});
          Work b = Work.of("b", () -> {});
          Work bad =
              Work.of(
                  "bad",
                  () -> {
                    throw new IOException("x");
                  });
          s.occupy(q, 10);
          q.enqueue(a);
          q.enqueue(a);
          q.submit(a);
          q.enqueue(b);
          b.cancel();
          b.disable();
          q.enqueue(b);
          q.enqueue(bad);
          s.at(5);
          s.say(counts(q));
          s.say(q.stats().inFlight() + " in flight, " + q.stats().pending() + " pending");
          s.at(20);
          s.say(counts(q));
        },
        "5ms queued 4 coalesced 2 rejected 1 started 1 completed 0 failed 0 cancelled 1",
        "5ms 1 in flight, 2 pending",
        "10ms bad throws IOException: x",
        "20ms queued 4 coalesced 2 rejected 1 started 3 completed 3 failed 1 cancelled 1");
  }

  @Test
  void armedWorks_areCountedWhenTheirTimerFires() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = DelayedWork.of("w", () -> {});
          q.enqueueDelayed(w, ms(10));
          q.enqueueDelayed(w, ms(5));
          q.enqueueDelayed(DelayedWork.of("x", () -> {}), ms(50));
          s.at(20);
          s.say(counts(q));
        },
        "20ms queued 1 coalesced 1 rejected 0 started 1 completed 1 failed 0 cancelled 0");
  }

  @Test
  void countsAddUpUnderEverySchedule() {
    Script.anySchedule(s -> {
      List<WorkQueue> queues = List.of(s.queue("A"), s.ordered("B"));
      Work[] works = new Work[4];
      for (int i = 0; i < works.length; i++) {
        works[i] = Work.of("w" + i, () -> s.machine().point());
      }
      List<Thread> threads = new ArrayList<>();
      var accepted = new int[1];
      var refused = new int[1];
      for (int t = 0; t < 3; t++) {
        int first = t;
        threads.add(
            s.thread(
                "t" + t,
                () -> {
                  for (int i = 0; i < 12; i++) {
                    Work w = works[(first + i) % works.length];
                    if (queues.get(i % 2).enqueue(w)) {
                      accepted[0]++;
                    } else {
                      refused[0]++;
                    }
                    if (i % 5 == 4) {
                      w.cancel();
                    }
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      s.machine().runUntilIdle();
      assertEquals(accepted[0], queues.stream().mapToLong(q -> q.stats().queued()).sum());
      assertEquals(refused[0], queues.stream().mapToLong(q -> q.stats().coalesced()).sum());
      assertEquals(0, queues.stream().mapToLong(q -> q.stats().pending()).sum());
    });
  }

  @Test
  void wakeUps_areOnePerBurstOfAnOrderedQueue() {
    Script.inTurnLive(
        s -> {
          WorkQueue q = s.ordered("q");
          for (int burst = 1; burst <= 3; burst++) {
            for (int i = 0; i < 50; i++) {
              q.enqueue(Work.of("w" + i, () -> {}));
            }
            s.at(burst);
            s.say(q.stats().completed() + " runs, " + q.stats().wakeUps() + " wake-ups");
          }
        },
        "1ms 50 runs, 1 wake-ups",
        "2ms 100 runs, 2 wake-ups",
        "3ms 150 runs, 3 wake-ups");
  }

  @Test
  void toStringOfAQueue_saysWhatItDoes() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue(QueueAttrs.named("ingest").maxActive(2));
          s.say(q.toString());
          q.freeze();
          s.say(q.toString());
          q.thaw();
          s.occupy(q, 10);
          s.thread("closer", q::close);
          s.at(5);
          s.say(q.toString());
          s.at(11);
          s.say(q.toString());
        },
        "0ms ingest running=0/2 pending=0",
        "0ms ingest running=0/2 pending=0 frozen",
        "5ms ingest running=1/2 pending=0 closing",
        "11ms ingest running=0/2 pending=0 closed");
  }

  @Test
  void toStringOfAQueue_countsEveryWorkThatWaits() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          s.occupy(q, 10);
          q.enqueue(Work.of("a", () -> {}));
          q.enqueue(Work.of("b", () -> {}));
          s.say(q.toString());
        },
        "0ms q running=1/1 pending=2");
  }

  @Test
  void toStringOfAWork_saysItsState() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Work w = Work.of("w", () -> s.sleep(10));
          s.say(w.toString());
          q.enqueue(w);
          s.at(1);
          s.say(w.toString());
          q.enqueue(w);
          s.say(w.toString());
          w.disable();
          s.say(w.toString());
          s.at(11);
          s.say(w.toString());
        },
        "0ms w idle",
        "1ms w running",
        "1ms w pending running",
        "1ms w running disabled=1",
        "11ms w idle disabled=1");
  }

  @Test
  void busy_saysEverythingThatKeepsAWorkBusy() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          DelayedWork w = DelayedWork.of("w", () -> s.sleep(10));
          q.enqueue(w);
          s.at(1);
          q.enqueueDelayed(w, ms(100));
          s.ask("flush of q", () -> q.flush());
          s.say(w.busy().toString());
          s.thread("canceller", w::cancelSync);
          s.at(2);
          s.say(w.busy().toString());
        },
        "1ms [DELAYED, RUNNING]",
        "2ms [RUNNING, CANCELING, FLUSHING]",
        "10ms flush of q: true");
  }

  @Test
  void dump_listsCountsAndWhatRuns() {
    Script.anySchedule(s -> {
      WorkQueue q = s.ordered("q");
      s.occupy(q, 10);
      q.enqueue(Work.of("w", () -> {}));
      String text = q.dump().replaceAll("wakeUps=\\d+", "wakeUps=N");
      assertEquals(
          String.join(
              System.lineSeparator(),
              "q running=1/1 pending=1",
              "  queued=2 coalesced=0 rejected=0 started=1 completed=0 failed=0 cancelled=0"
                  + " wakeUps=N",
              "  in flight: occupier running"),
          text);
      String all = s.machine().dump();
      assertTrue(all.startsWith("machine 'sim'") && all.contains("q running=1/1"), all);
    });
  }

  @Test
  void machine_knowsItsOpenQueues() {
    Script.anySchedule(s -> {
      WorkQueue a = s.queue("A");
      WorkQueue b = s.queue("B");
      assertEquals(List.of(a, b), s.machine().queues());
      a.close();
      assertEquals(List.of(b), s.machine().queues());
    });
  }
}
