package dev.wq.device;

import java.util.Objects;
import java.util.function.Function;

/**
 * Which service, where it lives and how it is made; a constant of the service's class. A runner has
 * at most one service of a class.
 *
 * @param service the class of the service
 * @param stage which runner of the device it lives on
 * @param init makes the service of a device, on its runner
 */
public record ServiceType<S extends DeviceService>(
    Class<S> service, DeviceStage stage, Function<? super DeviceId, ? extends S> init) {
  public ServiceType {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(init, "init");
  }

  /** The type of the services that {@code init} makes. */
  public static <S extends DeviceService> ServiceType<S> of(
      Class<S> service, DeviceStage stage, Function<? super DeviceId, ? extends S> init) {
    return new ServiceType<>(service, stage, init);
  }

  /** For people: {@code Counter upstream}. */
  @Override
  public String toString() {
    return service.getSimpleName() + " " + stage.label();
  }
}
