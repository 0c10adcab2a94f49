package dev.wq.poll;

import static dev.wq.Script.ms;

import dev.wq.QueueAttrs;
import dev.wq.Script;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PollTest {
  /** The three objects of Zephyr's tests. */
  private static final class Three {
    final CountingSemaphore sem = new CountingSemaphore(0, 1);
    final Fifo<String> fifo = new Fifo<>();
    final PollSignal signal = new PollSignal();

    String poll(Duration timeout) throws InterruptedException {
      TriggerOutcome outcome =
          Poll.await(timeout, sem.available(), fifo.dataAvailable(), signal.raised());
      return outcome.cause() + "" + outcome.ready();
    }

    void makeReady() {
      sem.give();
      fifo.put("x");
      signal.raise(7);
    }

    void takeAll() {
      sem.tryTake();
      fifo.tryGet();
      signal.checkAndReset();
    }
  }

  @Test
  @DisplayName("zephyr 88, K2, K3, K4: ready ones are reported at once, all of them, until taken")
  void pollWithoutWaiting_reportsAllReady() {
    Script.anySchedule(
        s -> {
          Three three = new Three();
          three.makeReady();
          s.say(three.poll(Duration.ZERO));
          s.say("still " + three.poll(ms(5)));
          three.takeAll();
          s.say(three.poll(Duration.ZERO));
        },
        "0ms EVENT[semaphore available, fifo has data, signal raised]",
        "0ms still EVENT[semaphore available, fifo has data, signal raised]",
        "0ms TIMEOUT[]");
  }

  @Test
  @DisplayName(
      "zephyr 89, K5: events that come together are seen by one poll, single ones one each")
  void pollThatWaits_seesWhatHasCome() {
    Script.inTurn(
        s -> {
          Three three = new Three();
          s.thread(
              "helper",
              () -> {
                s.sleep(250);
                three.makeReady();
                s.sleep(1750);
                three.sem.give();
                three.fifo.put("y");
                s.sleep(500);
                three.sem.give();
                s.sleep(500);
                three.fifo.put("z");
                s.sleep(500);
                three.signal.raise(1);
              });
          s.say(three.poll(ms(1000)));
          three.takeAll();
          s.say(three.poll(ms(1000)));
          for (int i = 0; i < 4; i++) {
            s.say(three.poll(ms(1000)));
            three.takeAll();
          }
        },
        "250ms EVENT[semaphore available, fifo has data, signal raised]",
        "1250ms TIMEOUT[]",
        "2000ms EVENT[semaphore available, fifo has data]",
        "2500ms EVENT[semaphore available]",
        "3000ms EVENT[fifo has data]",
        "3500ms EVENT[signal raised]");
  }

  @Test
  @DisplayName("zephyr 90, K1: without triggers it is a plain timer")
  void zeroTriggers_timesOut() {
    Script.anySchedule(
        s -> {
          s.say(Poll.await(Duration.ZERO).cause() + "");
          s.say(Poll.await(ms(50)).cause() + "");
          s.say(Script.refusal(IllegalArgumentException.class, Poll::await));
        },
        "0ms TIMEOUT",
        "50ms TIMEOUT",
        "50ms nothing to wait for: no trigger and no timeout");
  }

  @Test
  @DisplayName("zephyr 91: one of two polled fifos is cancelled, the other filled at once")
  void cancelledWait_isReportedWithWhatIsReady() {
    Script.inTurn(
        s -> {
          Fifo<String> first = new Fifo<>();
          Fifo<String> second = new Fifo<>();
          s.thread(
              "helper",
              () -> {
                s.sleep(10);
                first.cancelWait();
                second.put("x");
              });
          TriggerOutcome outcome = Poll.await(first.dataAvailable(), second.dataAvailable());
          s.say(
              outcome.cause()
                  + " first "
                  + outcome.isReady(first.dataAvailable())
                  + " second "
                  + outcome.isReady(second.dataAvailable()));
        },
        "10ms CANCELLED first true second true");
  }

  @Test
  @DisplayName("zephyr 91: the second fifo is filled later, and is not reported")
  void cancelledWait_isReportedAlone() {
    Script.anySchedule(
        s -> {
          Fifo<String> first = new Fifo<>();
          Fifo<String> second = new Fifo<>();
          s.ask(
              "poll",
              () -> {
                TriggerOutcome outcome = Poll.await(first.dataAvailable(), second.dataAvailable());
                return outcome.cause() + " second " + outcome.isReady(second.dataAvailable());
              });
          s.at(10);
          first.cancelWait();
          s.at(11);
          second.put("x");
          s.say("there " + second.size());
        },
        "10ms poll: CANCELLED second false",
        "11ms there 1");
  }

  @Test
  @DisplayName("zephyr 92: two gives release two of the pollers of one semaphore")
  void severalPollers_areReleasedOneByOne() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 3);
          CountingSemaphore ready = new CountingSemaphore(1, 1);
          s.say("main " + Poll.await(sem.available(), ready.available()).ready());
          for (String name : new String[] {"a", "b", "c"}) {
            s.ask(name, () -> Poll.await(ms(100), sem.available()).cause());
            s.settle();
          }
          s.at(10);
          sem.give();
          s.at(11);
          sem.give();
          s.at(12);
          s.say("count " + sem.count());
        },
        "0ms main [semaphore available]",
        "10ms a: EVENT",
        "11ms b: EVENT",
        "12ms count 2",
        "100ms c: TIMEOUT");
  }

  @Test
  @DisplayName("zephyr 93, K6: raised while the poller can't run, it is told when it runs again")
  void raisedWhileThePollerCannotRun_isNotLost() {
    Script.inTurn(
        s -> {
          PollSignal signal = new PollSignal();
          s.thread(
              "raiser",
              () -> {
                s.sleep(10);
                signal.raise(3); // the poller's time is over, it is runnable and does not run
              });
          s.ask("poll", () -> Poll.await(ms(10), signal.raised()).cause() + " " + signal.check());
        },
        "10ms poll: EVENT OptionalInt[3]");
  }

  @Test
  @DisplayName("zephyr K7: a trigger is the same object each time, so it can carry what a tag does")
  void triggers_areTheSameEachTime() {
    Script.anySchedule(
        s -> {
          Three three = new Three();
          three.makeReady();
          TriggerOutcome outcome = Poll.await(three.fifo.dataAvailable(), three.signal.raised());
          s.say(
              (outcome.ready().get(0) == three.fifo.dataAvailable())
                  + " "
                  + (outcome.ready().get(1) == three.signal.raised()));
        },
        "0ms true true");
  }

  @Test
  void interruptedPoll_passesOnWhatItWasTold() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 1);
          Thread first = s.ask("first", () -> Poll.await(sem.available()).cause());
          s.settle();
          s.ask("second", () -> Poll.await(sem.available()).cause());
          s.at(5);
          first.interrupt();
          s.at(6);
          sem.give();
        },
        "5ms first: InterruptedException",
        "6ms second: EVENT");
  }

  @Test
  void bhWork_mustNotPoll() {
    Script.anySchedule(
        s -> {
          WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
          CountingSemaphore sem = new CountingSemaphore(0, 1);
          bh.enqueue(Work.of("w", () -> Poll.await(sem.available())));
          s.settle();
          sem.give();
          bh.enqueue(Work.of("v", () -> s.say("v " + Poll.await(sem.available()).cause())));
        },
        "0ms w throws IllegalStateException: work 'w' of bh queue 'bh' must not wait for semaphore"
            + " available",
        "0ms v EVENT");
  }
}
