package dev.wq.device;

import java.util.List;

/**
 * The state that one device needs for one purpose. It is made on its runner, touched by tasks on
 * that runner alone, and needs no lock. One that is {@link AutoCloseable} is closed there when the
 * runner is shut down.
 */
public interface DeviceService {
  /**
   * What everybody may read of it without a task: asked for once, when the service is made; safe to
   * be shared. Nothing, an empty list, unless overridden.
   */
  default Object utilities() {
    return List.of();
  }
}
