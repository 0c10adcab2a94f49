package dev.wq.host;

/**
 * Told, by a host with exact edges, each time a thread goes to sleep or runs again; called outside
 * that thread.
 */
public interface Edges {
  /** The thread has given up its CPU because it waits for something. */
  void sleeping();

  /** The thread that slept is about to run again. */
  void running();
}
