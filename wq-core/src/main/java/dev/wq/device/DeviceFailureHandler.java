package dev.wq.device;

/** Is told what tasks throw that nobody waits for; on the runner, which goes on afterwards. */
@FunctionalInterface
public interface DeviceFailureHandler {
  void failed(DeviceId device, Throwable cause);
}
