package dev.wq.device.port;

import java.util.concurrent.Callable;

/** As much of the runners of devices as the scripts of the bugs need: ours, and the ports. */
interface RunnerLayer {
  /** Two classes of services. */
  enum Kind {
    COUNTER,
    LOG
  }

  /** A handle of that service of {@code device}, made by {@code init} on its runner. */
  Client create(String device, Kind kind, Init init);

  /** Ends the runner of {@code device}, where the layer can. */
  void shutdown(String device);

  /** Ends its threads; for a script that has come to its end. */
  void end();

  /** What makes a service. */
  @FunctionalInterface
  interface Init {
    void run();
  }

  /** A handle. */
  interface Client {
    void submit(Runnable task);

    void flush();

    Object call(Callable<?> task);
  }
}
