package dev.wq.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.DelayedWork;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flight recorder's view of a work: queued, started, ended, refused. */
class EventsTest extends OnLiveMachine {
  private static final String QUEUED = "dev.wq.WorkQueued";
  private static final String EXECUTION = "dev.wq.WorkExecution";
  private static final String REFUSED = "dev.wq.WorkRefused";

  @TempDir Path folder;
  private WorkQueue queue;

  @BeforeEach
  void openQueue() {
    queue = machine.queue(QueueAttrs.named("watched"));
    queue.onFailure((work, of, cause) -> {});
  }

  /** What is done while events are recorded. */
  @FunctionalInterface
  private interface Body {
    void run() throws Exception;
  }

  private List<RecordedEvent> record(Body body) throws Exception {
    Path file = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      List.of(QUEUED, EXECUTION, REFUSED).forEach(name -> recording.enable(name));
      recording.start();
      body.run();
      machine.awaitIdle(LONG);
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name, String work) {
    Predicate<RecordedEvent> wanted =
        e -> e.getEventType().getName().equals(name) && work.equals(e.getString("work"));
    return events.stream().filter(wanted).toList();
  }

  @Test
  void aRun_isRecordedQueuedThenStartedThenEnded() throws Exception {
    Work work = Work.of("refresh", () -> machine.sleep(Duration.ofMillis(2)));
    List<RecordedEvent> events = record(() -> queue.enqueue(work));
    RecordedEvent queued = named(events, QUEUED, "refresh").getFirst();
    RecordedEvent ran = named(events, EXECUTION, "refresh").getFirst();
    assertEquals("watched", queued.getString("queue"));
    assertEquals("watched", ran.getString("queue"));
    assertFalse(ran.getStartTime().isBefore(queued.getStartTime()));
    assertTrue(ran.getDuration().compareTo(Duration.ofMillis(2)) >= 0);
    assertFalse(ran.getDuration("waited").isNegative());
    assertNull(ran.getString("failure"));
    assertEquals(1, named(events, QUEUED, "refresh").size());
    assertEquals(1, named(events, EXECUTION, "refresh").size());
  }

  @Test
  void aFailure_isRecordedWithItsText() throws Exception {
    Work work =
        Work.of(
            "failing",
            () -> {
              throw new IllegalStateException("disk is full");
            });
    List<RecordedEvent> events = record(() -> queue.enqueue(work));
    assertEquals(
        "java.lang.IllegalStateException: disk is full",
        named(events, EXECUTION, "failing").getFirst().getString("failure"));
  }

  @Test
  void aRefusal_isRecorded() throws Exception {
    Work work = Work.of("disabled", () -> {});
    work.disable();
    List<RecordedEvent> events = record(() -> assertFalse(queue.enqueue(work)));
    assertEquals("watched", named(events, REFUSED, "disabled").getFirst().getString("queue"));
    assertTrue(named(events, EXECUTION, "disabled").isEmpty());
  }

  @Test
  void aDelayedWork_isRecordedWhenItsTimerHasFired() throws Exception {
    DelayedWork work = DelayedWork.of("timed", () -> {});
    List<RecordedEvent> events =
        record(() -> {
          queue.enqueueDelayed(work, Duration.ofMillis(5));
          eventually("it has run", () -> queue.stats().completed() == 1);
        });
    assertEquals(1, named(events, QUEUED, "timed").size());
    assertEquals(1, named(events, EXECUTION, "timed").size());
  }

  @Test
  void nothingIsRecorded_whileTheEventsAreOff() throws Exception {
    Path file = folder.resolve("off.jfr");
    try (Recording recording = new Recording()) {
      recording.disable(QUEUED);
      recording.disable(EXECUTION);
      recording.disable(REFUSED);
      recording.start();
      queue.enqueue(Work.of("unseen", () -> {}));
      machine.awaitIdle(LONG);
      recording.stop();
      recording.dump(file);
    }
    assertTrue(
        RecordingFile.readAllEvents(file).stream()
            .noneMatch(e -> e.getEventType().getName().startsWith("dev.wq.")));
  }
}
