package dev.wq.bench.device;

import dev.wq.Machine;
import dev.wq.device.DeviceHandle;
import dev.wq.device.DeviceId;
import dev.wq.device.DeviceService;
import dev.wq.device.DeviceStage;
import dev.wq.device.Devices;
import dev.wq.device.RunnerAttrs;
import dev.wq.device.ServiceFunction;
import dev.wq.device.ServiceTask;
import dev.wq.device.ServiceType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;

/**
 * The one thread that counts, and the way to it: our runner, or what a user would pick instead. A
 * count is all there is to do.
 */
interface Channel {
  int CAPACITY = 1024;

  /** Has the thread count; waits for room only. */
  void submit();

  /** Has the thread count, and waits for the result. */
  long call();

  // ---- ours

  static Channel runner(RunnerAttrs attrs) {
    DeviceId device = new DeviceId("bench", 0);
    Devices.of(Machine.live()).configure(device, attrs);
    ServiceType<Counter> type =
        ServiceType.of(Counter.class, DeviceStage.UPSTREAM, _ -> new Counter());
    return new Ours(DeviceHandle.of(Machine.live(), device, type));
  }

  /** The state that belongs to the runner. */
  final class Counter implements DeviceService {
    private long count;

    long next() {
      return ++count;
    }
  }

  /** A runner of a device. */
  record Ours(DeviceHandle<Counter> handle) implements Channel {
    private static final ServiceTask<Counter> TASK = Counter::next;
    private static final ServiceFunction<Counter, Long> FUNCTION = Counter::next;

    @Override
    public void submit() {
      handle.submit(TASK);
    }

    @Override
    public long call() {
      return handle.submitBlocking(FUNCTION);
    }
  }

  // ---- an executor

  /** A pool of one thread, without a bound. */
  final class Executor implements Channel {
    private final ThreadPoolExecutor thread =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    private final Counter counter = new Counter();
    private final Runnable task = counter::next;
    private final Callable<Long> function = counter::next;

    @Override
    public void submit() {
      thread.execute(task);
    }

    @Override
    public long call() {
      try {
        return thread.submit(function).get();
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError(e);
      }
    }
  }

  // ---- a ring

  /**
   * A ring of JCTools with a thread that parks where it is empty; who finds it full looks again.
   */
  final class Ring implements Channel {
    private static final int YIELDS = 4;
    private static final long PARK_NANOS = 20_000;

    private final MpscArrayQueue<Runnable> ring = new MpscArrayQueue<>(CAPACITY);
    private final Counter counter = new Counter();
    private final Runnable task = counter::next;
    private final Thread consumer;
    private volatile boolean parked;

    Ring(Thread.Builder builder) {
      consumer = builder.start(this::consume);
    }

    private void consume() {
      for (; ; ) {
        Runnable next = ring.poll();
        if (next == null) {
          parked = true;
          if (ring.isEmpty()) {
            LockSupport.park(this);
          }
          parked = false;
        } else {
          next.run();
        }
      }
    }

    @Override
    public void submit() {
      put(task);
    }

    private void put(Runnable item) {
      for (int round = 0; !ring.offer(item); round++) {
        pause(round);
      }
      VarHandle.fullFence(); // what has been offered before parked is read: else a wake is lost
      if (parked) {
        parked = false;
        LockSupport.unpark(consumer);
      }
    }

    @SuppressWarnings("ThreadPriorityCheck") // a yield is all that is wanted
    private static void pause(int round) {
      if (round < YIELDS) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(PARK_NANOS);
      }
    }

    @Override
    public long call() {
      Call call = new Call(counter);
      put(call);
      while (!call.isDone) {
        LockSupport.park(this);
      }
      return call.result;
    }

    /** One call and its caller. */
    private static final class Call implements Runnable {
      private final Counter counter;
      private final Thread caller = Thread.currentThread();
      private long result;
      private volatile boolean isDone;

      Call(Counter counter) {
        this.counter = counter;
      }

      @Override
      public void run() {
        result = counter.next();
        isDone = true;
        LockSupport.unpark(caller);
      }
    }
  }
}
