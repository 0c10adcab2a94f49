package dev.wq;

import dev.wq.dispatch.Item;
import dev.wq.dispatch.QueueListener;

/** Hears what the dispatch has to tell about one queue. */
record QueueEar(WorkQueue queue) implements QueueListener {
  private static final System.Logger LOG = System.getLogger("dev.wq");

  static void logFailure(Work work, WorkQueue queue, Throwable cause) {
    LOG.log(
        System.Logger.Level.ERROR,
        "work '" + work.name() + "' of queue '" + queue.name() + "' failed",
        cause);
  }

  @Override
  public void failed(Item item, Throwable cause) {
    if (item instanceof SpawnedWork<?> spawned && spawned.isWatched()) {
      return;
    }
    try {
      queue.failureHandler().failed((Work) item, queue, cause);
    } catch (Throwable handlerFailed) {
      logHandlerFailed("failure", queue, handlerFailed);
    }
  }

  @Override
  public void discarded(Item item) {
    queue.discarded((Work) item);
  }

  static void logDiscarded(Work work, WorkQueue queue, String why) {
    LOG.log(
        System.Logger.Level.WARNING,
        "queue ''{0}'' {1}: work ''{2}'' cancelled",
        queue.name(),
        why,
        work.name());
  }

  static void logTimeout(Work work, WorkQueue queue, RtosAttrs attrs) {
    LOG.log(
        System.Logger.Level.ERROR,
        "work '%s' of queue '%s' has run for more than %s: %s"
            .formatted(work.name(), queue.name(), attrs.itemTimeout(), attrs.onItemTimeout()));
  }

  static void logHandlerFailed(String which, WorkQueue queue, Throwable cause) {
    LOG.log(
        System.Logger.Level.ERROR,
        "the " + which + " handler of queue '" + queue.name() + "' failed",
        cause);
  }

  @Override
  public void overran(Item item) {
    queue.overran((Work) item);
  }

  @Override
  public void blocked(Item item) {
    LOG.log(
        System.Logger.Level.WARNING,
        "work ''{0}'' of bh queue ''{1}'' blocks, which a bh work must not",
        ((Work) item).name(),
        queue.name());
  }
}
