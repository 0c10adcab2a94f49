package dev.wq.device;

import static dev.wq.device.Rig.GPU;
import static dev.wq.device.Rig.SECOND;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runners on real threads, of both kinds; upper bounds for everything that is waited for. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveDeviceTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int CREATORS = 64;
  private static final int MANY = 100_000;

  private Machine machine;
  private Devices devices;

  /** What kind of thread the runner of {@link Rig#GPU} has. */
  enum Runner {
    VIRTUAL,
    PLATFORM
  }

  @BeforeEach
  void createMachine() {
    machine = Machine.create("devices");
    devices = Devices.of(machine);
  }

  @AfterEach
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void closeMachine() {
    machine.close();
  }

  private DeviceHandle<Rig.Counter> counter(DeviceId id) {
    return DeviceHandle.of(machine, id, Rig.Counter.TYPE);
  }

  private DeviceHandle<Rig.Counter> counterOn(Runner kind) {
    return counterOn(kind, RunnerAttrs.defaults());
  }

  private DeviceHandle<Rig.Counter> counterOn(Runner kind, RunnerAttrs attrs) {
    devices.configure(
        GPU, kind == Runner.PLATFORM ? attrs.onPlatformThread() : attrs.onVirtualThread());
    return counter(GPU);
  }

  private static void eventually(String what, Callable<Boolean> condition) {
    await(what).atMost(LONG).until(condition);
  }

  // ---- failures

  @ParameterizedTest
  @EnumSource
  @DisplayName("a handler and a logger that both throw keep no later task waiting")
  void handlerAndLoggerThatThrow_keepNoTaskWaiting(Runner kind) throws Exception {
    DeviceHandle<Rig.Counter> handle = counterOn(kind);
    devices.onFailure((_, _) -> {
      throw new IllegalStateException("handler");
    });
    Logger logger = Logger.getLogger("dev.wq");
    Handler broken = new BrokenHandler();
    logger.addHandler(broken);
    try {
      handle.submit(_ -> {
        throw new Exception("task");
      });
      assertEquals(1, handle.submitAsync(_ -> 1).toCompletableFuture().get(30, SECONDS));
    } finally {
      logger.removeHandler(broken);
    }
  }

  private static final class BrokenHandler extends Handler {
    @Override
    public void publish(LogRecord record) {
      throw new IllegalStateException("logger");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  // ---- the thread

  @Test
  @DisplayName("drivers C45, C47: a platform runner is a daemon, named after device and stage")
  void platformRunner_isANamedDaemon() {
    counterOn(Runner.PLATFORM);
    DeviceHandle<Rig.Engine> engine = DeviceHandle.of(machine, GPU, Rig.Engine.TYPE);
    Thread upstream = counter(GPU).submitBlocking(_ -> Thread.currentThread());
    Thread downstream = engine.submitBlocking(_ -> Thread.currentThread());
    for (Thread runner : List.of(upstream, downstream)) {
      assertTrue(runner.isDaemon() && !runner.isVirtual(), runner::toString);
      assertTrue(runner.getName().contains("sim"), runner::getName);
      assertTrue(runner.getName().contains("0"), runner::getName);
    }
    assertTrue(upstream.getName().toLowerCase().contains("upstream"), upstream::getName);
    assertTrue(downstream.getName().toLowerCase().contains("downstream"), downstream::getName);
  }

  @Test
  @DisplayName("drivers C45, C47: a runner is a virtual thread unless told, named as well")
  void runner_isVirtualUnlessTold() {
    Thread runner = counter(SECOND).submitBlocking(_ -> Thread.currentThread());
    assertTrue(runner.isVirtual() && runner.isDaemon(), runner::toString);
    String name = runner.getName();
    assertTrue(name.contains("sim") && name.toLowerCase().contains("upstream"), name);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("drivers C2: one thread, one task at a time, whoever submits")
  void oneThread_oneTaskAtATime(Runner kind) throws Exception {
    DeviceHandle<Rig.Counter> handle = counterOn(kind);
    DeviceHandle<Rig.Notes> notes = DeviceHandle.of(machine, GPU, Rig.Notes.TYPE);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    List<Thread> producers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      producers.add(
          machine.thread(
              "producer",
              () -> {
                for (int round = 0; round < 500; round++) {
                  handle.submit(_ -> alone(threads, running, overlaps));
                  notes.submitBlocking(_ -> alone(threads, running, overlaps));
                }
              }));
    }
    join(producers);
    Rig.drain(handle);
    assertEquals(0, overlaps.get());
    assertEquals(1, threads.size(), threads::toString);
    assertEquals(kind == Runner.VIRTUAL, threads.iterator().next().isVirtual());
  }

  private static boolean alone(Set<Thread> threads, AtomicInteger running, AtomicInteger overlaps) {
    if (running.incrementAndGet() != 1) {
      overlaps.incrementAndGet();
    }
    threads.add(Thread.currentThread());
    running.decrementAndGet();
    return true;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      assertTrue(thread.join(LONG), thread::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("drivers C3: plain fields pass from the submitter to the task and back")
  void plainFields_passBothWays(Runner kind) {
    DeviceHandle<Rig.Counter> handle = counterOn(kind);
    int[] plain = new int[1];
    for (int i = 0; i < 10_000; i++) {
      plain[0] = i;
      handle.submit(_ -> plain[0] *= 2);
      int answer = handle.submitBlocking(_ -> ++plain[0]);
      assertEquals(2 * i + 1, answer);
      assertEquals(2 * i + 1, plain[0]);
    }
  }

  // ---- many threads

  @Test
  @DisplayName("drivers C4: 64 threads create a handle at once: one init, device after device")
  void manyCreators_oneInit() throws Exception {
    AtomicInteger inits = new AtomicInteger();
    ServiceType<Rig.Counter> type =
        ServiceType.of(
            Rig.Counter.class,
            DeviceStage.UPSTREAM,
            _ -> {
              inits.incrementAndGet();
              return new Rig.Counter();
            });
    for (int device = 0; device < 50; device++) {
      DeviceId id = new DeviceId("many", device);
      devices.configure(
          id, device % 2 == 0 ? RunnerAttrs.defaults() : RunnerAttrs.defaults().onPlatformThread());
      createAtOnce(id, type);
      assertEquals(device + 1, inits.get());
      assertEquals(CREATORS, DeviceHandle.of(machine, id, type).submitBlocking(Rig.Counter::value));
    }
  }

  private void createAtOnce(DeviceId id, ServiceType<Rig.Counter> type) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(CREATORS);
    List<Thread> creators = new ArrayList<>();
    for (int i = 0; i < CREATORS; i++) {
      creators.add(
          Thread.ofVirtual()
              .start(() -> {
                pass(barrier);
                DeviceHandle.of(machine, id, type).submit(Rig.Counter::add);
              }));
    }
    join(creators);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("drivers N10: ten threads submit one increment each")
  void tenThreads_incrementTenTimes(Runner kind) throws Exception {
    DeviceHandle<Rig.Counter> handle = counterOn(kind);
    CyclicBarrier barrier = new CyclicBarrier(10);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      threads.add(
          machine.thread(
              "incrementer",
              () -> {
                pass(barrier);
                handle.submit(Rig.Counter::add);
              }));
    }
    join(threads);
    assertEquals(10, handle.submitBlocking(Rig.Counter::value));
  }

  private static void pass(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("drivers C1, C23: producers over a small runner: all run, each one's in its order")
  void producersOverASmallRunner_loseNothing(Runner kind) throws Exception {
    DeviceHandle<Rig.Counter> handle = counterOn(kind, RunnerAttrs.defaults().capacity(16));
    int[] last = new int[4];
    AtomicInteger disorders = new AtomicInteger();
    List<Thread> producers = new ArrayList<>();
    for (int p = 0; p < last.length; p++) {
      int me = p;
      producers.add(
          machine.thread(
              "producer",
              () ->
                  IntStream.rangeClosed(1, 10_000)
                      .forEach(i ->
                          handle.submit(c -> {
                            c.add();
                            if (last[me] + 1 != i) {
                              disorders.incrementAndGet();
                            }
                            last[me] = i;
                          }))));
    }
    join(producers);
    assertEquals(4 * 10_000, handle.submitBlocking(Rig.Counter::value));
    assertEquals(0, disorders.get());
  }

  // ---- captures

  @ParameterizedTest
  @EnumSource
  @DisplayName("drivers C20: what a task captured is released after it ran, by every way to submit")
  void captures_areReleased(Runner kind) {
    DeviceHandle<Rig.Counter> handle = counterOn(kind);
    devices.onFailure((_, _) -> {});
    List<WeakReference<Object>> captured = new ArrayList<>();
    submitAll(handle, captured);
    Rig.drain(handle);
    eventually("captures released", () -> released(captured));
    assertEquals(1, handle.submitBlocking(Rig.Counter::add));
  }

  private static boolean released(List<WeakReference<Object>> captured) {
    System.gc();
    return captured.stream().allMatch(ref -> ref.refersTo(null));
  }

  private static void submitAll(
      DeviceHandle<Rig.Counter> handle, List<WeakReference<Object>> captured) {
    byte[][] own = new byte[7][1 << 16];
    handle.submit(_ -> own[0][0]++);
    handle.submit(_ -> {
      own[1][0]++;
      throw new IllegalStateException("after the capture");
    });
    handle.submitBlocking(_ -> own[2][0]++);
    assertThrows(
        DeviceCallException.class,
        () ->
            handle.submitBlocking(_ -> {
              own[3][0]++;
              throw new IllegalStateException("blocking");
            }));
    handle.submitAsync(_ -> own[4][0]++);
    handle.exclusive(() -> own[5][0]++);
    handle.trySubmit(_ -> own[6][0]++);
    captured.add(new WeakReference<>(own));
    for (byte[] each : own) {
      captured.add(new WeakReference<>(each));
    }
  }

  @Test
  @DisplayName("drivers C20, C30: what a refused task captured is released too")
  void capturesOfRefusedTasks_areReleased() {
    DeviceHandle<Rig.Counter> handle = counter(GPU);
    List<WeakReference<Object>> captured = new ArrayList<>();
    devices.shutdown(GPU);
    captured.add(refused(handle));
    eventually("captures released", () -> released(captured));
  }

  private static WeakReference<Object> refused(DeviceHandle<Rig.Counter> handle) {
    byte[] own = new byte[1 << 16];
    assertThrows(RejectedExecutionException.class, () -> handle.submit(_ -> own[0]++));
    return new WeakReference<>(own);
  }

  // ---- errors

  @ParameterizedTest
  @EnumSource
  @DisplayName("drivers C18, C19: tasks that throw errors do not end the runner")
  void errors_doNotEndTheRunner(Runner kind) {
    DeviceHandle<Rig.Counter> handle = counterOn(kind);
    AtomicInteger told = new AtomicInteger();
    devices.onFailure((_, _) -> told.incrementAndGet());
    Thread before = handle.submitBlocking(_ -> Thread.currentThread());
    for (int i = 0; i < 1_000; i++) {
      Error error = i % 2 == 0 ? new StackOverflowError() : new LinkageError("task");
      handle.submit(_ -> {
        throw error;
      });
      DeviceCallException thrown =
          assertThrows(
              DeviceCallException.class,
              () ->
                  handle.submitBlocking(_ -> {
                    throw error;
                  }));
      assertSame(error, thrown.getCause());
    }
    assertEquals(1_000, told.get());
    assertSame(before, handle.submitBlocking(_ -> Thread.currentThread()));
  }

  // ---- the end

  @ParameterizedTest
  @EnumSource
  @DisplayName("drivers C30, C35: shutdown with 100 000 queued: all run, and the thread ends")
  void shutdownWithManyQueued_runsAll(Runner kind) throws Exception {
    DeviceHandle<Rig.Counter> handle = counterOn(kind, RunnerAttrs.defaults().capacity(2 * MANY));
    CountDownLatch gate = new CountDownLatch(1);
    Thread runner = handle.submitBlocking(_ -> Thread.currentThread());
    handle.submit(_ -> gate.await());
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < MANY; i++) {
      handle.submit(_ -> ran.incrementAndGet());
    }
    Thread closer = machine.thread("closer", () -> devices.shutdown(GPU));
    eventually("refuses", () -> refuses(handle));
    gate.countDown();
    assertTrue(closer.join(LONG));
    assertEquals(MANY, ran.get());
    eventually("thread ended", () -> !runner.isAlive());
  }

  private static boolean refuses(DeviceHandle<Rig.Counter> handle) {
    try {
      handle.trySubmit(_ -> {});
      return false;
    } catch (RejectedExecutionException closing) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("drivers C30: a shutdown in time of a stuck runner: all waiters return, all is told")
  void timedShutdownOfAStuckRunner_freesAllWaiters(Runner kind) throws Exception {
    DeviceHandle<Rig.Counter> handle = counterOn(kind, RunnerAttrs.defaults().capacity(2 * MANY));
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    handle.submit(_ -> {
      stuck.countDown();
      awaitStubbornly(gate);
    });
    stuck.await();
    List<Thread> waiters = new ArrayList<>();
    AtomicInteger returned = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      waiters.add(machine.thread("waiter", () -> call(handle, returned)));
    }
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger completed = new AtomicInteger();
    for (int i = 0; i < MANY; i++) {
      handle
          .submitAsync(_ -> ran.incrementAndGet())
          .whenComplete((_, _) -> completed.incrementAndGet());
    }
    assertFalse(devices.shutdown(GPU, Duration.ofMillis(10)).isClean());
    join(waiters);
    assertEquals(100, returned.get());
    eventually("all stages complete", () -> completed.get() == MANY);
    gate.countDown();
    assertTrue(ran.get() == 0 || ran.get() == MANY, () -> ran + " ran");
    assertEquals(0, counter(GPU).submitBlocking(Rig.Counter::value));
  }

  private static void call(DeviceHandle<Rig.Counter> handle, AtomicInteger returned) {
    try {
      handle.submitBlocking(Rig.Counter::add);
    } catch (RuntimeException dropped) {
      returned.incrementAndGet();
    }
  }

  private static void awaitStubbornly(CountDownLatch gate) {
    for (boolean open = false; !open; ) {
      try {
        gate.await();
        open = true;
      } catch (InterruptedException swallowed) {
        open = gate.getCount() == 0;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "drivers C30, C33, C34: submitters, creators and closers: each task runs or is refused")
  void submittersCreatorsAndClosers_accountForEachTask(Runner kind) throws Exception {
    counterOn(kind);
    AtomicInteger accepted = new AtomicInteger();
    AtomicInteger ran = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(machine.thread("submitter", () -> submitManyTimes(accepted, ran)));
    }
    for (int i = 0; i < 2; i++) {
      threads.add(
          machine.thread(
              "closer", () -> IntStream.range(0, 50).forEach(_ -> devices.shutdown(GPU))));
    }
    join(threads);
    devices.shutdown(GPU);
    assertEquals(accepted.get(), ran.get());
    assertEquals(0, counter(GPU).submitBlocking(Rig.Counter::value));
  }

  private void submitManyTimes(AtomicInteger accepted, AtomicInteger ran) {
    for (int round = 0; round < 500; round++) {
      try {
        DeviceHandle<Rig.Counter> handle = counter(GPU);
        handle.submit(_ -> ran.incrementAndGet());
        accepted.incrementAndGet();
        handle.submitBlocking(_ -> ran.incrementAndGet());
        accepted.incrementAndGet();
      } catch (RejectedExecutionException _) {
        Thread.yield();
      }
    }
  }

  @Test
  @DisplayName("drivers C30: close of the machine ends its runners; stages complete")
  void closeOfTheMachine_endsItsRunners() {
    Machine other = Machine.create("other");
    DeviceHandle<Rig.Counter> handle = DeviceHandle.of(other, GPU, Rig.Counter.TYPE);
    Thread runner = handle.submitBlocking(_ -> Thread.currentThread());
    CompletableFuture<Integer> later = handle.submitAsync(Rig.Counter::add).toCompletableFuture();
    other.close();
    assertEquals(1, later.join());
    eventually("thread ended", () -> !runner.isAlive());
    assertThrows(RejectedExecutionException.class, () -> handle.submit(_ -> {}));
    assertThrows(IllegalStateException.class, () -> DeviceHandle.of(other, GPU, Rig.Counter.TYPE));
  }
}
