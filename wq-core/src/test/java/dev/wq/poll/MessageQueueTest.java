package dev.wq.poll;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.QueueAttrs;
import dev.wq.Script;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MessageQueueTest {
  @Test
  void messages_comeInOrder() {
    Script.anySchedule(
        s -> {
          MessageQueue<String> queue = new MessageQueue<>(3);
          s.say(queue.tryPut("b") + " " + queue.tryPut("c") + " " + queue.tryPutFirst("a"));
          s.say(queue.tryPut("d") + " " + queue.tryPutFirst("d") + ", " + queue);
          s.say(queue.peek() + " " + queue.peekAt(2) + " free " + queue.free());
          s.say(queue.get() + queue.get(ms(1)) + " " + queue.peekAt(1));
          s.say(queue.tryPut("e") + " " + queue.get() + queue.get() + " " + queue.tryGet());
        },
        "0ms true true true",
        "0ms false false, message queue of 3/3",
        "0ms Optional[a] Optional[c] free 0",
        "0ms ab Optional.empty",
        "0ms true ce Optional.empty");
  }

  @Test
  void badArguments_areRefused() {
    assertEquals(
        "capacity must be at least 1, was 0",
        Script.refusal(IllegalArgumentException.class, () -> new MessageQueue<String>(0)));
    MessageQueue<String> queue = new MessageQueue<>(2);
    assertThrows(NullPointerException.class, () -> queue.tryPut(null));
    assertThrows(IndexOutOfBoundsException.class, () -> queue.peekAt(2));
    assertThrows(IllegalArgumentException.class, () -> queue.put("x", Duration.ofNanos(-1)));
  }

  @Test
  @DisplayName("zephyr P19: a blocked getter gets the message, watchers are not told then")
  void messageForABlockedGetter_isHandedOver() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          MessageQueue<String> queue = new MessageQueue<>(1);
          TriggeredWork.of("w", _ -> s.say("w got " + queue.tryGet()))
              .arm(q, queue.dataAvailable());
          s.ask("getter", queue::get);
          s.at(5);
          queue.put("x");
          s.say("left " + queue.size());
          s.at(6);
          queue.put("y");
        },
        "5ms left 0",
        "5ms getter: x",
        "6ms w got Optional[y]");
  }

  @Test
  void blockedPutter_getsTheSpaceThatAGetLeaves() {
    Script.anySchedule(
        s -> {
          MessageQueue<String> queue = new MessageQueue<>(1);
          queue.put("a");
          s.await("put b", () -> queue.put("b"));
          s.settle();
          s.await("put c", () -> queue.put("c", ms(50)));
          s.at(5);
          s.say("got " + queue.get() + " thief " + queue.tryPut("d") + " " + queue.peek());
          s.at(6);
          s.say("got " + queue.get());
          s.at(7);
          s.say("got " + queue.get() + " left " + queue.size());
        },
        "5ms got a thief false Optional[b]",
        "5ms put b: returns",
        "6ms got b",
        "6ms put c: returns",
        "7ms got c left 0");
  }

  @Test
  @DisplayName("zephyr S6: putters with a priority, the most urgent first")
  void mostUrgentPutter_first() {
    Script.anySchedule(
        s -> {
          MessageQueue<String> queue = new MessageQueue<>(1);
          queue.put("full");
          for (int priority : new int[] {2, 1}) {
            s.machine().thread("p" + priority, priority, () -> put(queue, "of p" + priority));
            s.settle();
          }
          s.say(queue.get() + ", " + queue.get() + ", " + queue.get());
        },
        "0ms full, of p1, of p2");
  }

  private static void put(MessageQueue<String> queue, String message) {
    try {
      queue.put(message);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void timedCalls_throwAtTheirTime() {
    Script.anySchedule(
        s -> {
          MessageQueue<String> queue = new MessageQueue<>(1);
          s.say(Script.refusal(TimeoutException.class, () -> queue.get(ms(10))));
          queue.put("a", Duration.ZERO);
          s.say(Script.refusal(TimeoutException.class, () -> queue.put("b", Duration.ZERO)));
          s.say(Script.refusal(TimeoutException.class, () -> queue.put("b", ms(10))));
          s.say(queue.get() + " " + queue.tryGet());
        },
        "10ms get from message queue of 0/1 timed out after PT0.01S",
        "10ms put into message queue of 1/1 timed out after PT0S",
        "20ms put into message queue of 1/1 timed out after PT0.01S",
        "20ms a Optional.empty");
  }

  @Test
  void interruptedPutter_takesItsMessageBack() {
    Script.anySchedule(
        s -> {
          MessageQueue<String> queue = new MessageQueue<>(1);
          queue.put("a");
          Thread putter = s.await("put b", () -> queue.put("b"));
          s.at(5);
          putter.interrupt();
          s.settle();
          s.say(queue.get() + " " + queue.tryGet());
        },
        "5ms put b: InterruptedException",
        "5ms a Optional.empty");
  }

  @Test
  void putterInterruptedAfterTheGet_hasPutAndKeepsTheInterrupt() {
    Script.inTurn(
        s -> {
          MessageQueue<String> queue = new MessageQueue<>(1);
          queue.put("a");
          Thread putter =
              s.ask(
                  "put b",
                  () -> {
                    queue.put("b");
                    return Thread.currentThread().isInterrupted();
                  });
          s.at(5);
          queue.get();
          putter.interrupt();
          s.settle();
          s.say("left " + queue.peek());
        },
        "5ms put b: true",
        "5ms left Optional[b]");
  }

  @Test
  void bhWork_mustNotWait() {
    Script.anySchedule(
        s -> {
          WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
          MessageQueue<String> queue = new MessageQueue<>(1);
          queue.put("a");
          bh.enqueue(Work.of("w", () -> queue.put("b")));
          s.settle();
          s.say(queue.get() + " " + queue.size());
        },
        "0ms w throws IllegalStateException: work 'w' of bh queue 'bh' must not wait for message queue"
            + " of 1/1",
        "0ms a 0");
  }

  // ---- purge

  @Test
  void purge_dropsMessagesAndThoseOfBlockedPutters() {
    Script.anySchedule(
        s -> {
          MessageQueue<String> queue = new MessageQueue<>(1);
          queue.put("a");
          s.thread(
              "putter",
              () -> s.say(Script.refusal(CancellationException.class, () -> queue.put("b"))));
          s.at(5);
          queue.purge();
          s.settle();
          s.say(queue.tryGet() + " " + queue.tryPut("c") + " " + queue.get());
        },
        "5ms message queue of 0/1 was purged while a put waited",
        "5ms Optional.empty true c");
  }

  @Test
  void purgeThatLeavesSpace_tellsAWatcher() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          MessageQueue<String> queue = new MessageQueue<>(1);
          queue.put("a");
          TriggeredWork.of("w", _ -> s.say("w puts " + queue.tryPut("b")))
              .arm(q, queue.spaceAvailable());
          s.at(5);
          queue.purge();
          s.settle();
          queue.purge();
          queue.purge();
          s.say("left " + queue.size());
        },
        "5ms w puts true",
        "5ms left 0");
  }

  // ---- watchers

  @Test
  void getThatLeavesSpace_tellsOneWatcher() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          MessageQueue<String> queue = new MessageQueue<>(1);
          queue.put("a");
          for (String name : new String[] {"x", "y"}) {
            TriggeredWork.of(name, _ -> s.say(name + " puts " + queue.tryPut(name)))
                .arm(q, queue.spaceAvailable());
          }
          for (int i = 1; i <= 2; i++) {
            s.at(i);
            s.say("got " + queue.get());
            s.settle();
          }
        },
        "1ms got a",
        "1ms x puts true",
        "2ms got x",
        "2ms y puts true");
  }

  @Test
  void putThatWaited_tellsAWatcherWhenItGoesIn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          MessageQueue<String> queue = new MessageQueue<>(1);
          for (String name : new String[] {"x", "y"}) {
            TriggeredWork.of(name, _ -> s.say(name + " got " + queue.tryGet().orElseThrow()))
                .arm(q, queue.dataAvailable());
          }
          s.occupy(q, 10);
          queue.put("a");
          queue.put("b");
          s.at(20);
        },
        "10ms x got a",
        "10ms y got b");
  }

  @Test
  @DisplayName("zephyr 51, P22: the handler takes from the queue that triggers it, inside the put")
  void triggeredFromMessageQueue_takesTheMessage() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          MessageQueue<String> queue = new MessageQueue<>(1);
          TriggeredWork.of(
                  "w",
                  outcome -> s.say(outcome.cause() + " " + queue.get(Duration.ZERO) + " " + queue))
              .arm(q, queue.dataAvailable());
          s.at(5);
          s.say("put " + queue.tryPut("sixteen bytes.."));
          s.settle();
          s.say("left " + queue.size() + " free " + queue.free());
        },
        "5ms put true",
        "5ms EVENT sixteen bytes.. message queue of 0/1",
        "5ms left 0 free 1");
  }
}
