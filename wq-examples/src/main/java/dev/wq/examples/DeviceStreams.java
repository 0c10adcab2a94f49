package dev.wq.examples;

import dev.wq.Machine;
import dev.wq.device.DeviceHandle;
import dev.wq.device.DeviceId;
import dev.wq.device.DeviceService;
import dev.wq.device.DeviceStage;
import dev.wq.device.Devices;
import dev.wq.device.ServiceType;
import dev.wq.device.StreamId;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Two devices, two services on each: a planner upstream that fuses the operations of a stream into
 * kernels, and an engine downstream that executes them while the planner goes on. Four streams, and
 * no lock: each service belongs to the one thread of its runner.
 *
 * <p>The operations of a stream stay in order, so its results are the same in each run, live or
 * simulated.
 */
public final class DeviceStreams {
  private static final List<DeviceId> DEVICES =
      List.of(new DeviceId("sim", 0), new DeviceId("sim", 1));
  private static final int STREAMS = 4;
  private static final int FUSED = 3;
  private static final Duration LAUNCH = Duration.ofMillis(2);

  private DeviceStreams() {}

  /**
   * What happened.
   *
   * @param log a line for each stream
   * @param operations how many the streams submitted
   * @param kernels how many launches they took
   */
  public record Result(List<String> log, int operations, int kernels) {}

  private record Operation(String name, IntUnaryOperator each) {
    static Operation add(int n) {
      return new Operation("+" + n, x -> x + n);
    }

    static Operation scale(int n) {
      return new Operation("*" + n, x -> x * n);
    }
  }

  // ---- upstream

  /** Collects operations, for each stream apart. */
  private static final class Planner implements DeviceService {
    static final ServiceType<Planner> TYPE =
        ServiceType.of(Planner.class, DeviceStage.UPSTREAM, Planner::new);

    private final DeviceHandle<Engine> engine;
    private final Map<StreamId, List<Operation>> open = new HashMap<>();
    private int operations;

    Planner(DeviceId id) {
      engine = DeviceHandle.of(id, Engine.TYPE);
    }

    void add(Operation operation) {
      operations++;
      List<Operation> kernel = open.computeIfAbsent(StreamId.current(), _ -> new ArrayList<>());
      kernel.add(operation);
      if (kernel.size() == FUSED) {
        launch();
      }
    }

    /** Hands the kernel of the current stream to the engine, and does not wait for it. */
    boolean launch() {
      List<Operation> kernel = open.remove(StreamId.current());
      if (kernel != null) {
        engine.submit(e -> e.execute(kernel)); // in the same stream
      }
      return kernel != null;
    }
  }

  // ---- downstream

  /** Owns the memory of its device: eight numbers for each stream. */
  private static final class Engine implements DeviceService {
    static final ServiceType<Engine> TYPE =
        ServiceType.of(Engine.class, DeviceStage.DOWNSTREAM, _ -> new Engine());

    private final Map<StreamId, int[]> memory = new HashMap<>();
    private final Map<StreamId, StringBuilder> executed = new HashMap<>();
    private int kernels;

    void execute(List<Operation> kernel) throws InterruptedException {
      Machine.current().sleep(LAUNCH); // the same for one operation and for three
      kernels++;
      int[] numbers = numbers();
      StringBuilder log = executed.computeIfAbsent(StreamId.current(), _ -> new StringBuilder());
      log.append(" [");
      for (Operation operation : kernel) {
        log.append(' ').append(operation.name);
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = operation.each.applyAsInt(numbers[i]);
        }
      }
      log.append(" ]");
    }

    int sum() {
      return IntStream.of(numbers()).sum();
    }

    private int[] numbers() {
      return memory.computeIfAbsent(StreamId.current(), _ -> IntStream.rangeClosed(1, 8).toArray());
    }

    String log(StreamId stream) {
      return executed.getOrDefault(stream, new StringBuilder()).toString();
    }
  }

  // ---- the clients

  /** One stream: submits operations, reads their result back, goes on with it. */
  private static final class Client {
    private final int number;
    private final DeviceId device;
    private final DeviceHandle<Planner> planner;
    private final DeviceHandle<Engine> engine;
    private final List<Integer> sums = new ArrayList<>();

    Client(Machine machine, int number) {
      this.number = number;
      this.device = DEVICES.get(number % DEVICES.size());
      this.planner = DeviceHandle.of(machine, device, Planner.TYPE);
      this.engine = DeviceHandle.of(machine, device, Engine.TYPE);
    }

    Thread start(Machine machine) {
      return machine.thread("client " + number, () -> StreamId.run(stream(), this::compute));
    }

    private StreamId stream() {
      return new StreamId(number);
    }

    private void compute() {
      submit(Operation.add(number));
      submit(Operation.scale(2));
      submit(Operation.add(1));
      submit(Operation.scale(10));
      sums.add(readBack());
      submit(Operation.add(sums.get(0)));
      sums.add(readBack());
    }

    private void submit(Operation operation) {
      planner.submit(p -> p.add(operation));
    }

    private int readBack() {
      planner.submitBlocking(
          Planner::launch); // behind the submits above; does not wait for kernels
      return engine.submitBlocking(Engine::sum);
    }

    String line() {
      String kernels = engine.submitBlocking(e -> e.log(stream()));
      return "stream %d on device %d:%s, sums %s".formatted(number, device.index(), kernels, sums);
    }
  }

  /** Runs the clients, prints what became of each stream, and shuts the devices down. */
  public static Result run(Machine machine, PrintStream out) throws InterruptedException {
    List<Client> clients =
        IntStream.range(0, STREAMS).mapToObj(n -> new Client(machine, n)).toList();
    List<Thread> threads = clients.stream().map(client -> client.start(machine)).toList();
    for (Thread thread : threads) {
      thread.join();
    }
    List<String> log = clients.stream().map(Client::line).toList();
    int operations = 0;
    int kernels = 0;
    for (DeviceId device : DEVICES) {
      operations +=
          DeviceHandle.of(machine, device, Planner.TYPE).submitBlocking(p -> p.operations);
      kernels += DeviceHandle.of(machine, device, Engine.TYPE).submitBlocking(e -> e.kernels);
      Devices.of(machine).shutdown(device);
    }
    log.forEach(line -> out.println("   " + line));
    out.printf(
        "   %d operations, %d kernels, %d devices shut down%n",
        operations, kernels, DEVICES.size());
    return new Result(log, operations, kernels);
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    run(Machine.live(), System.out);
  }
}
