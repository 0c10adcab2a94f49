package dev.wq.poll;

import static dev.wq.Script.ms;
import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.JoinHandle;
import dev.wq.QueueAttrs;
import dev.wq.Script;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The lock of tasks and works: order, hand-over, owner. */
class TurnMutexTest {
  private final Logger log = Logger.getLogger("dev.wq");
  private final Level level = log.getLevel();

  @BeforeEach
  void expectWarnings() {
    log.setLevel(Level.OFF); // each turn that a closed queue refuses is one
  }

  @AfterEach
  void logAgain() {
    log.setLevel(level);
  }

  /** A task that takes the lock, keeps it over a sleep and gives it back. */
  private static JoinHandle<Object> user(Script s, WorkQueue q, TurnMutex m, String name) {
    return q.spawnTask(
        name,
        () -> {
          m.lock();
          s.say(name + " has it");
          s.sleep(10);
          m.unlock();
          return null;
        });
  }

  @Test
  @DisplayName("zephyr R5: tasks of one ordered queue hold a mutex over waits, first come first")
  void tasksOfOneQueue_getItInTheirOrder() {
    Script.anySchedule(
        s -> {
          TurnMutex m = new TurnMutex("m");
          WorkQueue q = s.ordered("q");
          for (String name : List.of("a", "b", "c")) {
            user(s, q, m, name);
          }
          q.enqueue(s.work("w"));
        },
        "0ms a has it",
        "0ms w runs",
        "10ms b has it",
        "20ms c has it");
  }

  @Test
  @DisplayName("zephyr R5: a hand-over in the instant of the timeout is no timeout")
  void handOverAtTheDeadline_isNoTimeout() {
    Script.anySchedule(
        s -> {
          TurnMutex m = new TurnMutex("m");
          m.lock();
          WorkQueue q = s.ordered("q");
          q.spawnTask(() -> {
            boolean got = m.lock(ms(10));
            s.say("got " + got);
            m.unlock();
            return null;
          });
          s.at(9);
          s.occupy(q, 30);
          m.unlock();
        },
        "30ms got true");
  }

  @Test
  void timeIsOver_answersFalse_andLeavesTheLine() {
    Script.anySchedule(
        s -> {
          TurnMutex m = new TurnMutex("m");
          m.lock();
          WorkQueue q = s.ordered("q");
          q.spawnTask(() -> {
            s.say("got " + m.lock(ms(10)) + " " + m.lock(ms(0)) + " " + m.tryLock());
            return null;
          });
          s.at(20);
          m.unlock();
          s.say("free " + m.tryLock() + " " + m.tryLock() + ", " + m);
        },
        "10ms got false false false",
        "20ms free true false, mutex 'm' held by 'main'");
  }

  @Test
  void aPlainWork_keepsItsPlaceWhileItWaits() {
    Script.anySchedule(
        s -> {
          TurnMutex m = new TurnMutex("m");
          m.lock();
          WorkQueue q = s.ordered("q");
          q.enqueue(
              Work.of(
                  "a",
                  () -> {
                    m.lock();
                    s.say("a has it: " + m);
                    m.unlock();
                  }));
          q.enqueue(s.work("w"));
          s.at(10);
          m.unlock();
        },
        "10ms a has it: mutex 'm' held by work 'a'",
        "10ms w runs");
  }

  @Test
  void interruptedWaiter_leavesTheLine() {
    Script.anySchedule(
        s -> {
          TurnMutex m = new TurnMutex("m");
          m.lock();
          JoinHandle<Object> a = user(s, s.ordered("q"), m, "a");
          s.at(5);
          a.interrupt();
          s.ask("a", a::join);
          s.at(10);
          m.unlock();
          s.say("free " + m.tryLock());
        },
        "5ms a: CancellationException",
        "10ms free true");
  }

  @Test
  @DisplayName("zephyr R4: a task cancelled on its way to its turn gives the lock to the next")
  void taskThatLostItsTurn_passesTheLockOn() {
    Script.anyScheduleLive(
        s -> {
          TurnMutex m = new TurnMutex("m");
          m.lock();
          WorkQueue q = s.ordered("q");
          JoinHandle<Object> a = user(s, q, m, "a");
          s.settle();
          user(s, s.ordered("other"), m, "b");
          s.settle();
          s.occupy(q, 20);
          m.unlock();
          s.settle();
          s.say("cancelled " + a.work().cancel());
        },
        "0ms cancelled true",
        "0ms b has it");
  }

  @Test
  @DisplayName("zephyr R4: a task that loses its turns still owns its lock and can unlock it")
  void taskWithoutATurn_unlocks() {
    Script.anySchedule(
        s -> {
          TurnMutex m = new TurnMutex("m");
          WorkQueue q = s.ordered("q");
          q.spawnTask(() -> {
            m.lock();
            try {
              s.sleep(100);
            } finally {
              m.unlock();
            }
            return null;
          });
          s.settle();
          q.close(ms(10));
          s.say("free " + m.tryLock());
        },
        "10ms free true");
  }

  @Test
  void misuse_isRefused() {
    Script.anySchedule(
        s -> {
          TurnMutex m = new TurnMutex("m");
          s.say(refusal(IllegalStateException.class, m::unlock));
          m.lock();
          s.say(refusal(IllegalStateException.class, m::lock));
          WorkQueue q = s.queue("q");
          q.spawnTask("a", () -> assertThrows(IllegalStateException.class, m::unlock));
          q.enqueue(Work.of("w", () -> s.say(refusal(IllegalStateException.class, m::unlock))));
          WorkQueue bh = s.queue(QueueAttrs.named("bh").bh());
          bh.enqueue(
              Work.of(
                  "b",
                  () -> {
                    assertFalse(m.tryLock());
                    assertThrows(IllegalStateException.class, m::lock);
                  }));
          s.settle();
          m.unlock();
          assertTrue(m.tryLock());
          assertThrows(IllegalArgumentException.class, () -> m.lock(ms(-1)));
        },
        "0ms 'main' unlocks mutex 'm', held by nobody",
        "0ms 'main' holds mutex 'm' already",
        "0ms work 'w' unlocks mutex 'm', held by 'main'");
  }
}
