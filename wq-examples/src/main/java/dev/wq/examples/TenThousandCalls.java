package dev.wq.examples;

import dev.wq.JoinHandle;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.WorkQueue;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * 10 000 blocking calls to a service that stands 64 at once. The calls that wait are entries in a
 * queue, not threads.
 */
public final class TenThousandCalls {
  private static final int CALLS = 10_000;
  private static final int LIMIT = 64;

  private TenThousandCalls() {}

  /**
   * What happened.
   *
   * @param spawned sum of the answers to the calls that were spawned
   * @param supplied sum of the answers to the calls made through CompletableFuture
   * @param mostAtOnce the most calls that the service saw at once
   */
  public record Result(long spawned, long supplied, int mostAtOnce) {}

  /** A remote service: each call takes a while. */
  private static final class Service {
    private final Machine machine;
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    Service(Machine machine) {
      this.machine = machine;
    }

    int call(int request) throws InterruptedException {
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      machine.sleep(Duration.ofMillis(2));
      atOnce.decrementAndGet();
      return request;
    }

    /** For those who can't have a checked exception. */
    int callUnchecked(int request) {
      try {
        return call(request);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Makes the calls twice, by handles of this library and by futures of the JDK. */
  public static Result run(Machine machine, PrintStream out) throws InterruptedException {
    Service service = new Service(machine);
    try (WorkQueue calls = machine.queue(QueueAttrs.named("calls").maxActive(LIMIT))) {
      Result result =
          new Result(spawned(calls, service), supplied(calls, service), service.mostAtOnce.get());
      out.printf("   2 x %d calls, %d at once%n", CALLS, result.mostAtOnce);
      Counts.print(calls, out);
      return result;
    }
  }

  private static long spawned(WorkQueue calls, Service service) throws InterruptedException {
    List<JoinHandle<Integer>> handles =
        IntStream.range(0, CALLS)
            .mapToObj(i -> calls.<Integer>spawn(() -> service.call(i)))
            .toList();
    return JoinHandle.joinAll(handles).stream().mapToLong(Integer::longValue).sum();
  }

  /** The queue is an Executor: nothing of this library but its name. */
  private static long supplied(WorkQueue calls, Service service) {
    List<CompletableFuture<Integer>> futures =
        IntStream.range(0, CALLS)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> service.callUnchecked(i), calls))
            .toList();
    return futures.stream().mapToLong(CompletableFuture::join).sum();
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    run(Machine.live(), System.out);
  }
}
