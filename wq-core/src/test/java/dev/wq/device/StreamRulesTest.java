package dev.wq.device;

import static dev.wq.device.Rig.GPU;
import static dev.wq.device.Rig.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose stream a task belongs to. */
class StreamRulesTest {
  private static final StreamId SEVEN = new StreamId(7);
  private static final StreamId EIGHT = new StreamId(8);

  private static StreamId seenBy(DeviceHandle<Rig.Counter> handle) {
    return handle.submitBlocking(_ -> StreamId.current());
  }

  // ---- captured at submit

  @Test
  @DisplayName("drivers C40: a task sees the stream of whoever submitted it, however it did")
  void task_seesTheStreamOfItsSubmitter() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      List<StreamId> seen = new ArrayList<>();
      StreamId.run(
          SEVEN,
          () -> {
            handle.submit(_ -> seen.add(StreamId.current()));
            handle.trySubmit(_ -> seen.add(StreamId.current()));
            handle.submit(_ -> seen.add(StreamId.current()), Script.ms(1));
            handle.submitAsync(_ -> seen.add(StreamId.current()));
            handle.exclusive(() -> seen.add(StreamId.current()));
            handle.submitBlocking(_ -> seen.add(StreamId.current()));
          });
      assertEquals(List.of(SEVEN, SEVEN, SEVEN, SEVEN, SEVEN, SEVEN), seen);
    });
  }

  @Test
  @DisplayName("drivers C40: what counts is the stream at the submit, not when the task runs")
  void stream_isThatOfTheSubmit() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> handle = rig.counter();
      List<StreamId> seen = new ArrayList<>();
      rig.occupy(handle, 10);
      StreamId.run(SEVEN, () -> handle.submit(_ -> seen.add(StreamId.current())));
      StreamId.run(EIGHT, () -> handle.submit(_ -> seen.add(StreamId.current())));
      s.at(20);
      assertEquals(List.of(SEVEN, EIGHT), seen);
    });
  }

  @Test
  @DisplayName("drivers C40: a nested submit passes the task's stream on, inline and elsewhere")
  void nestedSubmit_passesTheTasksStreamOn() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> second = rig.counter(SECOND);
      DeviceHandle<Rig.Notes> notes = rig.notes();
      List<StreamId> seen = new ArrayList<>();
      StreamId.run(
          SEVEN,
          () ->
              rig.counter()
                  .submit(_ -> {
                    seen.add(seenBy(second));
                    seen.add(notes.submitBlocking(_ -> StreamId.current()));
                    second.submit(_ -> seen.add(StreamId.current()));
                  }));
      s.settle();
      assertEquals(List.of(SEVEN, SEVEN, SEVEN), seen);
    });
  }

  @Test
  @DisplayName("drivers C40: a task may set another stream for what it submits")
  void task_maySetAnotherStream() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Counter> second = rig.counter(SECOND);
      List<StreamId> seen = new ArrayList<>();
      StreamId.run(
          SEVEN,
          () ->
              rig.counter()
                  .submitBlocking(_ -> {
                    StreamId.run(EIGHT, () -> seen.add(seenBy(second)));
                    return seen.add(StreamId.current());
                  }));
      assertEquals(List.of(EIGHT, SEVEN), seen);
    });
  }

  @Test
  @DisplayName("drivers C40: the stream is restored after the task, also after an exception")
  void stream_isRestoredAfterTheTask() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      StreamId mine = StreamId.current();
      StreamId.run(
          SEVEN,
          () -> {
            assertThrows(
                DeviceCallException.class,
                () ->
                    handle.submitBlocking(_ -> {
                      throw new IOException("in a stream");
                    }));
            assertEquals(SEVEN, StreamId.current());
            assertThrows(
                IllegalStateException.class,
                () ->
                    StreamId.run(
                        EIGHT,
                        () -> {
                          throw new IllegalStateException("body");
                        }));
            assertEquals(SEVEN, StreamId.current());
          });
      assertEquals(mine, StreamId.current());
      assertEquals(mine, seenBy(handle));
    });
  }

  @Test
  @DisplayName("drivers C40: an inline task that throws leaves the outer task its stream")
  void throwingInlineTask_leavesTheOuterStream() {
    Script.anySchedule(s -> {
      Rig rig = new Rig(s);
      DeviceHandle<Rig.Notes> notes = rig.notes();
      StreamId seen =
          rig.counter()
              .submitBlocking(_ -> {
                StreamId.run(SEVEN, () -> failing(notes));
                return StreamId.current();
              });
      assertEquals(StreamId.current(), seen);
    });
  }

  private static void failing(DeviceHandle<Rig.Notes> notes) {
    assertThrows(
        DeviceCallException.class,
        () ->
            notes.submitBlocking(_ -> {
              throw new IOException("inline, in " + StreamId.current());
            }));
  }

  // ---- the default

  @Test
  @DisplayName("drivers C40, C41: who sets none has a default, and his tasks see it")
  void defaultStream_isTheSubmitters() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = new Rig(s).counter();
      StreamId mine = StreamId.current();
      assertEquals(mine, StreamId.current());
      assertEquals(mine, seenBy(handle));
      s.sleep(5);
      assertEquals(mine, seenBy(handle));
    });
  }

  private static DeviceHandle<Rig.Counter> with(Rig rig, StreamPolicy policy) {
    rig.devices.configure(GPU, RunnerAttrs.defaults().streams(policy));
    return rig.counter();
  }

  @Test
  @DisplayName("drivers C41: PER_THREAD: a stream of its own for each thread, always the same")
  void perThread_eachThreadHasItsOwn() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = with(new Rig(s), StreamPolicy.PER_THREAD);
      Set<String> seen = new TreeSet<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        threads.add(
            s.thread(
                "submitter",
                () -> {
                  StreamId first = seenBy(handle);
                  s.sleep(1);
                  assertEquals(first, seenBy(handle));
                  seen.add(first.toString());
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(5, seen.size(), seen::toString);
    });
  }

  @Test
  @DisplayName("drivers C41: SINGLE: all who set none share one stream")
  void single_allShareOne() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = with(new Rig(s), StreamPolicy.SINGLE);
      StreamId[] others = new StreamId[1];
      s.thread("other", () -> others[0] = seenBy(handle)).join();
      assertEquals(others[0], seenBy(handle));
      StreamId.run(SEVEN, () -> assertEquals(SEVEN, seenBy(handle)));
    });
  }

  @Test
  @DisplayName("drivers C41: PER_TASK: each submit that sets none is a stream of its own")
  void perTask_eachSubmitIsItsOwn() {
    Script.anySchedule(s -> {
      DeviceHandle<Rig.Counter> handle = with(new Rig(s), StreamPolicy.PER_TASK);
      assertNotEquals(seenBy(handle), seenBy(handle));
      StreamId inside =
          handle.submitBlocking(_ -> {
            assertEquals(StreamId.current(), StreamId.current());
            return StreamId.current();
          });
      assertNotEquals(inside, seenBy(handle));
      StreamId.run(SEVEN, () -> assertEquals(SEVEN, seenBy(handle)));
    });
  }
}
