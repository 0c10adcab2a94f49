package dev.wq.device.port;

import dev.wq.Machine;
import dev.wq.device.DeviceHandle;
import dev.wq.device.DeviceId;
import dev.wq.device.DeviceService;
import dev.wq.device.DeviceStage;
import dev.wq.device.Devices;
import dev.wq.device.RunnerAttrs;
import dev.wq.device.ServiceType;
import java.util.concurrent.Callable;

/** This library; with as much room as the ports have. */
final class WqLayer implements RunnerLayer {
  private static final int SLOTS = 64;
  private final Machine machine;

  WqLayer(Machine machine) {
    this.machine = machine;
    Devices devices = Devices.of(machine);
    devices.onFailure((_, _) -> {});
    devices.configure(id("gpu"), RunnerAttrs.defaults().capacity(SLOTS));
  }

  private record Counter() implements DeviceService {}

  private record Log() implements DeviceService {}

  private static DeviceId id(String device) {
    return new DeviceId(device, 0);
  }

  @Override
  public Client create(String device, Kind kind, Init init) {
    return switch (kind) {
      case COUNTER -> create(device, Counter.class, new Counter(), init);
      case LOG -> create(device, Log.class, new Log(), init);
    };
  }

  private <S extends DeviceService> Client create(
      String device, Class<S> type, S service, Init init) {
    ServiceType<S> made =
        ServiceType.of(
            type,
            DeviceStage.UPSTREAM,
            _ -> {
              init.run();
              return service;
            });
    return new WqClient<>(DeviceHandle.of(machine, id(device), made));
  }

  @Override
  public void shutdown(String device) {
    Devices.of(machine).shutdown(id(device));
  }

  @Override
  public void end() {
    // its threads are no threads of the application
  }

  private record WqClient<S extends DeviceService>(DeviceHandle<S> handle) implements Client {
    @Override
    public void submit(Runnable task) {
      handle.submit(_ -> task.run());
    }

    @Override
    public void flush() {
      handle.flush();
    }

    @Override
    public Object call(Callable<?> task) {
      return handle.submitBlocking(_ -> task.call());
    }
  }
}
