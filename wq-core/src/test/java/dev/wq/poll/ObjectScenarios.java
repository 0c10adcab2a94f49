package dev.wq.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.WorkQueue;
import dev.wq.sim.SimMachine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/**
 * What two or three threads do with one object, and the books that must balance afterwards: nothing
 * is lost, nothing comes twice, and nobody sleeps beside what he waits for.
 */
final class ObjectScenarios {
  private static final Duration SOON = Duration.ofNanos(10);

  private ObjectScenarios() {}

  /** One side of a scenario. */
  private interface Side {
    void run() throws Exception;
  }

  private static Thread go(SimMachine m, String name, Side side) {
    return m.thread(
        name,
        () -> {
          try {
            side.run();
          } catch (Exception e) {
            throw new IllegalStateException(name + " failed", e);
          }
        });
  }

  private static void join(Thread... threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  // ---- semaphore

  static void giveAgainstTimeout(SimMachine m) throws Exception {
    CountingSemaphore sem = new CountingSemaphore(0, 5);
    List<TakeResult> results = new ArrayList<>();
    Thread a = go(m, "a", () -> results.add(sem.take(SOON)));
    Thread b = go(m, "b", () -> results.add(sem.take(SOON)));
    Thread giver =
        go(
            m,
            "giver",
            () -> {
              m.sleep(SOON);
              sem.give();
            });
    join(a, b, giver);
    long taken = results.stream().filter(result -> result == TakeResult.TAKEN).count();
    assertEquals(1, taken + sem.count(), () -> results + " " + sem);
    assertTrue(sem.give() && sem.tryTake(), sem::toString);
  }

  /** The fast paths of both sides against a taker that joins. */
  static void givesAgainstTakes(SimMachine m) throws Exception {
    CountingSemaphore sem = new CountingSemaphore(0, 5);
    Thread a = go(m, "a", () -> assertEquals(TakeResult.TAKEN, sem.take()));
    Thread b = go(m, "b", () -> assertEquals(TakeResult.TAKEN, sem.take()));
    int[] stolen = new int[1];
    Thread thief =
        go(
            m,
            "thief",
            () -> {
              if (sem.tryTake()) {
                stolen[0]++;
                sem.give();
              }
            });
    sem.give();
    sem.give();
    join(a, b, thief);
    assertEquals(0, sem.count());
  }

  static void giveAgainstReset(SimMachine m) throws Exception {
    CountingSemaphore sem = new CountingSemaphore(0, 5);
    List<TakeResult> results = new ArrayList<>();
    Thread taker = go(m, "taker", () -> results.add(sem.take()));
    Thread resetter = go(m, "resetter", sem::reset);
    Thread giver = go(m, "giver", sem::give);
    join(resetter, giver);
    m.runUntilIdle();
    int left = sem.count();
    sem.give(); // for a taker that came after both
    join(taker);
    boolean waited = results.get(0) == TakeResult.TAKEN && sem.count() == left;
    boolean before = sem.count() == left + 1;
    assertTrue(waited || before, () -> results + " " + left + " " + sem);
    assertTrue(left == 0 || results.get(0) == TakeResult.RESET, () -> results + " " + sem);
  }

  static void giveAgainstWatchers(SimMachine m) throws Exception {
    CountingSemaphore sem = new CountingSemaphore(0, 5);
    WorkQueue q = m.queue("q");
    int[] taken = new int[1];
    TriggerHandler take =
        _ -> {
          if (sem.tryTake()) {
            taken[0]++;
          }
        };
    TriggeredWork x = TriggeredWork.of("x", take);
    TriggeredWork y = TriggeredWork.of("y", take);
    Thread armer = go(m, "armer", () -> x.arm(q, sem.available()));
    Thread armer2 = go(m, "armer2", () -> y.arm(q, sem.available()));
    Thread thief =
        go(
            m,
            "thief",
            () -> {
              if (sem.tryTake()) {
                sem.give();
              }
            });
    sem.give();
    join(armer, armer2, thief);
    m.runUntilIdle();
    assertEquals(1, taken[0] + sem.count(), sem::toString);
    boolean asleep = x.isArmed() || y.isArmed();
    assertFalse(asleep && sem.count() > 0, () -> "a watcher sleeps beside " + sem);
    x.disarm();
    y.disarm();
  }

  static void takerAgainstWatcher(SimMachine m) throws Exception {
    CountingSemaphore sem = new CountingSemaphore(0, 5);
    WorkQueue q = m.queue("q");
    TakeResult[] result = new TakeResult[1];
    TriggeredWork x = TriggeredWork.of("x", _ -> sem.tryTake());
    Thread taker = go(m, "taker", () -> result[0] = sem.take(SOON));
    Thread armer = go(m, "armer", () -> x.arm(q, sem.available()));
    Thread giver = go(m, "giver", sem::give);
    join(taker, armer, giver);
    m.runUntilIdle();
    assertFalse(x.isArmed() && sem.count() > 0, () -> "a watcher sleeps beside " + sem);
    x.disarm();
  }

  // ---- fifo

  static void interruptAgainstPut(SimMachine m) throws Exception {
    Fifo<String> fifo = new Fifo<>();
    List<String> got = new ArrayList<>();
    Side get =
        () -> {
          try {
            got.add(fifo.get());
          } catch (InterruptedException e) {
            assertFalse(Thread.currentThread().isInterrupted());
          }
        };
    Thread a = go(m, "a", get);
    Thread b = go(m, "b", get);
    Thread putter =
        go(
            m,
            "putter",
            () -> {
              fifo.put("x");
              fifo.put("y");
            });
    m.point();
    a.interrupt();
    m.point();
    b.interrupt();
    join(a, b, putter);
    fifo.tryGet().ifPresent(got::add);
    fifo.tryGet().ifPresent(got::add);
    assertEquals(List.of("x", "y"), got.stream().sorted().toList());
  }

  static void cancelWaitAgainstPut(SimMachine m) throws Exception {
    Fifo<String> fifo = new Fifo<>();
    List<String> got = new ArrayList<>();
    Side get =
        () -> {
          try {
            got.add(fifo.get(SOON));
          } catch (CancellationException | TimeoutException none) {
            m.log(none.toString());
          }
        };
    Thread a = go(m, "a", get);
    Thread b = go(m, "b", get);
    Thread canceller = go(m, "canceller", fifo::cancelWait);
    Thread putter =
        go(
            m,
            "putter",
            () -> {
              fifo.put("x");
              m.sleep(SOON);
              fifo.put("y");
            });
    join(a, b, canceller, putter);
    fifo.tryGet().ifPresent(got::add);
    fifo.tryGet().ifPresent(got::add);
    assertEquals(List.of("x", "y"), got.stream().sorted().toList());
  }

  // ---- message queue

  static void bothSidesBlocked(SimMachine m) throws Exception {
    MessageQueue<Integer> queue = new MessageQueue<>(1);
    List<Integer> got = new ArrayList<>();
    Side put =
        () -> {
          for (int i = 1; i <= 2; i++) {
            queue.put(i);
          }
        };
    Side get = () -> got.add(queue.get());
    Thread[] threads = {
      go(m, "p1", put),
      go(m, "p2", put),
      go(m, "g1", get),
      go(m, "g2", get),
      go(m, "g3", get),
      go(m, "g4", get)
    };
    join(threads);
    assertEquals(List.of(1, 1, 2, 2), got.stream().sorted().toList());
    assertEquals(0, queue.size());
  }

  static void order(SimMachine m) throws Exception {
    MessageQueue<Integer> queue = new MessageQueue<>(2);
    Thread putter =
        go(
            m,
            "putter",
            () -> {
              for (int i = 0; i < 6; i++) {
                queue.put(i);
              }
            });
    for (int i = 0; i < 6; i++) {
      assertEquals(i, queue.get());
    }
    join(putter);
  }

  static void timeoutsOfBothSides(SimMachine m) throws Exception {
    MessageQueue<String> queue = new MessageQueue<>(1);
    queue.put("full");
    List<String> in = new ArrayList<>(List.of("full"));
    List<String> got = new ArrayList<>();
    Thread putter =
        go(
            m,
            "putter",
            () -> {
              try {
                queue.put("x", SOON);
                in.add("x");
              } catch (TimeoutException late) {
                m.log("put " + late);
              }
            });
    Thread getter =
        go(
            m,
            "getter",
            () -> {
              m.sleep(SOON);
              got.add(queue.get());
              queue.tryGet().ifPresent(got::add);
            });
    join(putter, getter);
    queue.tryGet().ifPresent(got::add);
    assertEquals(in, got);
  }

  static void purgeAgainstPut(SimMachine m) throws Exception {
    MessageQueue<Integer> queue = new MessageQueue<>(1);
    int[] in = new int[1];
    Side put =
        () -> {
          try {
            queue.put(1);
            in[0]++;
            queue.put(2);
            in[0]++;
          } catch (CancellationException purged) {
            m.log("purged");
          }
        };
    List<Integer> got = new ArrayList<>();
    Thread putter = go(m, "putter", put);
    Thread purger = go(m, "purger", queue::purge);
    Thread getter = go(m, "getter", () -> queue.tryGet().ifPresent(got::add));
    join(purger, getter);
    m.runUntilIdle();
    queue.purge(); // a putter that came after it all
    join(putter);
    Optional<Integer> left = queue.tryGet();
    int purged = in[0] - got.size() - left.stream().mapToInt(_ -> 1).sum();
    assertTrue(purged >= 0 && purged <= 2, () -> in[0] + " put, got " + got + ", left " + left);
    assertTrue(queue.tryPut(3) && queue.get() == 3, queue::toString);
  }

  static void spaceAgainstWatchers(SimMachine m) throws Exception {
    MessageQueue<String> queue = new MessageQueue<>(1);
    queue.put("full");
    WorkQueue q = m.queue("q");
    TriggeredWork x = TriggeredWork.of("x", _ -> queue.tryPut("x"));
    TriggeredWork y = TriggeredWork.of("y", _ -> queue.tryPut("y"));
    Thread armer = go(m, "armer", () -> x.arm(q, queue.spaceAvailable()));
    Thread armer2 = go(m, "armer2", () -> y.arm(q, queue.spaceAvailable()));
    Thread getter =
        go(
            m,
            "getter",
            () -> {
              queue.get();
              queue.tryGet();
            });
    join(armer, armer2, getter);
    m.runUntilIdle();
    boolean asleep = x.isArmed() || y.isArmed();
    assertFalse(asleep && queue.free() > 0, () -> "a watcher sleeps beside " + queue);
    x.disarm();
    y.disarm();
  }

  // ---- pipe

  static void closeAgainstRead(SimMachine m) throws Exception {
    Pipe pipe = new Pipe(2);
    int[] written = new int[1];
    int[] read = new int[1];
    Thread writer =
        go(
            m,
            "writer",
            () -> {
              try {
                written[0] = pipe.write(new byte[5], 0, 5);
              } catch (IOException closed) {
                m.log("closed");
              }
            });
    Thread reader =
        go(
            m,
            "reader",
            () -> {
              byte[] into = new byte[3];
              for (int n = pipe.read(into, 0, 3); n >= 0; n = pipe.readFully(into, 0, 3)) {
                read[0] += n;
              }
            });
    Thread closer = go(m, "closer", pipe::close);
    join(writer, reader, closer);
    assertEquals(written[0], read[0]);
    assertEquals(0, pipe.size());
  }

  static void pipeTimeouts(SimMachine m) throws Exception {
    Pipe pipe = new Pipe(1);
    int[] written = new int[1];
    int[] read = new int[1];
    Side write =
        () -> {
          int count = pipe.write(new byte[3], 0, 3, SOON);
          written[0] += count;
        };
    Side fully =
        () -> {
          m.sleep(SOON);
          int count = pipe.readFully(new byte[4], 0, 4, SOON);
          read[0] += count;
        };
    join(
        go(m, "w1", () -> called(m, write)),
        go(m, "w2", () -> called(m, write)),
        go(m, "r1", () -> called(m, fully)),
        go(m, "r2", () -> called(m, fully)));
    assertEquals(written[0], read[0] + pipe.size());
  }

  static void resetAgainstBoth(SimMachine m) throws Exception {
    Pipe pipe = new Pipe(1);
    Thread writer = go(m, "writer", () -> called(m, () -> pipe.write(new byte[3], 0, 3, SOON)));
    Thread reader = go(m, "reader", () -> called(m, () -> pipe.readFully(new byte[3], 0, 3, SOON)));
    Thread resetter = go(m, "resetter", pipe::reset);
    join(writer, reader, resetter);
    pipe.reset();
    assertEquals(1, pipe.tryWrite(new byte[2], 0, 2));
    assertEquals(1, pipe.tryRead(new byte[2], 0, 2));
  }

  private static void called(SimMachine m, Side call) throws Exception {
    try {
      call.run();
    } catch (CancellationException | TimeoutException off) {
      m.log(off.toString());
    }
  }
}
