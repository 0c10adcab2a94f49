package dev.wq.driver;

import static dev.wq.Script.ms;
import static dev.wq.driver.DriverPoll.COMPLETED;
import static dev.wq.driver.DriverPoll.PENDING_POLL_AGAIN;

import dev.wq.Script;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Suspension, attaching and detaching: drivers D32 to D43. */
class SuspendRulesTest {
  @Test
  @DisplayName("drivers D32: as many suspensions have to be closed as were made, each counts once")
  void suspensions_areCounted() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          Suspension one = d.queue.suspend();
          Suspension other = d.queue.suspend();
          d.post("a");
          one.close();
          one.close();
          d.s.settle();
          d.s.say("suspended " + d.queue.isSuspended());
          other.close();
          d.s.settle();
          d.s.say("suspended " + d.queue.isSuspended());
        },
        "0ms suspended true",
        "0ms post a: pending",
        "0ms suspended false");
  }

  @Test
  @DisplayName("drivers D33: what is in progress ends, the device is stopped, then they are told")
  void suspendAtWork_endsThenStopsThenTells() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.postAll("a", "b");
          Suspension suspension = d.queue.suspend();
          d.ask("early", () -> timed(suspension, 5));
          d.await("suspended", suspension::await);
          d.s.at(10);
          d.driver.hooks(
              new MockDriver.Hooks() {
                @Override
                public void stop() throws InterruptedException {
                  d.s.sleep(3);
                }
              });
          d.finish("a");
          d.s.at(20);
          d.sayAnswers();
          d.sayResults();
        },
        "0ms post a: pending",
        "10ms poll a: completed",
        "10ms stop",
        "20ms early: TimeoutException at 5ms",
        "20ms suspended: returns at 13ms",
        "20ms a COMPLETED, b is pending");
  }

  private static Object timed(Suspension suspension, int millis) throws Exception {
    suspension.await(ms(millis));
    return "suspended";
  }

  @Test
  @DisplayName("drivers D34: nothing is posted to the driver of a suspended queue that was idle")
  void suspendedWhileIdle_nothingIsPosted() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          try (Suspension _ = d.queue.suspend()) {
            d.post("a");
            d.kick();
            d.s.at(1000);
            d.sayResults();
          }
          d.s.settle();
        },
        "1000ms a is pending",
        "1000ms post a: pending");
  }

  @Test
  @DisplayName("drivers D34: nor of one that was at work, however often it is kicked")
  void suspendedAtWork_nothingIsPosted() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.postAll("a", "b");
          try (Suspension _ = d.queue.suspend()) {
            d.finish("a");
            d.kick();
            d.post("c");
            d.s.at(1000);
            d.sayResults();
          }
          d.s.settle();
        },
        "0ms post a: pending",
        "0ms poll a: completed",
        "0ms stop",
        "1000ms a COMPLETED, b is pending, c is pending",
        "1000ms post b: pending");
  }

  @Test
  @DisplayName("drivers D34: a refused item is not tried again while suspended")
  void suspendedAfterARefusal_nothingIsPosted() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", DriverPoll.REFUSED);
          d.attach();
          d.post("a");
          Suspension suspension = d.queue.suspend();
          d.s.at(1000);
          d.kick();
          suspension.close();
          d.s.settle();
        },
        "0ms post a: refused",
        "1000ms post a: pending");
  }

  @Test
  @DisplayName("drivers D35: suspending an idle queue is immediate, for each of several suspenders")
  void suspendWhileIdle_isImmediate() {
    DriverScript.anySchedule(
        d -> {
          d.queue.suspend().await();
          d.attach();
          d.queue.suspend().await();
          d.queue.suspend().await(ms(0));
          d.s.say("suspended");
        },
        "0ms suspended");
  }

  @Test
  @DisplayName("drivers D35: several suspenders wait, and all are told")
  void severalSuspenders_areTold() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.post("a");
          for (String who : new String[] {"one", "two", "three"}) {
            d.await(who, d.queue.suspend()::await);
          }
          Suspension shared = d.queue.suspend();
          d.await("four", shared::await);
          d.await("five", shared::await);
          d.s.at(10);
          d.finish("a");
          d.sayAnswers();
        },
        "0ms post a: pending",
        "10ms poll a: completed",
        "10ms stop",
        "10ms one: returns at 10ms",
        "10ms two: returns at 10ms",
        "10ms three: returns at 10ms",
        "10ms four: returns at 10ms",
        "10ms five: returns at 10ms");
  }

  @Test
  @DisplayName("drivers D36: resuming starts everything that is queued, in order")
  void resume_startsEverythingInOrder() {
    DriverScript.anySchedule(
        d -> {
          Suspension suspension = d.queue.suspend();
          d.attach();
          for (String item : new String[] {"a", "b", "c"}) {
            d.driver.onPost(item, COMPLETED);
            d.post(item);
          }
          d.s.at(10);
          suspension.close();
          d.s.settle();
        },
        "10ms post a: completed",
        "10ms post b: completed",
        "10ms post c: completed",
        "10ms stop");
  }

  @Test
  @DisplayName("drivers D37: posting and cancelling go on while suspended")
  void suspended_postsAndCancels() {
    DriverScript.anySchedule(
        d -> {
          d.attach();
          d.post("a");
          Suspension suspension = d.queue.suspend();
          d.postAll("b", "c");
          d.s.say("cancel b " + d.posted(1).cancel());
          d.s.say("cancel a " + d.posted(0).cancel());
          d.s.settle();
          d.finish("a");
          suspension.close();
          d.sayResults();
        },
        "0ms post a: pending",
        "0ms cancel b true",
        "0ms cancel a false",
        "0ms cancel a",
        "0ms poll a: pending",
        "0ms poll a: completed",
        "0ms stop",
        "0ms post c: pending",
        "0ms a COMPLETED, b CANCELLED, c is pending");
  }

  // ---- attaching and detaching

  @Test
  @DisplayName(
      "drivers D38: a detach lets what is in progress end and keeps the rest for the next driver")
  void detach_keepsWhatIsQueued() {
    DriverScript.anySchedule(
        d -> {
          MockDriver<String> next =
              new MockDriver<>(d.s.machine(), 1, line -> d.s.say("next: " + line));
          next.onPost("b", COMPLETED).onPost("c", COMPLETED);
          Attachment attachment = d.attach();
          d.postAll("a", "b");
          d.await("detach", () -> attachment.detach(ms(1000)));
          d.s.at(10);
          d.post("c");
          d.finish("a");
          d.s.say("attached " + attachment.isAttached());
          d.sayResults();
          d.sayAnswers();
          d.queue.attach(next);
          d.sayResults();
        },
        "0ms post a: pending",
        "10ms poll a: completed",
        "10ms stop",
        "10ms attached false",
        "10ms a COMPLETED, b is pending, c is pending",
        "10ms detach: returns at 10ms",
        "10ms next: post b: completed",
        "10ms next: post c: completed",
        "10ms next: stop",
        "10ms a COMPLETED, b COMPLETED, c COMPLETED");
  }

  @Test
  @DisplayName("drivers D39: an idle driver can be detached, at once")
  void detachOfAnIdleDriver_isImmediate() {
    DriverScript.anySchedule(
        d -> {
          Attachment attachment = d.attach();
          attachment.detach(ms(0));
          d.post("a");
          d.s.say("attached " + attachment.isAttached());
        },
        "0ms attached false");
  }

  @Test
  @DisplayName("drivers D39: a detach that is given up leaves the driver at work")
  void detachGivenUp_leavesTheDriverAtWork() {
    DriverScript.anySchedule(
        d -> {
          Attachment attachment = d.attach();
          d.postAll("a", "b");
          d.ask("in time", () -> detached(attachment, 10));
          Thread impatient = d.ask("interrupted", () -> detached(attachment, 100));
          d.s.at(20);
          impatient.interrupt();
          d.s.at(30);
          d.s.say("attached " + attachment.isAttached() + " " + d.queue.isSuspended());
          d.finish("a");
          d.finish("b");
          d.sayAnswers();
        },
        "0ms post a: pending",
        "30ms attached true false",
        "30ms poll a: completed",
        "30ms post b: pending",
        "30ms poll b: completed",
        "30ms stop",
        "30ms in time: TimeoutException at 10ms",
        "30ms interrupted: InterruptedException at 20ms");
  }

  private static Object detached(Attachment attachment, int millis) throws Exception {
    attachment.detach(ms(millis));
    return "detached";
  }

  @Test
  @DisplayName("drivers D39: a detach given up while another waits does not end the other one")
  void detachGivenUp_leavesTheOtherOne() {
    DriverScript.anySchedule(
        d -> {
          Attachment attachment = d.attach();
          d.postAll("a", "b");
          d.ask("in time", () -> detached(attachment, 10));
          d.ask("patient", () -> detached(attachment, 100));
          d.s.at(20);
          d.finish("a");
          d.sayAnswers();
          d.sayResults();
        },
        "0ms post a: pending",
        "20ms poll a: completed",
        "20ms stop",
        "20ms in time: TimeoutException at 10ms",
        "20ms patient: detached at 20ms",
        "20ms a COMPLETED, b is pending");
  }

  @Test
  @DisplayName("drivers D40: a detach makes progress by itself, though nobody polls or kicks")
  void detach_makesProgressByItself() {
    DriverScript.anySchedule(
        d -> {
          d.driver.onPost("a", PENDING_POLL_AGAIN);
          d.driver.onPoll("a", PENDING_POLL_AGAIN, PENDING_POLL_AGAIN, COMPLETED);
          Attachment attachment = d.queue.attach(d.driver);
          d.queue.post("a");
          attachment.close();
          d.s.say("attached " + attachment.isAttached());
        },
        "");
  }

  @Test
  @DisplayName("drivers D41: a second driver is refused while one is attached")
  void secondDriver_isRefused() {
    DriverScript.anySchedule(
        d -> {
          Attachment attachment = d.attach();
          MockDriver<String> second =
              new MockDriver<>(d.s.machine(), 1, line -> d.s.say("second: " + line));
          PostRulesTest.assertNames(
              Script.refusal(IllegalStateException.class, () -> d.queue.attach(second)), "dev");
          d.post("a");
          d.finish("a");
          attachment.close();
          d.queue.attach(second);
          d.post("b");
        },
        "0ms post a: pending",
        "0ms poll a: completed",
        "0ms stop",
        "0ms second: post b: pending");
  }

  @Test
  @DisplayName("drivers D41, D43: closing an old attachment again does nothing to the next driver")
  void oldAttachment_doesNothingToTheNext() {
    DriverScript.anySchedule(
        d -> {
          Attachment old = d.attach();
          old.close();
          Attachment attachment = d.attach();
          old.close();
          old.detach(ms(10));
          d.post("a");
          old.close();
          d.s.say(old.isAttached() + " " + attachment.isAttached());
          d.finish("a");
        },
        "0ms post a: pending",
        "0ms false true",
        "0ms poll a: completed",
        "0ms stop");
  }

  @Test
  @DisplayName("drivers D42: attaching starts what is queued, in order; of a suspended queue later")
  void attach_startsWhatIsQueued() {
    DriverScript.anySchedule(
        d -> {
          for (String item : new String[] {"a", "b"}) {
            d.driver.onPost(item, COMPLETED);
            d.post(item);
          }
          d.ask("b", () -> d.posted(1).await().status());
          Suspension suspension = d.queue.suspend();
          d.attach();
          d.s.at(10);
          d.sayResults();
          suspension.close();
          d.sayResults();
          d.sayAnswers();
        },
        "10ms a is pending, b is pending",
        "10ms post a: completed",
        "10ms post b: completed",
        "10ms stop",
        "10ms a COMPLETED, b COMPLETED",
        "10ms b: COMPLETED at 10ms");
  }

  @Test
  @DisplayName("drivers D43: suspensions, attachments and queues can be closed twice")
  void closingTwice_doesNothingMore() {
    DriverScript.anySchedule(
        d -> {
          Attachment attachment = d.attach();
          Suspension suspension = d.queue.suspend();
          for (int i = 0; i < 2; i++) {
            suspension.close();
            attachment.close();
          }
          d.s.say("suspended " + d.queue.isSuspended());
          d.queue.close();
          d.queue.close();
          d.s.say("closed " + d.queue.isClosed());
        },
        "0ms suspended false",
        "0ms closed true");
  }
}
