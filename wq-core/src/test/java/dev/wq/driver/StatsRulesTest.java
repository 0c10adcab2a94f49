package dev.wq.driver;

import static dev.wq.Script.ms;
import static dev.wq.driver.DriverPoll.COMPLETED;
import static dev.wq.driver.DriverPoll.PENDING_POLL_AGAIN;
import static dev.wq.driver.DriverPoll.REFUSED;
import static dev.wq.driver.DriverScript.dev;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Counts and times: drivers D47. */
class StatsRulesTest {
  @Test
  @DisplayName("drivers D47: each item is counted by its end")
  void items_areCountedByTheirEnd() {
    DriverScript.anySchedule(
        dev().runLimit(ms(10)).banAfter(9),
        d -> {
          d.driver.withoutPollsInLog().abortsOnCancel();
          d.driver.onPost("done", COMPLETED);
          d.driver.onPost("broken", DriverPoll.failed(new IOException("x")));
          d.attach();
          d.postAll("done", "broken", "hangs", "never");
          d.posted(3).cancel();
          d.s.at(12);
          d.post("aborted");
          d.posted(4).cancel();
          d.s.at(13);
          d.postAll("now", "later");
          DriverStats stats = d.queue.stats();
          d.s.say("posted " + stats.posted() + ", accepted " + stats.accepted());
          d.s.say("completed " + stats.completed() + ", failed " + stats.failed());
          d.s.say("cancelled " + stats.cancelledQueued() + " + " + stats.cancelledRunning());
          d.s.say("timed out " + stats.timedOut() + ", resets " + stats.resets());
          d.s.say("left " + stats.queued() + " + " + stats.inProgress());
          d.finish("now");
          d.finish("later");
        },
        "0ms post done: completed",
        "0ms stop",
        "0ms post broken: failed: java.io.IOException: x",
        "0ms stop",
        "0ms post hangs: pending",
        "10ms reset hangs: RESET",
        "10ms stop",
        "12ms post aborted: pending",
        "12ms cancel aborted",
        "12ms stop",
        "13ms post now: pending",
        "13ms posted 7, accepted 5",
        "13ms completed 1, failed 1",
        "13ms cancelled 1 + 1",
        "13ms timed out 1, resets 1",
        "13ms left 1 + 1",
        "13ms post later: pending",
        "13ms stop");
  }

  @Test
  @DisplayName("drivers D47: refusals, polls and polls without a kick are counted")
  void calls_areCounted() {
    DriverScript.anySchedule(
        d -> {
          d.driver.withoutPollsInLog();
          d.driver.onPost("a", REFUSED, REFUSED, DriverPoll.PENDING);
          d.driver.onPoll(
              "a", DriverPoll.PENDING, PENDING_POLL_AGAIN, PENDING_POLL_AGAIN, COMPLETED);
          d.attach();
          d.post("a");
          d.kick();
          d.kick();
          d.kick();
          d.kick();
          d.s.at(1000);
          DriverStats stats = d.queue.stats();
          d.s.say("refused " + stats.refused() + ", accepted " + stats.accepted());
          d.s.say("polls " + stats.polls() + ", without a kick " + stats.recalls());
        },
        "0ms post a: refused",
        "0ms post a: refused",
        "0ms post a: pending",
        "0ms stop",
        "1000ms refused 2, accepted 1",
        "1000ms polls 4, without a kick 2");
  }

  @Test
  @DisplayName(
      "drivers D47: the time with something in progress and the waits are kept if asked for")
  void times_areKeptIfAskedFor() {
    DriverScript.anySchedule(
        dev().measured(),
        d -> {
          d.driver.withoutPollsInLog();
          d.attach();
          d.postAll("a", "b");
          d.s.at(8);
          d.finish("a");
          d.s.at(10);
          d.finish("b");
          d.s.at(100);
          DriverStats stats = d.queue.stats();
          d.s.say("busy " + stats.busy().toMillis() + "ms");
          d.s.say("waited " + sum(stats.waits()) + ", 2^22 ns on " + stats.waits().get(22));
        },
        "0ms post a: pending",
        "8ms post b: pending",
        "10ms stop",
        "100ms busy 10ms",
        "100ms waited 2, 2^22 ns on 1");
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  @Test
  @DisplayName("drivers D47: unmeasured, there are counts and no times")
  void unmeasured_noTimes() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", COMPLETED);
          d.attach();
          d.post("a");
          d.s.at(10);
          assertEquals(Duration.ZERO, d.queue.stats().busy());
          assertEquals(List.of(), d.queue.stats().waits());
          d.s.say("completed " + d.queue.stats().completed());
        },
        "0ms post a: completed",
        "0ms stop",
        "10ms completed 1");
  }
}
