package dev.wq;

/**
 * Told when a function has thrown. Called on the worker that ran it, before the work is idle again;
 * a handler that throws is logged and changes nothing.
 */
@FunctionalInterface
public interface FailureHandler {
  void failed(Work work, WorkQueue queue, Throwable cause);
}
