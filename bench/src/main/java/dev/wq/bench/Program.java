package dev.wq.bench;

import dev.wq.device.RunnerAttrs;

/** A whole program to be measured: bursts of ticks end to end, makespans, growth. */
enum Program implements Subject {
  ORDERED("ordered queue", settings -> burst(Peer.ordered(), settings)),
  UNORDERED("queue", settings -> burst(Peer.unordered(), settings)),
  THREAD_PER_TASK("virtual thread per task", settings -> burst(Peer.threadPerTask(), settings)),
  GUAVA_SEQUENTIAL("Guava sequential", settings -> burst(Peer.guavaSequential(), settings)),
  COMMON_POOL("common pool", settings -> burst(Peer.commonPool(), settings)),
  BLOCKING_QUEUE("queue of 2048", Blocking::queue),
  BLOCKING_SEMAPHORE("semaphore + virtual thread per task", Blocking::semaphore),
  PENDING_1_000("1 000 pending", settings -> pending(1_000, settings)),
  PENDING_1_000_000("1 M pending", settings -> pending(1_000_000, settings)),
  QUEUES_1("1 queue", settings -> burst(Peer.inTurn(1), settings)),
  QUEUES_1_000("1 000 queues", settings -> burst(Peer.inTurn(1_000), settings)),
  BLOCKED_1("1 blocked worker", settings -> blocked(1, settings)),
  BLOCKED_10_000("10 000 blocked workers", settings -> blocked(10_000, settings)),
  ARM_WORKS("armed works", settings -> new Waiters.Works().arm(settings)),
  ARM_THREADS("virtual threads in Poll.await", settings -> new Waiters.Threads().arm(settings)),
  FIRE_WORKS("armed works", settings -> new Waiters.Works().fire(settings)),
  FIRE_THREADS("virtual threads in Poll.await", settings -> new Waiters.Threads().fire(settings)),
  HEAP_WORKS("armed works", _ -> new Waiters.Works().heap()),
  HEAP_THREADS("virtual threads in Poll.await", _ -> new Waiters.Threads().heap()),
  HAND_OVER_OURS("message queue", settings -> HandOver.ours().measure(settings)),
  HAND_OVER_JDK("ArrayBlockingQueue", settings -> HandOver.jdk().measure(settings)),
  WAKE_CELL("WaitCell", settings -> PingPong.cells(Thread.ofVirtual().factory()).measure(settings)),
  WAKE_PARK(
      "park and unpark, a flag",
      settings -> PingPong.parks(Thread.ofVirtual().factory()).measure(settings)),
  WAKE_CELL_PLATFORM(
      "WaitCell", settings -> PingPong.cells(Thread.ofPlatform().factory()).measure(settings)),
  WAKE_PARK_PLATFORM(
      "park and unpark, a flag",
      settings -> PingPong.parks(Thread.ofPlatform().factory()).measure(settings)),
  START_RAISED("raise of a signal", settings -> new StartLatency.Raised().measure(settings)),
  START_ENQUEUED("enqueue", settings -> new StartLatency.Enqueued().measure(settings)),
  SIGN_QUEUED_JDK("queue of SunEC", settings -> Signing.jdk().queued(settings)),
  SIGN_DIRECT_JDK("SunEC", settings -> Signing.jdk().direct(settings)),
  SIGN_QUEUED_CORRETTO("queue of Corretto", settings -> Signing.corretto().queued(settings)),
  SIGN_DIRECT_CORRETTO("Corretto", settings -> Signing.corretto().direct(settings)),
  DEVICE_SUBMIT_OURS_1("runner", settings -> runner().submit(1, settings)),
  DEVICE_SUBMIT_OURS_2("runner", settings -> runner().submit(2, settings)),
  DEVICE_SUBMIT_RING("JCTools ring", settings -> platformRing().submit(1, settings)),
  DEVICE_SUBMIT_EXECUTOR("ThreadPoolExecutor", settings -> executor().submit(2, settings)),
  DEVICE_SLOW_OURS("runner", settings -> runner().slowSubmit(settings)),
  DEVICE_SLOW_EXECUTOR("ThreadPoolExecutor", settings -> executor().slowSubmit(settings)),
  DEVICE_CALL_OURS("runner", settings -> runner().roundTrip(settings)),
  DEVICE_CALL_RING("JCTools ring", settings -> virtualRing().roundTrip(settings)),
  DEVICE_IDLE_OURS(
      "runner", settings -> Idle.measure(Channel.runner(RunnerAttrs.defaults()), settings)),
  DEVICE_IDLE_JVM("nothing", Idle::measure),
  DRIVER_QUEUE("driver queue", settings -> new Burst(1_000_000).measure(Peer.driver(), settings)),
  TRACE_READER("trace reader", settings -> new TraceText().measure(settings)),
  SIMULATED_EVENTS("segments without threads", SimulatedKernel::events),
  SIMULATED_BLOCKED("10 000 simulated workers", settings -> SimulatedKernel.blocked(10_000));

  private static final int BURST = 20_000;

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // a method reference without state
  private final Body body;

  /** What the measuring JVM does. */
  @FunctionalInterface
  private interface Body {
    Sample run(Settings settings) throws Exception;
  }

  Program(String title, Body body) {
    this.title = title;
    this.body = body;
  }

  private static Sample burst(Peer peer, Settings settings) {
    return new Burst(BURST).measure(peer, settings);
  }

  private static DeviceLoad runner() {
    return new DeviceLoad(Channel.runner(RunnerAttrs.defaults()));
  }

  private static DeviceLoad executor() {
    return new DeviceLoad(new Channel.Executor());
  }

  private static DeviceLoad platformRing() {
    return new DeviceLoad(new Channel.Ring(Thread.ofPlatform().daemon()));
  }

  private static DeviceLoad virtualRing() {
    return new DeviceLoad(new Channel.Ring(Thread.ofVirtual()));
  }

  private static Sample pending(int count, Settings settings) {
    return new Burst(count).measure(Peer.ordered(), settings);
  }

  private static Sample blocked(int workers, Settings settings) throws InterruptedException {
    try (Blocked blocked = new Blocked(workers)) {
      return blocked.measure(BURST, settings);
    }
  }

  @Override
  public String title() {
    return title;
  }

  /** In a JVM made for it. */
  @Override
  public Sample sample(Settings settings) throws Exception {
    return Child.run(this, settings);
  }

  /** In this JVM. */
  Sample measureHere(Settings settings) throws Exception {
    return body.run(settings);
  }
}
