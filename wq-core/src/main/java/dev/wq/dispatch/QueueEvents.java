package dev.wq.dispatch;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * Flight recorder events of the life of a queueing. While none is enabled they cost a check that
 * the compiler removes.
 */
final class QueueEvents {
  private QueueEvents() {}

  static void queued(DispatchQueue queue, Item item) {
    Queued event = new Queued();
    if (event.isEnabled()) {
      item.queuedAt = queue.host.nanoTime();
      event.work = item.name();
      event.queue = queue.name();
      event.commit();
    }
  }

  static void refused(DispatchQueue queue, Item item) {
    Refused event = new Refused();
    if (event.isEnabled()) {
      event.work = item.name();
      event.queue = queue.name();
      event.commit();
    }
  }

  /** Begins the event of one run; null while it is not recorded. */
  static @Nullable Execution started(DispatchQueue queue, Item item) {
    Execution event = new Execution();
    if (!event.isEnabled()) {
      return null;
    }
    long queuedAt = item.queuedAt;
    item.queuedAt = 0;
    event.work = item.name();
    event.queue = queue.name();
    event.waited = queuedAt == 0 ? 0 : queue.host.nanoTime() - queuedAt;
    event.begin();
    return event;
  }

  static void ended(@Nullable Execution event, @Nullable Throwable thrown) {
    if (event != null) {
      event.end();
      event.failure = thrown == null ? null : thrown.toString();
      event.commit();
    }
  }

  @Name("dev.wq.WorkQueued")
  @Label("Work Queued")
  @Description("A work went on a queue, directly or because its timer fired")
  @Category("Work Queues")
  @StackTrace(false)
  static final class Queued extends Event {
    @Label("Work")
    @Nullable String work;

    @Label("Queue")
    @Nullable String queue;
  }

  @Name("dev.wq.WorkRefused")
  @Label("Work Refused")
  @Description(
      "A request to queue a work was answered no: pending already, disabled or being cancelled")
  @Category("Work Queues")
  @StackTrace(false)
  static final class Refused extends Event {
    @Label("Work")
    @Nullable String work;

    @Label("Queue")
    @Nullable String queue;
  }

  @Name("dev.wq.WorkExecution")
  @Label("Work Execution")
  @Description("One run of a work's function")
  @Category("Work Queues")
  @StackTrace(false)
  static final class Execution extends Event {
    @Label("Work")
    @Nullable String work;

    @Label("Queue")
    @Nullable String queue;

    @Label("Waited")
    @Description("From queueing to start, on the machine's clock")
    @Timespan(Timespan.NANOSECONDS)
    long waited;

    @Label("Failure")
    @Nullable String failure;
  }
}
