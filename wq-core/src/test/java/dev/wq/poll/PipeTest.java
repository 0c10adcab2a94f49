package dev.wq.poll;

import static dev.wq.Script.ms;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.QueueAttrs;
import dev.wq.Script;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PipeTest {
  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static int write(Pipe pipe, String text) throws Exception {
    return pipe.write(bytes(text), 0, text.length());
  }

  private static int tryWrite(Pipe pipe, String text) throws Exception {
    return pipe.tryWrite(bytes(text), 0, text.length());
  }

  /** What a read of so many bytes has brought: {@code 2 ab}. */
  private interface Reading {
    int into(byte[] bytes) throws Exception;
  }

  private static String read(int length, Reading reading) throws Exception {
    byte[] into = new byte[length];
    int count = reading.into(into);
    return count + " " + new String(into, 0, Math.max(0, count), US_ASCII);
  }

  private static String tryRead(Pipe pipe, int length) throws Exception {
    return read(length, into -> pipe.tryRead(into, 0, length));
  }

  private static String read(Pipe pipe, int length) throws Exception {
    return read(length, into -> pipe.read(into, 0, length));
  }

  private static String readFully(Pipe pipe, int length) throws Exception {
    return read(length, into -> pipe.readFully(into, 0, length));
  }

  private static String readFully(Pipe pipe, int length, Duration timeout) throws Exception {
    return read(length, into -> pipe.readFully(into, 0, length, timeout));
  }

  @Test
  void callsThatDoNotWait_moveWhatTheyCan() {
    Script.anySchedule(
        s -> {
          Pipe pipe = new Pipe(4);
          s.say(tryRead(pipe, 1) + tryWrite(pipe, "abcdef") + " " + tryWrite(pipe, "x"));
          s.say(tryRead(pipe, 3) + " then " + tryWrite(pipe, "ghij") + ", " + pipe);
          s.say(tryRead(pipe, 9) + " then " + tryRead(pipe, 9));
        },
        "0ms 0 4 0",
        "0ms 3 abc then 3, pipe of 4/4",
        "0ms 4 dghi then 0 ");
  }

  @Test
  void badArguments_areRefused() throws Exception {
    assertEquals(
        "capacity must be at least 1, was 0",
        Script.refusal(IllegalArgumentException.class, () -> new Pipe(0)));
    Pipe pipe = new Pipe(4);
    assertThrows(IndexOutOfBoundsException.class, () -> pipe.tryWrite(bytes("ab"), 1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> pipe.read(bytes("ab"), -1, 2));
    assertThrows(
        IllegalArgumentException.class, () -> pipe.read(bytes("ab"), 0, 2, Duration.ofNanos(-1)));
    assertEquals(0, pipe.read(bytes(""), 0, 0));
    assertEquals(4, pipe.capacity());
  }

  @Test
  void write_waitsUntilAllIsIn() {
    Script.anySchedule(
        s -> {
          Pipe pipe = new Pipe(2);
          s.ask("write", () -> write(pipe, "abcde"));
          s.at(5);
          s.say(read(pipe, 2));
          s.at(6);
          s.say(tryWrite(pipe, "x") + " " + read(pipe, 1));
          s.settle();
          s.say(read(pipe, 9));
        },
        "5ms 2 ab",
        "6ms 0 1 c",
        "6ms write: 5",
        "6ms 2 de");
  }

  @Test
  void read_waitsForTheFirstByte() {
    Script.anySchedule(
        s -> {
          Pipe pipe = new Pipe(4);
          s.ask("read", () -> read(pipe, 3));
          s.at(5);
          s.say("write " + write(pipe, "ab") + ", " + pipe);
        },
        "5ms write 2, pipe of 0/4",
        "5ms read: 2 ab");
  }

  @Test
  void readFully_waitsForAllAndMayExceedTheCapacity() {
    Script.anySchedule(
        s -> {
          Pipe pipe = new Pipe(2);
          s.ask("read", () -> readFully(pipe, 5));
          s.at(5);
          write(pipe, "ab");
          s.at(6);
          s.say("write " + write(pipe, "cdef") + ", " + pipe);
        },
        "6ms write 4, pipe of 1/2",
        "6ms read: 5 abcde");
  }

  @Test
  void timedCalls_answerWhatWasMovedInTime() {
    Script.anySchedule(
        s -> {
          Pipe pipe = new Pipe(2);
          s.say(Script.refusal(TimeoutException.class, () -> readFully(pipe, 3, ms(5))));
          s.say("write " + pipe.write(bytes("abc"), 0, 3, ms(5)));
          s.say(
              Script.refusal(
                  TimeoutException.class, () -> pipe.write(bytes("d"), 0, 1, Duration.ZERO)));
          s.say("read " + readFully(pipe, 3, ms(5)));
          s.say(Script.refusal(TimeoutException.class, () -> pipe.read(new byte[1], 0, 1, ms(1))));
        },
        "5ms read from pipe of 0/2 timed out after PT0.005S",
        "10ms write 2",
        "10ms write to pipe of 2/2 timed out after PT0S",
        "15ms read 2 ab",
        "16ms read from pipe of 0/2 timed out after PT0.001S");
  }

  @Test
  void interruptedCall_answersWhatWasMoved() {
    Script.anySchedule(
        s -> {
          Pipe pipe = new Pipe(2);
          Thread none = s.ask("read", () -> read(pipe, 1));
          s.settle();
          none.interrupt();
          s.settle();
          Thread some =
              s.ask(
                  "write", () -> write(pipe, "abc") + " " + Thread.currentThread().isInterrupted());
          s.settle();
          some.interrupt();
          s.settle();
          s.say(tryRead(pipe, 9));
        },
        "0ms read: InterruptedException",
        "0ms write: 2 true",
        "0ms 2 ab");
  }

  @Test
  void bhWork_usesCallsThatDoNotWait() {
    Script.anySchedule(
        s -> {
          WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
          Pipe pipe = new Pipe(2);
          bh.enqueue(Work.of("w", () -> write(pipe, "a")));
          bh.enqueue(Work.of("v", () -> s.say("v " + tryWrite(pipe, "b"))));
        },
        "0ms w throws IllegalStateException: work 'w' of bh queue 'bh' must not wait for pipe of"
            + " 0/2",
        "0ms v 1");
  }

  @Test
  @DisplayName("zephyr S6: readers in the order in which they came, or by priority")
  void readers_inOrder() {
    Script.anySchedule(
        s -> {
          Pipe pipe = new Pipe(4);
          s.ask("first", () -> read(pipe, 1));
          s.settle();
          s.ask("second", () -> readFully(pipe, 2));
          s.settle();
          s.machine().thread("urgent", -1, () -> s.say("urgent " + urgentRead(pipe)));
          s.settle();
          for (String text : new String[] {"a", "b", "c", "d"}) {
            s.at(s.millis() + 1);
            write(pipe, text);
          }
        },
        "1ms urgent 1 a",
        "2ms first: 1 b",
        "4ms second: 2 cd");
  }

  private static String urgentRead(Pipe pipe) {
    try {
      return read(pipe, 1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  // ---- reset, close

  @Test
  void reset_dropsBytesAndCallsOffBlockedCalls() {
    Script.anySchedule(
        s -> {
          Pipe pipe = new Pipe(2);
          s.ask("write", () -> write(pipe, "abc"));
          s.at(5);
          pipe.reset();
          s.settle();
          s.say(pipe + " " + tryRead(pipe, 1));
          s.ask("read", () -> read(pipe, 1));
          s.at(6);
          pipe.reset();
          s.settle();
          s.say("used on: " + write(pipe, "d") + " " + read(pipe, 1));
        },
        "5ms write: CancellationException",
        "5ms pipe of 0/2 0 ",
        "6ms read: CancellationException",
        "6ms used on: 1 1 d");
  }

  @Test
  void close_letsReadersHaveWhatIsLeft() {
    Script.anySchedule(
        s -> {
          Pipe pipe = new Pipe(4);
          write(pipe, "abc");
          pipe.close();
          s.say(
              Script.refusal(IOException.class, () -> tryWrite(pipe, "x"))
                  + "; "
                  + Script.refusal(IOException.class, () -> write(pipe, "xy")));
          s.say(read(pipe, 2) + ", " + readFully(pipe, 2) + ", " + read(pipe, 2));
          s.say(tryRead(pipe, 2) + ", " + readFully(pipe, 1, ms(5)) + ", " + pipe);
        },
        "0ms write of 1 bytes to closed pipe of 3/4 refused; write of 2 bytes to closed pipe of 3/4"
            + " refused",
        "0ms 2 ab, 1 c, -1 ",
        "0ms -1 , -1 , closed pipe of 0/4");
  }

  @Test
  void close_endsBlockedCalls() {
    Script.anySchedule(
        s -> {
          Pipe space = new Pipe(1);
          s.ask("partly", () -> write(space, "ab"));
          s.settle();
          space.close();
          s.at(4);
          Pipe full = new Pipe(1);
          write(full, "a");
          s.ask("not at all", () -> write(full, "b"));
          s.settle();
          full.close();
          s.at(5);
          Pipe empty = new Pipe(1);
          s.ask("read", () -> read(empty, 1));
          s.settle();
          empty.close();
          s.at(6);
          Pipe begun = new Pipe(1);
          s.ask("read fully", () -> readFully(begun, 3));
          write(begun, "ab");
          s.settle();
          begun.close();
        },
        "0ms partly: 1",
        "4ms not at all: IOException",
        "5ms read: -1 ",
        "6ms read fully: 2 ab");
  }

  // ---- watchers

  @Test
  @DisplayName("zephyr P19, P20: readers before watchers, each write that leaves bytes tells one")
  void write_tellsOneWatcher() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Pipe pipe = new Pipe(4);
          for (String name : new String[] {"a", "b"}) {
            TriggeredWork.of(name, _ -> s.say(name + " got " + tryRead(pipe, 9)))
                .arm(q, pipe.readable());
          }
          s.ask("reader", () -> read(pipe, 1));
          for (int i = 1; i <= 3; i++) {
            s.at(i);
            write(pipe, "" + i);
          }
        },
        "1ms reader: 1 1",
        "2ms a got 1 2",
        "3ms b got 1 3");
  }

  @Test
  @DisplayName("zephyr 1.5: close tells every watcher (ours: Zephyr tells none), reset none")
  void close_tellsEveryWatcher() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Pipe pipe = new Pipe(4);
          for (String name : new String[] {"a", "b"}) {
            TriggeredWork.of(name, outcome -> s.say(name + outcome.ready()))
                .arm(q, pipe.readable());
          }
          Thread[] pollers = {
            s.thread("x", () -> Poll.await(pipe.closed())),
            s.thread("y", () -> Poll.await(pipe.closed()))
          };
          s.at(5);
          pipe.reset();
          s.at(10);
          pipe.close();
          s.at(11);
          s.say(pollers[0].isAlive() + " " + pollers[1].isAlive());
          pipe.close();
          s.say("" + Poll.await(pipe.closed(), pipe.readable()).ready());
        },
        "10ms a[pipe readable]",
        "10ms b[pipe readable]",
        "11ms false false",
        "11ms [pipe closed, pipe readable]");
  }
}
