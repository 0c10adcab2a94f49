package dev.wq.device;

/** A task that the caller waited for has thrown; the cause is what it threw, the very object. */
public final class DeviceCallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DeviceCallException(String message, Throwable cause) {
    super(message, cause);
  }
}
