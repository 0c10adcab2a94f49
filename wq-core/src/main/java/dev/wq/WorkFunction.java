package dev.wq;

/** The function of a work that needs no object of its own. */
@FunctionalInterface
public interface WorkFunction {
  /** Runs on a worker thread; may block and may throw, see {@link WorkItem#run}. */
  void run() throws Exception;
}
