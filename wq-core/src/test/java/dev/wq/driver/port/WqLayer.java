package dev.wq.driver.port;

import dev.wq.Machine;
import dev.wq.driver.Attachment;
import dev.wq.driver.Completion;
import dev.wq.driver.Driver;
import dev.wq.driver.DriverAttrs;
import dev.wq.driver.DriverPoll;
import dev.wq.driver.DriverQueue;
import dev.wq.driver.ResetAnswer;
import dev.wq.driver.Submission;
import dev.wq.driver.Suspension;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** This library. */
record WqLayer(Machine machine) implements AcceleratorLayer {
  @Override
  public Queue queue(String name) {
    DriverAttrs attrs = DriverAttrs.named(name).closeTimeout(Duration.ofMillis(100));
    return new WqQueue(DriverQueue.open(machine, attrs));
  }

  @Override
  public StepDriver stepDriver(int steps) {
    return new Aborting(steps);
  }

  @Override
  public StepDriver forgettingDriver(int steps) {
    return new Aborting(steps);
  }

  /** Says at the next poll that it has aborted, and begins each posting anew. */
  private static final class Aborting implements StepDriver {
    private final int all;
    private boolean aborted;
    private int left;
    private int steps;

    Aborting(int all) {
      this.all = all;
    }

    @Override
    public Answer post(String operation) {
      aborted = false;
      left = all;
      return Answer.PENDING_POLL_AGAIN;
    }

    @Override
    public Answer poll(String operation) {
      if (aborted) {
        return Answer.CANCELLED;
      }
      steps++;
      return --left == 0 ? Answer.COMPLETED : Answer.PENDING_POLL_AGAIN;
    }

    @Override
    public void cancel(String operation) {
      aborted = true;
    }

    @Override
    public void stop() {}

    @Override
    public int steps() {
      return steps;
    }
  }

  private record EngineDriver(Engine engine) implements Driver<String> {
    @Override
    public DriverPoll post(String operation) {
      return said(engine.post(operation));
    }

    @Override
    public DriverPoll poll(String operation) {
      return said(engine.poll(operation));
    }

    @Override
    public void cancel(String operation) {
      engine.cancel(operation);
    }

    @Override
    public void stop() {
      engine.stop();
    }

    @Override
    public ResetAnswer reset(String overdue) {
      return ResetAnswer.RESET;
    }

    private static DriverPoll said(Answer answer) {
      return switch (answer) {
        case REFUSED -> DriverPoll.REFUSED;
        case PENDING -> DriverPoll.PENDING;
        case PENDING_POLL_AGAIN -> DriverPoll.PENDING_POLL_AGAIN;
        case COMPLETED -> DriverPoll.COMPLETED;
        case CANCELLED -> DriverPoll.CANCELLED;
      };
    }
  }

  private record WqQueue(DriverQueue<String> queue) implements Queue {
    @Override
    public Job post(String operation) {
      return new WqJob(queue.tryPost(operation).orElseThrow());
    }

    @Override
    public Seat attach(Engine engine) {
      return new WqSeat(queue.attach(new EngineDriver(engine)));
    }

    @Override
    public Seat replace(Seat old, Engine engine) {
      ((WqSeat) old).close();
      return attach(engine);
    }

    @Override
    public void interrupt() {
      queue.kick();
    }

    @Override
    public Hold suspend() {
      return new WqHold(queue.suspend());
    }

    @Override
    public boolean isSuspended() {
      return queue.isSuspended();
    }
  }

  private record WqJob(Submission<String> submission) implements Job {
    @Override
    public void await() throws InterruptedException {
      submission.await();
    }

    @Override
    public void cancel() {
      submission.cancel();
    }

    @Override
    public Answer status() {
      return submission
          .poll()
          .map(end ->
              end.status() == Completion.Status.COMPLETED ? Answer.COMPLETED : Answer.CANCELLED)
          .orElse(Answer.PENDING);
    }
  }

  private record WqSeat(Attachment attachment) implements Seat {
    private static final Duration LONG = Duration.ofSeconds(10);

    @Override
    public void stop() throws InterruptedException {
      if (!stop(LONG)) {
        throw new AssertionError("still attached after " + LONG);
      }
    }

    @Override
    public boolean stop(Duration patience) throws InterruptedException {
      try {
        attachment.detach(patience);
        return true;
      } catch (TimeoutException given) {
        return false;
      }
    }

    @Override
    public void close() {
      attachment.close();
    }
  }

  private record WqHold(Suspension suspension) implements Hold {
    @Override
    public void await() throws InterruptedException {
      suspension.await();
    }

    @Override
    public void release() {
      suspension.close();
    }
  }
}
