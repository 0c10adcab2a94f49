package dev.wq.scenario;

import dev.wq.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, when a simulation has come to its end, who waits for whom.
 *
 * <p>A deadlock: some work waits for another one, and neither a work that runs or sleeps, nor a
 * timer, nor an arrival is left that could change anything.
 */
final class Inquest {
  private static final int MOST = 12; // works that are named one by one

  private final Player player;
  private final List<Instance> blocked = new ArrayList<>();
  private final List<Instance> waiting = new ArrayList<>(); // queued and not begun
  private boolean goesOn;

  Inquest(Player player, boolean goesOn) {
    this.player = player;
    this.goesOn = goesOn;
    player.kinds().forEach(kind -> kind.instances().forEach(this::look));
  }

  private void look(Instance instance) {
    if (instance.blockedIn != null) {
      blocked.add(instance);
    } else if (instance.busy) {
      goesOn = true;
    }
    if (instance.work.isArmed()) {
      goesOn = true;
    } else if (instance.work.isPending()) {
      waiting.add(instance);
    }
  }

  Ending ending(Duration last, List<String> failures) {
    if (player.isExhausted()) {
      return new Ending(false, true, last, List.of(), failures);
    }
    boolean over = !goesOn && !(blocked.isEmpty() && waiting.isEmpty());
    return new Ending(over, false, last, over ? sentences() : List.of(), failures);
  }

  private List<String> sentences() {
    List<String> all = new ArrayList<>();
    blocked.forEach(instance -> all.add(waits(instance)));
    waiting.forEach(instance -> all.add(queued(instance)));
    if (all.size() <= MOST) {
      return all;
    }
    List<String> first = new ArrayList<>(all.subList(0, MOST));
    first.add("and " + (all.size() - MOST) + " more");
    return first;
  }

  private String waits(Instance instance) {
    String whom =
        switch (instance.blockedIn) {
          case Step.Lock lock -> holder(player.mutexes().holder(lock.mutex()));
          case Step.Wait wait -> state(wait.work());
          case Step.Flush flush -> state(flush.work());
          case null, default -> "";
        };
    return "%s of %s waits in '%s'%s"
        .formatted(instance.name, instance.job.queue(), instance.blockedIn, whom);
  }

  private static String holder(@Nullable Instance holder) {
    return holder == null ? "" : ", held by " + holder.name;
  }

  private String state(String kind) {
    List<Instance> all = player.kind(kind).instances();
    boolean queued = all.stream().anyMatch(waiting::contains);
    boolean stuck = all.stream().anyMatch(blocked::contains);
    return queued ? ", which is queued and not begun" : stuck ? ", which waits itself" : "";
  }

  private String queued(Instance instance) {
    WorkQueue queue = player.queue(instance.job.queue());
    String running =
        blocked.stream()
            .filter(i -> i.job.queue().equals(instance.job.queue()))
            .map(i -> i.name)
            .collect(Collectors.joining(", "));
    String why =
        running.isEmpty()
            ? "no worker takes it"
            : "max_active %d, taken by %s".formatted(queue.maxActive(), running);
    return "%s waits on queue %s: %s".formatted(instance.name, queue.name(), why);
  }
}
