package dev.wq.poll;

import static dev.wq.Script.ms;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wq.QueueAttrs;
import dev.wq.Script;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CountingSemaphoreTest {
  /** A work that takes one when fired and says what is left. */
  private static TriggeredWork taking(Script s, String name, CountingSemaphore sem) {
    return TriggeredWork.of(
        name, outcome -> s.say(name + " " + outcome.cause() + " takes: " + sem.tryTake()));
  }

  private static void urgent(Script s, String name, int priority, CountingSemaphore sem) {
    s.machine().thread(name, priority, () -> s.say(name + ": " + untimed(sem)));
  }

  private static TakeResult untimed(CountingSemaphore sem) {
    try {
      return sem.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // ---- counting

  @Test
  @DisplayName("zephyr S1, 96: limit and initial count are checked")
  void badLimits_areRefused() {
    assertEquals("limit must be at least 1, was 0", refusal(0, 0));
    assertEquals("initial count must be in 0..3, was 4", refusal(4, 3));
    assertEquals("initial count must be in 0..3, was -1", refusal(-1, 3));
    assertEquals(Integer.MAX_VALUE, new CountingSemaphore(5, Integer.MAX_VALUE).limit());
  }

  private static String refusal(int initial, int limit) {
    return Script.refusal(
        IllegalArgumentException.class, () -> new CountingSemaphore(initial, limit));
  }

  @Test
  @DisplayName("zephyr S2, 96: a give at the limit is dropped")
  void giveAtLimit_isDropped() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 2);
          s.say("gives " + sem.give() + " " + sem.give() + " " + sem.give() + ", " + sem);
          s.say("takes " + sem.tryTake() + " " + sem.tryTake() + " " + sem.tryTake());
        },
        "0ms gives true true false, semaphore 2/2",
        "0ms takes true true false");
  }

  @Test
  @DisplayName("zephyr S2: a give at the largest limit, with a watcher registered once, is dropped")
  void giveAtTheLargestLimit_isDropped() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, Integer.MAX_VALUE);
          s.say("poll: " + Poll.await(ms(1), sem.available()).cause());
          s.say("give " + sem.give() + ", " + sem.count());
        },
        "1ms poll: TIMEOUT",
        "1ms give true, 1");
    CountingSemaphore full = new CountingSemaphore(Integer.MAX_VALUE, Integer.MAX_VALUE);
    assertEquals(false, full.give());
    assertEquals(Integer.MAX_VALUE, full.count());
  }

  @Test
  @DisplayName("zephyr S3, 96: a take that does not wait fails on 0")
  void takeWithoutWaiting_failsOnZero() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(1, 1);
          s.say(sem.take() + " " + sem.tryTake() + " " + sem.take(Duration.ZERO));
          s.say(TakeResult.TAKEN.errno() + " " + TakeResult.TIMED_OUT.errno());
        },
        "0ms TAKEN false TIMED_OUT",
        "0ms 0 -11");
  }

  @Test
  @DisplayName("zephyr S4, 96: a timed take ends at its time, not before")
  void timedTake_timesOut() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 1);
          s.say("take: " + sem.take(ms(20)));
          s.say("again: " + sem.give() + " " + sem.take(ms(20)));
        },
        "20ms take: TIMED_OUT",
        "20ms again: true TAKEN");
  }

  @Test
  void negativeTimeout_isRefused() {
    CountingSemaphore sem = new CountingSemaphore(0, 1);
    assertEquals(
        "timeout of a wait for semaphore 0/1 must not be negative, was PT-0.001S",
        Script.refusal(IllegalArgumentException.class, () -> sem.take(Duration.ofMillis(-1))));
  }

  // ---- blocked takers

  @Test
  @DisplayName("zephyr S5, 96: a give with a blocked taker hands over, nobody comes between")
  void giveToBlockedTaker_handsOver() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 5);
          s.ask("taker", sem::take);
          s.at(10);
          s.say("give " + sem.give() + " count " + sem.count() + " tryTake " + sem.tryTake());
          s.settle();
        },
        "10ms give true count 0 tryTake false",
        "10ms taker: TAKEN");
  }

  @Test
  @DisplayName("zephyr S6: takers of the same priority are served first come, first served")
  void equalTakers_inOrder() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 5);
          for (String name : new String[] {"a", "b", "c"}) {
            s.ask(name, sem::take);
            s.settle();
          }
          for (int i = 1; i <= 3; i++) {
            s.at(i);
            sem.give();
          }
        },
        "1ms a: TAKEN",
        "2ms b: TAKEN",
        "3ms c: TAKEN");
  }

  @Test
  @DisplayName("zephyr S6, 96: four waiters hi-long, hi, mid, low are released in that order")
  void takeMultiple_mostUrgentFirst() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 5);
          String[] names = {"low", "mid", "hi-long", "hi"};
          int[] priorities = {3, 2, 1, 1};
          for (int i = 0; i < names.length; i++) {
            urgent(s, names[i], priorities[i], sem);
            s.at(i + 1);
          }
          for (int i = 0; i < names.length; i++) {
            s.at(10 + i);
            sem.give();
          }
        },
        "10ms hi-long: TAKEN",
        "11ms hi: TAKEN",
        "12ms mid: TAKEN",
        "13ms low: TAKEN");
  }

  @Test
  @DisplayName("zephyr 96: five waiters, two rounds, each give releases exactly one")
  void fiveWaitersTwoRounds_oneEach() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 5);
          for (int round = 0; round < 2; round++) {
            int start = s.millis();
            for (int i = 0; i < 5; i++) {
              urgent(s, "t" + (5 - i), 5 - i, sem);
            }
            for (int i = 0; i < 5; i++) {
              s.at(start + i + 1);
              sem.give();
            }
            s.settle();
          }
          s.say("count " + sem.count());
        },
        "1ms t1: TAKEN",
        "2ms t2: TAKEN",
        "3ms t3: TAKEN",
        "4ms t4: TAKEN",
        "5ms t5: TAKEN",
        "6ms t1: TAKEN",
        "7ms t2: TAKEN",
        "8ms t3: TAKEN",
        "9ms t4: TAKEN",
        "10ms t5: TAKEN",
        "10ms count 0");
  }

  @Test
  void takerThatTimesOut_isNotGivenTo() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 5);
          s.ask("a", () -> sem.take(ms(5)));
          s.settle();
          s.ask("b", sem::take);
          s.at(10);
          sem.give();
          s.settle();
          s.say("give " + sem.give() + " count " + sem.count());
        },
        "5ms a: TIMED_OUT",
        "10ms b: TAKEN",
        "10ms give true count 1");
  }

  @Test
  void interruptedTaker_leavesTheLine() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 5);
          Thread taker = s.ask("taker", sem::take);
          s.at(5);
          taker.interrupt();
          s.settle();
          s.say("give " + sem.give() + " count " + sem.count());
        },
        "5ms taker: InterruptedException",
        "5ms give true count 1");
  }

  @Test
  void takerInterruptedAfterTheGive_hasItAndKeepsTheInterrupt() {
    Script.inTurn(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 5);
          Thread taker =
              s.ask("taker", () -> sem.take() + " " + Thread.currentThread().isInterrupted());
          s.at(5);
          sem.give();
          taker.interrupt();
          s.settle();
          s.say("count " + sem.count());
        },
        "5ms taker: TAKEN true",
        "5ms count 0");
  }

  // ---- reset

  @Test
  @DisplayName("zephyr S7, 96: reset sets the count to 0")
  void reset_clearsTheCount() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(3, 5);
          sem.reset();
          s.say(sem.count() + " " + sem.tryTake() + " " + sem.take(ms(1)));
        },
        "1ms 0 false TIMED_OUT");
  }

  @Test
  @DisplayName("zephyr S7, 96: reset wakes every taker, and the semaphore can be used on")
  void reset_wakesAllTakers() {
    Script.anySchedule(
        s -> {
          CountingSemaphore sem = new CountingSemaphore(0, 5);
          s.ask("taker", sem::take);
          s.ask("taker", () -> sem.take(ms(50)));
          s.at(10);
          sem.reset();
          s.settle();
          s.say(TakeResult.RESET.errno() + " " + sem.give() + " " + sem.take() + " " + sem.count());
        },
        "10ms taker: RESET",
        "10ms taker: RESET",
        "10ms -11 true TAKEN 0");
  }

  @Test
  @DisplayName("zephyr S8, 95: reset tells no watcher, a later give tells one")
  void reset_tellsNoWatcher() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          CountingSemaphore sem = new CountingSemaphore(0, 5);
          TriggeredWork a = taking(s, "a", sem);
          TriggeredWork b = taking(s, "b", sem);
          a.arm(q, sem.available());
          b.arm(q, sem.available());
          s.at(5);
          sem.reset();
          s.settle();
          s.say("armed " + a.isArmed() + " " + b.isArmed());
          sem.give();
          s.settle();
          s.say("armed " + a.isArmed() + " " + b.isArmed());
          b.disarm();
        },
        "5ms armed true true",
        "5ms a EVENT takes: true",
        "5ms armed false true");
  }

  // ---- works

  @Test
  @DisplayName("zephyr S9, 96: gives and takes that do not wait from works, those of bh included")
  void fromWorks_withoutWaiting() {
    Script.anySchedule(
        s -> {
          WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
          CountingSemaphore sem = new CountingSemaphore(0, 5);
          bh.enqueue(
              s.work("irq", () -> s.say(sem.give() + " " + sem.tryTake() + " " + sem.tryTake())));
          s.settle();
          bh.enqueue(Work.of("blocker", sem::take));
          s.settle();
          s.say("count " + sem.count());
        },
        "0ms irq runs",
        "0ms true true false",
        "0ms blocker throws IllegalStateException: work 'blocker' of bh queue 'bh' must not wait for"
            + " semaphore 0/5",
        "0ms count 0");
  }

  @Test
  @DisplayName("zephyr 96: a give by a delayed work ends a take at that instant")
  void giveByTimer_endsTheTake() {
    Script.anyScheduleLive(
        s -> {
          WorkQueue q = s.queue("q");
          CountingSemaphore sem = new CountingSemaphore(0, 1);
          q.enqueueDelayed(s.delayed("timer", sem::give), ms(15));
          s.say("take: " + sem.take(ms(20)));
        },
        "15ms timer runs",
        "15ms take: TAKEN");
  }

  @Test
  @DisplayName("zephyr P18: between the telling and the handler somebody else may take")
  void triggerIsNoOwnership() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          CountingSemaphore sem = new CountingSemaphore(0, 1);
          s.occupy(q, 10);
          taking(s, "w", sem).arm(q, sem.available());
          sem.give();
          s.say("thief: " + sem.tryTake());
          s.at(20);
        },
        "0ms thief: true",
        "10ms w EVENT takes: false");
  }

  @Test
  @DisplayName("zephyr P19: a blocked taker goes before the watchers")
  void takersGoBeforeWatchers() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          CountingSemaphore sem = new CountingSemaphore(0, 1);
          taking(s, "w", sem).arm(q, sem.available());
          s.ask("taker", sem::take);
          s.at(5);
          sem.give();
          s.at(6);
          sem.give();
        },
        "5ms taker: TAKEN",
        "6ms w EVENT takes: true");
  }

  @Test
  @DisplayName(
      "zephyr P20, P21: each give tells one watcher, in the order in which they were armed")
  void eachGive_tellsOneWatcher() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          CountingSemaphore sem = new CountingSemaphore(0, 3);
          for (String name : new String[] {"a", "b", "c"}) {
            taking(s, name, sem).arm(q, sem.available());
          }
          for (int i = 1; i <= 3; i++) {
            s.at(i);
            sem.give();
          }
        },
        "1ms a EVENT takes: true",
        "2ms b EVENT takes: true",
        "3ms c EVENT takes: true");
  }

  @Test
  @DisplayName("zephyr P29: a watcher that does not take passes the notification on")
  void watcherThatDoesNotTake_passesOn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          CountingSemaphore sem = new CountingSemaphore(0, 1);
          TriggeredWork.of("lazy", _ -> s.say("lazy leaves it")).arm(q, sem.available());
          taking(s, "w", sem).arm(q, sem.available());
          s.at(5);
          sem.give();
        },
        "5ms lazy leaves it",
        "5ms w EVENT takes: true");
  }

  @Test
  @DisplayName("zephyr P29: a cancelled watcher that was told passes the notification on")
  void cancelledWatcher_passesOn() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          CountingSemaphore sem = new CountingSemaphore(0, 1);
          s.occupy(q, 10);
          TriggeredWork first = taking(s, "first", sem);
          first.arm(q, sem.available());
          taking(s, "second", sem).arm(q, sem.available());
          sem.give();
          s.settle();
          s.say("cancel " + first.cancel());
          s.at(20);
        },
        "0ms cancel true",
        "10ms second EVENT takes: true");
  }
}
