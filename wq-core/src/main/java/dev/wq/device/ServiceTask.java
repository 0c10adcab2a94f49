package dev.wq.device;

/** Something to do with a service, without a result; what it throws is told to the handler. */
@FunctionalInterface
public interface ServiceTask<S> {
  void run(S service) throws Exception;
}
