package dev.wq.device;

import static dev.wq.device.Rig.GPU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tests of the original, one after the other, in virtual time. */
class UpstreamTest {
  @Test
  @DisplayName("drivers N1: two blocking increments return 1, then 2")
  void basic() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      assertEquals(1, handle.submitBlocking(Rig.Counter::add));
      assertEquals(2, handle.submitBlocking(Rig.Counter::add));
    });
  }

  @Test
  @DisplayName("drivers N2: exclusive and blocking calls use the caller's locals")
  void scoped() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      int local = 42;
      assertEquals(50, handle.exclusive(() -> local + 8));
      int[] written = new int[1];
      handle.submitBlocking(_ -> written[0] = local);
      assertEquals(42, written[0]);
    });
  }

  @Test
  @DisplayName(
      "drivers N3: as many submits as a buffer had slots, then a blocking call that does nothing")
  void limit() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      IntStream.range(0, 32).forEach(_ -> handle.submit(Rig.Counter::add));
      Rig.drain(handle);
      assertEquals(32, handle.submitBlocking(Rig.Counter::value));
    });
  }

  @Test
  @DisplayName("drivers N4: one submit and a flush: the result arrives; and without the flush too")
  void manualFlush() {
    Script.anySchedule(
        s -> {
          Rig rig = new Rig(s);
          DeviceHandle<Rig.Counter> handle = rig.counter();
          handle.submit(rig.says("flushed"));
          handle.flush();
          s.at(1_000);
          IntStream.range(0, 31).forEach(_ -> handle.submit(Rig.Counter::add));
          handle.submit(c -> s.say("31 not flushed: " + c.value));
          s.at(3_000);
        },
        "0ms flushed",
        "1000ms 31 not flushed: 31");
  }

  /** Counts how often it is used; the original counted how often a capture was dropped. */
  private static final class Capture {
    private final byte[] ballast;
    private int uses;

    Capture(int size) {
      this.ballast = new byte[size];
    }

    int use(int value) {
      uses++;
      Arrays.fill(ballast, (byte) value);
      return ballast.length == 0 ? value : ballast[0] + ballast[ballast.length - 1];
    }
  }

  @Test
  @DisplayName("drivers N5: captures are used once; they are released, see LiveDeviceTest")
  void capturesDropped() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      for (int size : new int[] {0, 128}) {
        Capture capture = new Capture(size);
        handle.submitBlocking(_ -> capture.use(1));
        s.settle();
        assertEquals(1, capture.uses);
      }
    });
  }

  @Test
  @DisplayName("drivers N6: captures of any size come through whole")
  void arenaAndBox() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      Capture arena = new Capture(128);
      Capture box = new Capture(8 * 1024);
      int fromArena = handle.submitBlocking(_ -> arena.use(42));
      int fromBox = handle.submitBlocking(_ -> box.use(7));
      assertEquals(List.of(84, 14), List.of(fromArena, fromBox));
    });
  }

  @Test
  @DisplayName("drivers N7: four threads released by a barrier create the handle: one init")
  void initOnce() {
    Script.anySchedule(s -> {
      int[] inits = new int[1];
      ServiceType<Rig.Counter> type =
          ServiceType.of(
              Rig.Counter.class,
              DeviceStage.UPSTREAM,
              _ -> {
                inits[0]++;
                return new Rig.Counter();
              });
      CyclicBarrier barrier = new CyclicBarrier(4);
      List<Thread> creators = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        creators.add(
            s.thread(
                "creator",
                () -> {
                  barrier.await();
                  DeviceHandle.of(s.machine(), GPU, type);
                }));
      }
      for (Thread creator : creators) {
        creator.join();
      }
      assertEquals(1, inits[0]);
    });
  }

  @Test
  @DisplayName(
      "drivers N8: a failure of a blocking call or of exclusive is told; the next call works")
  void blockingAndExclusiveFailures() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      Capture capture = new Capture(0);
      assertThrows(
          DeviceCallException.class,
          () ->
              handle.submitBlocking(_ -> {
                capture.use(1);
                throw new IllegalStateException("panic");
              }));
      assertEquals(0, handle.submitBlocking(Rig.Counter::value));
      assertThrows(
          DeviceCallException.class,
          () ->
              handle.exclusive(() -> {
                capture.use(1);
                throw new IllegalStateException("panic");
              }));
      assertEquals(7, handle.exclusive(() -> 7));
      assertEquals(2, capture.uses);
    });
  }

  @Test
  @DisplayName("drivers N10: ten threads submit one increment each")
  void concurrentIncrement() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        threads.add(s.thread("incrementer", () -> handle.submit(Rig.Counter::add)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(10, handle.submitBlocking(Rig.Counter::value));
    });
  }

  @Test
  @DisplayName("drivers N11: a task submits to a second service of its device")
  void recursiveOtherService() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Notes> notes = rig.notes();
      rig.counter()
          .submitBlocking(c -> {
            notes.submit(n -> n.lines.add("from " + c.add()));
            return 0;
          });
      assertEquals(List.of("from 1"), notes.submitBlocking(n -> n.lines));
    });
  }

  @Test
  @DisplayName("drivers N12: a blocking task that submits to its own service fails")
  void recursiveSameService() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      DeviceCallException thrown =
          assertThrows(
              DeviceCallException.class,
              () ->
                  handle.submitBlocking(_ -> {
                    handle.submit(Rig.Counter::add);
                    return 0;
                  }));
      assertEquals(IllegalStateException.class, thrown.getCause().getClass());
    });
  }

  private record S1() implements DeviceService {}

  private record S2() implements DeviceService {}

  private record S3() implements DeviceService {}

  private record S4() implements DeviceService {}

  private record S5() implements DeviceService {}

  private record S6() implements DeviceService {}

  private record S7() implements DeviceService {}

  private record S8() implements DeviceService {}

  private static final List<ServiceType<? extends DeviceService>> EIGHT =
      List.of(
          ServiceType.of(S1.class, DeviceStage.UPSTREAM, _ -> new S1()),
          ServiceType.of(S2.class, DeviceStage.UPSTREAM, _ -> new S2()),
          ServiceType.of(S3.class, DeviceStage.UPSTREAM, _ -> new S3()),
          ServiceType.of(S4.class, DeviceStage.UPSTREAM, _ -> new S4()),
          ServiceType.of(S5.class, DeviceStage.UPSTREAM, _ -> new S5()),
          ServiceType.of(S6.class, DeviceStage.UPSTREAM, _ -> new S6()),
          ServiceType.of(S7.class, DeviceStage.UPSTREAM, _ -> new S7()),
          ServiceType.of(S8.class, DeviceStage.UPSTREAM, _ -> new S8()));

  @Test
  @DisplayName("drivers N13: eight services of a device inside each other, made on the way")
  void manyServicesReentrant() {
    Script.anySchedule(s -> assertEquals(8, depth(s, 0)));
  }

  private static int depth(Script s, int level) {
    if (level == EIGHT.size()) {
      return 0;
    }
    return 1
        + DeviceHandle.of(s.machine(), GPU, EIGHT.get(level))
            .submitBlocking(_ -> depth(s, level + 1));
  }

  @Test
  @DisplayName("drivers N14: shutdown runs a submit that nobody flushed")
  void shutdownDrains() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      int[] ran = new int[1];
      rig.counter().submit(_ -> ran[0]++);
      rig.devices.shutdown(GPU);
      assertEquals(1, ran[0]);
    });
  }

  @Test
  @DisplayName("drivers N15: after a shutdown a new handle of the same device reads 0")
  void freshRunner() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      assertEquals(1, rig.counter().submitBlocking(Rig.Counter::add));
      rig.devices.shutdown(GPU);
      assertEquals(0, rig.counter().submitBlocking(Rig.Counter::value));
    });
  }

  /** An exception with a content, as payloads have one. */
  private static final class Payload extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String unit;

    Payload(int code, String unit) {
      super("value " + code);
      this.code = code;
      this.unit = unit;
    }
  }

  private static Throwable cause(
      DeviceHandle<Rig.Counter> handle, ServiceFunction<Rig.Counter, Integer> task) {
    return assertThrows(DeviceCallException.class, () -> handle.submitBlocking(task)).getCause();
  }

  @Test
  @DisplayName("drivers N16: payloads arrive as they were thrown, message and object")
  void payloads() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      Payload thrown = new Payload(99, "ms");
      Throwable back =
          cause(
              handle,
              _ -> {
                throw thrown;
              });
      assertSame(thrown, back);
      assertEquals("value 99", back.getMessage());
      assertEquals("99 ms", ((Payload) back).code + " " + ((Payload) back).unit);
      int[] three = new int[3];
      int outside = three.length + 7;
      assertTrue(cause(handle, _ -> three[outside]).getMessage().contains("10"));
      Optional<Integer> none = Optional.empty();
      assertEquals(NoSuchElementException.class, cause(handle, _ -> none.get()).getClass());
      Payload exclusive = new Payload(42, "");
      DeviceCallException told =
          assertThrows(
              DeviceCallException.class,
              () ->
                  handle.exclusive(() -> {
                    throw exclusive;
                  }));
      assertSame(exclusive, told.getCause());
    });
  }

  @Test
  @DisplayName("drivers N16: two failures in a row keep their own messages; a later call works")
  void twoPayloadsInARow() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      for (String message : List.of("first", "second")) {
        Throwable back =
            cause(
                handle,
                _ -> {
                  throw new IllegalStateException(message);
                });
        assertEquals(message, back.getMessage());
      }
      assertEquals(0, handle.submitBlocking(Rig.Counter::value));
    });
  }

  @Test
  @DisplayName("drivers N17: a failed call and a runner that is gone are told apart")
  void callError() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> handle = rig.counter();
      DeviceCallException failed =
          assertThrows(
              DeviceCallException.class,
              () ->
                  handle.submitBlocking(_ -> {
                    throw new IllegalStateException("panic message");
                  }));
      assertTrue(failed.toString().contains("panic message"), failed::toString);
      rig.devices.shutdown(GPU);
      RejectedExecutionException gone =
          assertThrows(
              RejectedExecutionException.class, () -> handle.submitBlocking(Rig.Counter::value));
      assertEquals(null, gone.getCause());
    });
  }

  @Test
  @DisplayName("drivers N18: the workloads of the original's bench add up; bench measures them")
  void benchWorkloads() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      IntStream.range(0, 1_000)
          .forEach(_ -> handle.submit(c -> IntStream.range(0, 100).forEach(_ -> c.add())));
      assertEquals(100_000, handle.submitBlocking(Rig.Counter::value));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            s.thread(
                "producer",
                () -> IntStream.range(0, 500).forEach(_ -> handle.submit(Rig.Counter::add))));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(102_000, handle.submitBlocking(Rig.Counter::value));
    });
  }
}
