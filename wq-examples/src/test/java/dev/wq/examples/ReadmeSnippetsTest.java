package dev.wq.examples;

import static dev.wq.system.SystemQueues.system;
import static dev.wq.system.SystemQueues.systemHighpri;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.DelayedWork;
import dev.wq.HasWork;
import dev.wq.ItemTimeoutPolicy;
import dev.wq.JoinHandle;
import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.RtosAttrs;
import dev.wq.RtosQueue;
import dev.wq.SubmitResult;
import dev.wq.Task;
import dev.wq.Work;
import dev.wq.WorkItem;
import dev.wq.WorkQueue;
import dev.wq.device.DeviceHandle;
import dev.wq.device.DeviceId;
import dev.wq.device.DeviceService;
import dev.wq.device.DeviceStage;
import dev.wq.device.Devices;
import dev.wq.device.ServiceType;
import dev.wq.device.StreamId;
import dev.wq.poll.ArmResult;
import dev.wq.poll.CountingSemaphore;
import dev.wq.poll.Fifo;
import dev.wq.poll.MessageQueue;
import dev.wq.poll.Poll;
import dev.wq.poll.PollSignal;
import dev.wq.poll.TakeResult;
import dev.wq.poll.TriggerOutcome;
import dev.wq.poll.TriggeredWork;
import dev.wq.sim.Explorer;
import dev.wq.sim.KernelVersion;
import dev.wq.sim.ScheduleFailure;
import dev.wq.sim.SimMachine;
import dev.wq.sim.Simulation;
import dev.wq.system.Freezer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * README's code, run. Each of its Java blocks stands in this file or in DriverSnippetsTest;
 * whitespace may differ.
 */
class ReadmeSnippetsTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyJavaBlockOfReadme_standsHere() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String here = squeeze(source("ReadmeSnippetsTest") + source("DriverSnippetsTest"));
    List<String> blocks = BLOCK.matcher(readme).results().map(block -> block.group(1)).toList();
    assertTrue(blocks.size() >= 10, () -> "only " + blocks.size() + " blocks found");
    for (String block : blocks) {
      assertTrue(here.contains(squeeze(block)), () -> "not compiled in a test:\n" + block);
    }
  }

  private static String source(String test) throws IOException {
    return Files.readString(Path.of("src/test/java/dev/wq/examples/" + test + ".java"));
  }

  private static String squeeze(String text) {
    return text.replaceAll("\\s+", "");
  }

  // ---- a work of an object

  static final class Disk implements WorkItem {
    private final Work work = new Work("Disk::writeback");

    @Override
    public Work work() {
      return work;
    }

    @Override
    public void run() throws IOException {
      writeDirtyPages(); // ordinary blocking code, never beside itself
    }

    private int written;

    private void writeDirtyPages() throws IOException {
      written++;
    }
  }

  @Test
  void firstProgram() throws Exception {
    Disk disk = new Disk();
    system().enqueue(disk); // true: queued by this call
    system().enqueue(disk); // false if it still waits: the coming run does for both

    Machine.live().awaitIdle(Duration.ofMinutes(1)); // all threads are daemons
    assertTrue(disk.written >= 1);
  }

  @Test
  void oneWork() {
    Simulation.withCpus(1)
        .run(machine -> {
          Disk disk = new Disk();
          system().enqueue(disk);

          disk.work().flush(); // waits until it has run
          disk.work().cancel(); // takes a pending queueing back, does not wait
          disk.work().cancelSync(); // and waits until it does not run anywhere
          disk.work().disable(); // refuses queueings; nests
          disk.work().enable();

          Work tick = Work.of("tick", () -> log("tick"));
          system().enqueue(tick); // needs no object
          assertEquals(1, disk.written);
          tick.cancel();
        });
  }

  private static void log(String line) {
    assertFalse(line.isEmpty());
  }

  // ---- several works in one object

  static final class Nic {
    static final HasWork<Nic> RX = HasWork.of(Nic.class, "rx", nic -> nic.rx, Nic::receive);
    static final HasWork<Nic> TX =
        HasWork.field(MethodHandles.lookup(), Nic.class, "tx", Nic::transmit);

    private final Work rx = new Work("Nic::rx");
    private final Work tx = new Work("Nic::tx");

    private int received;
    private int sent;

    private void receive() {
      received++;
    }

    private void transmit() {
      sent++;
    }
  }

  @Test
  void twoWorks() {
    Simulation.withCpus(1)
        .run(machine -> {
          Nic nic = new Nic();
          systemHighpri().enqueue(nic, Nic.RX);
          system().enqueue(nic, Nic.TX);
          Nic.RX.of(nic).flush();

          Nic.TX.of(nic).flush();
          assertEquals(1, nic.received);
          assertEquals(1, nic.sent);
        });
  }

  // ---- queues

  @Test
  void queues() {
    Simulation.withCpus(1)
        .run(machine -> {
          Work first = Work.of("first", () -> {});
          Work second = Work.of("second", () -> {});

          try (WorkQueue ingest = machine.queue(QueueAttrs.named("ingest").maxActive(4))) {
            ingest.onFailure((work, queue, cause) -> report(work, queue, cause));
            ingest.enqueue(first);
            ingest.enqueue(second);
            ingest.flush(); // waits for everything queued so far
            ingest.setMaxActive(8);
            ingest.freeze(); // starts nothing more, waits for what runs
            ingest.thaw();
            ingest.drain(); // until empty; meanwhile only its own works may queue
            log(ingest.stats().completed() + " works done");
          } // waits for the rest and cancels what is on a timer
        });
  }

  private static void report(Work work, WorkQueue queue, Throwable cause) {
    throw new AssertionError(work + " of " + queue, cause);
  }

  // ---- delayed works

  @Test
  void delayedWorks() {
    Simulation.withCpus(1)
        .run(machine -> {
          WorkQueue queue = system();
          int[] searched = {0};
          DelayedWork search = DelayedWork.of("search", () -> searched[0]++);

          // throttle: the first deadline stays, a burst is served 50 ms after its first request
          queue.enqueueDelayed(search, Duration.ofMillis(50));
          // debounce: the last one counts, a burst is served 50 ms after its last request
          queue.modDelayed(search, Duration.ofMillis(50));
          // the same, but a run that is due already takes place, and another one follows it
          queue.reschedule(search, Duration.ofMillis(50));
          // a deadline on machine.now()'s scale, for periods that do not drift
          queue.enqueueAt(search, machine.now().plusSeconds(1));

          assertEquals(Duration.ofMillis(50), search.remaining());
          machine.runUntilIdle();
          assertEquals(1, searched[0]);
        });
  }

  // ---- triggers

  @Test
  void triggeredWork() {
    Simulation.withCpus(1)
        .run(machine -> {
          WorkQueue queue = system();
          List<String> served = new ArrayList<>();

          PollSignal alarm = new PollSignal(); // a flag with a value: the last raise counts
          Fifo<String> orders = new Fifo<>(); // each value counts

          TriggeredWork clerk =
              TriggeredWork.of(
                  "clerk",
                  outcome -> {
                    alarm.checkAndReset().ifPresent(code -> served.add("alarm " + code));
                    orders.tryGet().ifPresent(served::add);
                    if (outcome.cause() == TriggerOutcome.Cause.TIMEOUT) {
                      served.add("nothing for a second");
                    }
                  });

          clerk.arm(queue, Duration.ofSeconds(1), alarm.raised(), orders.dataAvailable());
          orders.put("tea"); // queues the clerk; it runs once, whatever else comes
          clerk.flush();

          assertEquals(List.of("tea"), served);
          assertEquals(ArmResult.ARMED, clerk.arm(queue, Duration.ofSeconds(1), alarm.raised()));
          machine.runUntilIdle();
          assertEquals("nothing for a second", served.getLast());
          alarm.raise(7);
          assertEquals(ArmResult.FIRED, clerk.arm(queue, alarm.raised()));
          clerk.flush();
          assertEquals("alarm 7", served.getLast());
        });
  }

  @Test
  void serverThatArmsAgain() {
    Simulation.withCpus(1)
        .run(machine -> {
          Fifo<String> orders = new Fifo<>();
          Server server = new Server(system(), orders);
          server.start();
          List.of("tea", "cake", "bill").forEach(orders::put);
          machine.runUntilIdle();
          assertEquals(List.of("tea", "cake", "bill"), server.served);
          assertTrue(server.work.disarm());
        });
  }

  static final class Server {
    private final List<String> served = new ArrayList<>();
    private final WorkQueue queue;
    private final Fifo<String> orders;
    private final TriggeredWork work = TriggeredWork.of("server", this::serve);

    Server(WorkQueue queue, Fifo<String> orders) {
      this.queue = queue;
      this.orders = orders;
    }

    void start() {
      work.arm(queue, orders.dataAvailable());
    }

    private void serve(TriggerOutcome outcome) {
      orders.tryGet().ifPresent(served::add); // take without waiting: it may be gone
      work.arm(queue, orders.dataAvailable()); // if there is more, it is queued again at once
    }
  }

  @Test
  void blockingOnObjects() {
    Simulation.withCpus(1)
        .run(machine -> {
          PollSignal stop = new PollSignal();

          CountingSemaphore credits = new CountingSemaphore(0, 10);
          MessageQueue<String> frames = new MessageQueue<>(2); // put waits for space

          machine.thread(
              "producer",
              () -> {
                frames.tryPut("hello");
                credits.give();
              });
          TriggerOutcome came = Poll.await(credits.available(), stop.raised()); // any of them
          TakeResult taken = credits.take(Duration.ofMillis(20)); // or TIMED_OUT, RESET
          String frame = frames.get();

          assertTrue(came.isReady(credits.available()));
          assertEquals(TakeResult.TAKEN, taken);
          assertEquals("hello", frame);
          assertThrows(TimeoutException.class, () -> frames.get(Duration.ofMillis(1)));
        });
  }

  // ---- devices

  /** Its state belongs to the one thread of its runner: no lock. */
  static final class Plotter implements DeviceService {
    static final ServiceType<Plotter> TYPE =
        ServiceType.of(Plotter.class, DeviceStage.DOWNSTREAM, id -> new Plotter());

    private final Map<StreamId, Integer> lines = new HashMap<>();

    void draw(int more) {
      lines.merge(StreamId.current(), more, Integer::sum);
    }

    int drawn() {
      return lines.getOrDefault(StreamId.current(), 0);
    }
  }

  @Test
  void devices() {
    Simulation.withCpus(1)
        .run(machine -> {
          DeviceId first = new DeviceId("plot", 0);
          DeviceHandle<Plotter> plotter =
              DeviceHandle.of(first, Plotter.TYPE); // made once, on the device's runner

          plotter.submit(p -> p.draw(5)); // waits for room, not for the plotter
          StreamId.run(new StreamId(7), () -> plotter.submit(p -> p.draw(3))); // seen by the task

          int drawn = plotter.submitBlocking(Plotter::drawn); // in order: sees what came before
          plotter.submitAsync(Plotter::drawn).thenAccept(n -> log(n + " lines"));
          plotter.exclusive(() -> "nobody else uses the device meanwhile");

          assertEquals(5, drawn);
          Devices.of(machine).shutdown(first); // runs what is queued, and ends the runner
        });
  }

  // ---- RTOS-style queues

  @Test
  void rtosQueue() {
    Simulation.withCpus(1)
        .run(machine -> {
          Work step = Work.of("step", () -> log("step"));
          Work next = Work.of("next", () -> log("next"));

          try (RtosQueue motor = machine.rtosQueue(RtosAttrs.named("motor"))) {
            motor.enqueue(step); // accepted, and kept
            motor.start(); // runs, in order, one at a time

            motor.drainAndPlug(); // waits for what is queued; from now on nothing gets in
            assertEquals(SubmitResult.REJECTED_PLUGGED, motor.submit(next));
            motor.unplug();

            motor.holdDelayed(); // timers that fire leave their works due
            motor.releaseDelayed(); // and these are queued, in the order of their deadlines

            motor.drainAndPlug();
            motor.stop(); // may be started again
          } // drains and stops, whatever state it is in
        });
  }

  @Test
  void rtosQueue_onACaller() {
    Simulation.withCpus(1)
        .run(machine -> {
          int[] steps = {0};
          Work step = Work.of("step", () -> steps[0]++);

          RtosQueue motor =
              machine.rtosQueue(
                  RtosAttrs.named("motor")
                      .itemTimeout(Duration.ofMillis(100), ItemTimeoutPolicy.STOP_QUEUE));
          motor.onItemTimeout((work, queue) -> log(work.name() + " takes too long"));
          motor.enqueue(step);
          while (motor.runOne(Duration.ofMillis(10))) {
            log("one work done, on this thread"); // or runOnCurrentThread(), until it is stopped
          }

          assertEquals(1, steps[0]);
          motor.close();
        });
  }

  // ---- tasks

  @Test
  void tasks() {
    Simulation.withCpus(1)
        .run(machine -> {
          try (WorkQueue table = machine.queue(QueueAttrs.named("table").ordered())) {
            Fifo<String> plates = new Fifo<>();

            JoinHandle<String> guest =
                table.spawnTask("guest", () -> plates.get()); // waits without the turn
            JoinHandle<String> cook =
                table.spawnTask(
                    "cook",
                    () -> {
                      machine.sleep(Duration.ofMillis(5)); // without the turn as well
                      plates.put("soup");
                      Task.yieldNow(); // behind what is queued
                      return "done";
                    });

            log(
                guest.join()
                    + ", "
                    + cook.join()); // spawn instead: guest and cook would wait for ever
          }
        });
  }

  // ---- freezer

  @Test
  void freezer() {
    Simulation.withCpus(1)
        .run(machine -> {
          try (var _ = Freezer.freeze()) {
            backup(); // no work of a freezable queue runs, new ones wait
          } // they start, in order

          assertThrows(IllegalStateException.class, Freezer::thaw);
        });
  }

  @Test
  void timedFreeze() {
    Simulation.withCpus(1)
        .run(machine -> {
          try (var _ = Freezer.freeze(Duration.ofSeconds(10))) {
            backup();
          } catch (TimeoutException stillRunning) {
            throw new IOException(stillRunning); // names the works; nothing is frozen
          }
        });
  }

  private static void backup() {}

  // ---- executor

  @Test
  void executor() throws Exception {
    try (Machine machine = Machine.create("executor");
        WorkQueue calls = machine.queue(QueueAttrs.named("calls").maxActive(64))) {
      CompletableFuture<String> page = CompletableFuture.supplyAsync(() -> fetch("/"), calls);
      ExecutorService service = calls.asExecutorService(); // invokeAll, shutdownNow ...

      assertEquals("page /", page.join());
      assertEquals("page a", service.submit(() -> fetch("a")).get());
    }
  }

  @Test
  void joinHandles() {
    Simulation.withCpus(1)
        .run(machine -> {
          WorkQueue calls = system();

          JoinHandle<String> one = calls.spawn(() -> fetch("a"));
          JoinHandle<String> two = calls.spawn("named", () -> fetch("b"));
          List<String> pages = JoinHandle.joinAll(List.of(one, two));
          calls.trySpawn(() -> fetch("c")); // nobody waits; false if the queue is closed

          assertEquals(List.of("page a", "page b"), pages);
        });
  }

  private static String fetch(String path) {
    return "page " + path;
  }

  // ---- simulation

  /** A class of an application: knows nothing of simulations. */
  static final class Hits {
    private int hits;

    void hit() {
      int before = hits;
      Machine.current().point(); // live: nothing; simulated: another thread may come between
      hits = before + 1;
    }
  }

  @Test
  void aDayInVirtualTime() {
    Simulation.withCpus(2)
        .seed(42)
        .run(machine -> {
          DelayedWork report = DelayedWork.of("report", () -> machine.log("report written"));
          system().enqueueDelayed(report, Duration.ofDays(1));
          machine.runUntilIdle(); // takes no time
          assertEquals(Duration.ofDays(1), machine.now());
        });
  }

  private static void scenario(SimMachine machine) throws InterruptedException {
    Hits page = new Hits();
    Work one = Work.of("one", page::hit);
    Work two = Work.of("two", page::hit);
    system().enqueue(one);
    system().enqueue(two);
    one.flush();
    two.flush();
    assertEquals(2, page.hits);
  }

  @Test
  void lostUpdate_isFound() {
    Explorer explorer = Explorer.seeds(1_000).cpus(2);
    ScheduleFailure found =
        assertThrows(
            ScheduleFailure.class,
            () -> {
              explorer.check(ReadmeSnippetsTest::scenario);
            });
    assertTrue(found.getMessage().startsWith("seed "), found.getMessage());
    assertFalse(found.getMessage().contains("NOT REPEATED"), found.getMessage());
  }

  // ---- the end

  @Test
  void endOfAProgram() throws Exception {
    Machine machine = Machine.create("batch");
    system(machine).enqueue(new Disk());

    machine.close(); // waits for all of it; Machine.live() can't be closed: awaitIdle
    assertThrows(IllegalStateException.class, Machine.live()::close);
  }

  // ---- the simulated kernel

  @Test
  void simulatedKernel() {
    Simulation.kernel(KernelVersion.V6_18)
        .cpus(2)
        .run(machine -> {
          Work burn = Work.of("burn", () -> machine.compute(Duration.ofMillis(5)));
          system().enqueue(burn);
          machine.runUntilIdle();
          assertEquals(Duration.ofMillis(5), machine.now());
        });
  }
}
