package dev.wq.dispatch;

import org.jspecify.annotations.Nullable;

/** The items of one batch of expired timers, on their way to their queues: one bundle for each. */
/*
 * In our hands. Between its timer and its queue an item is where nobody finds it: who wants it (cancel, modify, flush) spins
 * until all of the batch is pushed. So nothing is called meanwhile that could want one: what is told to the application,
 * of items that a queue has refused because it has closed, is told after the last push.
 */
final class ExpiredItems {
  private @Nullable Bundle first; // in the order of their oldest items
  private @Nullable Bundle last;
  private @Nullable Throwable thrown;

  /** Takes all of a batch to their queues. */
  void takeAll(Alarm leader) {
    Alarm behind;
    for (Alarm alarm = leader; alarm != null; alarm = behind) {
      behind = alarm.takeBehind();
      take(alarm.item, alarm.target);
    }
    for (Bundle bundle = pushAll(); bundle != null; bundle = bundle.following) {
      discardAll(bundle);
    }
    rethrow();
  }

  private void take(Item item, @Nullable DispatchQueue queue) {
    try {
      if (queue != null && queue.expireBundled(item)) {
        bundleOf(queue).add(item);
      }
    } catch (IllegalStateException foreign) {
      note(foreign);
    }
  }

  private Bundle bundleOf(DispatchQueue queue) {
    Bundle bundle = last == null || last.queue == queue ? last : find(queue);
    if (bundle == null) {
      bundle = new Bundle(queue);
      if (last == null) {
        first = bundle;
      } else {
        last.following = bundle;
      }
      last = bundle;
    }
    return bundle;
  }

  private @Nullable Bundle find(DispatchQueue queue) {
    Bundle bundle = first;
    while (bundle != null && bundle.queue != queue) {
      bundle = bundle.following;
    }
    return bundle;
  }

  /** Pushes each bundle; returns those that a closed queue has refused. */
  private @Nullable Bundle pushAll() {
    Bundle refused = null;
    Bundle following;
    for (Bundle bundle = first; bundle != null; bundle = following) {
      following = bundle.following;
      bundle.following = null;
      if (!bundle.queue.pushBundle(bundle)) {
        bundle.following = refused;
        refused = bundle;
      }
    }
    return refused;
  }

  private void discardAll(Bundle bundle) {
    for (Item item = bundle.poll(); item != null; item = bundle.poll()) {
      try {
        bundle.queue.discard(item);
      } catch (RuntimeException | Error e) {
        note(e);
      }
    }
  }

  private void note(Throwable e) {
    if (thrown == null) {
      thrown = e;
    } else if (thrown != e) {
      thrown.addSuppressed(e);
    }
  }

  private void rethrow() {
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }
}
