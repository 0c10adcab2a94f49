package dev.wq.replay;

import dev.wq.replay.Workload.Arrival;
import dev.wq.replay.Workload.QueueUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why works wait. For each pool a log of what keeps the first work of its list from starting; the
 * reasons of an execution are the pieces of its pool's log from its activation to its start, and
 * before that what it waited for to be activated. So they add up to its latency, without a rest.
 */
final class WaitLog {
  private final ReplayCpus cpus;
  private final Arrival[] arrivals; // by execution
  private final @Nullable String[] pools; // by execution, where it was activated
  private final int[] ahead; // works of its queue that were there at its queueing
  private final List<PoolLog> logs = new ArrayList<>();

  /** What keeps a pool's first work from starting: a cause, and an execution or a CPU. */
  private record Obstacle(Cause cause, int execution, int cpu) {
    static final Obstacle NONE = new Obstacle(Cause.SWITCHING, -1, -1);
  }

  private static final class PoolLog {
    final ReplayPools.Members pool;
    private long[] times = new long[256];
    private final List<Obstacle> obstacles = new ArrayList<>();
    private Obstacle last = Obstacle.NONE;

    PoolLog(ReplayPools.Members pool) {
      this.pool = pool;
    }

    void note(long now, Obstacle obstacle) {
      if (obstacle.equals(last)) {
        return;
      }
      last = obstacle;
      int size = obstacles.size();
      if (size > 0 && times[size - 1] == now) {
        obstacles.set(size - 1, obstacle);
        return;
      }
      if (size == times.length) {
        times = Arrays.copyOf(times, 2 * size);
      }
      times[size] = now;
      obstacles.add(obstacle);
    }

    /** The entry that holds at {@code time}, -1 before the first. */
    int at(long time) {
      int i = Arrays.binarySearch(times, 0, obstacles.size(), time);
      return i >= 0 ? i : -i - 2;
    }

    long end(int i) {
      return i + 1 < obstacles.size() ? times[i + 1] : Long.MAX_VALUE;
    }

    Obstacle obstacle(int i) {
      return i < 0 ? Obstacle.NONE : obstacles.get(i);
    }
  }

  WaitLog(Workload load, Iterable<ReplayPools.Members> members, ReplayCpus cpus) {
    this.cpus = cpus;
    this.arrivals = new Arrival[load.executions()];
    this.pools = new @Nullable String[load.executions()];
    this.ahead = new int[load.executions()];
    for (ReplayPools.Members pool : members) {
      logs.add(new PoolLog(pool));
    }
  }

  void queued(Arrival arrival, int outstanding) {
    if (arrival.execution >= 0) {
      arrivals[arrival.execution] = arrival;
      ahead[arrival.execution] = outstanding;
    }
  }

  void activated(Arrival arrival, String pool) {
    pools[arrival.execution] = pool;
  }

  /** Looks at each pool again after something has happened. */
  void note(long now) {
    for (int i = 0; i < logs.size(); i++) {
      PoolLog log = logs.get(i);
      log.note(now, log.pool.pool.hasWork() ? obstacle(log.pool) : Obstacle.NONE);
    }
  }

  private Obstacle obstacle(ReplayPools.Members pool) {
    Obstacle found = Obstacle.NONE;
    int rank = 0;
    for (int i = 0; i < pool.workers.size(); i++) {
      ReplayWorker worker = pool.workers.get(i);
      int itsRank = rank(worker);
      if (itsRank > rank) {
        rank = itsRank;
        found = obstacle(worker);
      }
    }
    return found;
  }

  /** Of all that goes on in a pool, what will get its first work started soonest. */
  private static int rank(ReplayWorker worker) {
    boolean looks = worker.course == null || worker.returned;
    return switch (worker.place) {
      case ON -> looks ? 7 : 3;
      case READY -> looks ? 6 : 2;
      case KICKED -> 5;
      case CREATING -> 4;
      case LEAVING, ASLEEP -> 1;
      case IDLE, DEAD -> 0;
    };
  }

  private Obstacle obstacle(ReplayWorker worker) {
    return switch (worker.place) {
      case KICKED -> new Obstacle(Cause.WAKING, -1, -1);
      case CREATING -> new Obstacle(Cause.CREATING, -1, -1);
      case READY -> waiting(worker);
      case ON -> worker.course == null || worker.returned ? Obstacle.NONE : behind(worker);
      case ASLEEP -> behind(worker);
      case LEAVING, IDLE, DEAD -> Obstacle.NONE;
    };
  }

  private static Obstacle behind(ReplayWorker worker) {
    Arrival arrival = worker.runs;
    return arrival == null
        ? new Obstacle(Cause.BARRIER, -1, worker.cpu)
        : new Obstacle(Cause.BEHIND, arrival.execution, worker.cpu);
  }

  private Obstacle waiting(ReplayWorker worker) {
    Processor cpu = cpus.of(worker);
    CpuUser user = cpu.running;
    if (user == null ? cpus.isBusy(cpu) : user.worker == null) {
      return new Obstacle(Cause.OTHERS, -1, cpu.number);
    }
    ReplayWorker other = user == null ? null : user.worker;
    if (other == null) {
      return Obstacle.NONE;
    }
    Arrival arrival = other.runs;
    if (arrival == null) {
      return Obstacle.NONE;
    }
    Cause cause = other.home == worker.home ? Cause.BEHIND : Cause.PREEMPTED;
    return new Obstacle(cause, arrival.execution, cpu.number);
  }

  // ---- reasons

  Reasons reasons(Prediction.Builder times) {
    return execution -> because(execution, times);
  }

  private List<Because> because(int execution, Prediction.Builder times) {
    Arrival arrival = arrivals[execution];
    PoolLog log = arrival == null ? null : logOf(pools[execution]);
    if (arrival == null || log == null) {
      return List.of();
    }
    long activated = times.activatedAt(execution);
    List<Because> reasons = new ArrayList<>();
    long waited = activated - times.queuedAt(execution);
    if (waited > 0) {
      reasons.add(new Because(Cause.ACTIVATION, activation(execution, arrival), waited));
    }
    sumUp(log, arrival, activated, times.startedAt(execution))
        .forEach((key, nanos) -> reasons.add(new Because(key.cause, key.text(), nanos)));
    return reasons;
  }

  /** What a reason says; those that say the same are added up. */
  private record Key(Cause cause, @Nullable QueueUse queue, String function, String pool, int cpu) {
    static final String OWN = "";

    String text() {
      String cpuName = "CPU " + cpu;
      return switch (cause) {
        case BEHIND ->
            function.equals(OWN)
                ? "behind its own run before"
                : "behind " + work() + " on " + cpuName;
        case PREEMPTED -> cpuName + " taken by " + work();
        case OTHERS -> cpuName + " taken by others";
        case WAKING -> "worker asleep, being woken";
        case CREATING -> "worker being created";
        case BARRIER -> "behind a flush's barrier on " + cpuName;
        case SWITCHING, ACTIVATION -> "worker on its way to the work";
      };
    }

    private String work() {
      return queue == null
          ? "a work that was taken back"
          : function + " of " + queue.spec.name() + " (pool " + pool + ")";
    }
  }

  private Map<Key, Long> sumUp(PoolLog log, Arrival mine, long from, long to) {
    Map<Key, Long> sums = new LinkedHashMap<>();
    int i = log.at(from);
    for (long at = from; at < to; i++) {
      long until = Math.min(to, log.end(i));
      Obstacle obstacle = log.obstacle(i);
      boolean own = obstacle.execution >= 0 && arrivals[obstacle.execution].work == mine.work;
      sums.merge(own ? OWN_RUN : keys.computeIfAbsent(obstacle, this::key), until - at, Long::sum);
      at = until;
    }
    return sums;
  }

  private static final Key OWN_RUN = new Key(Cause.BEHIND, null, Key.OWN, "", -1);
  private final Map<Obstacle, Key> keys = new HashMap<>();

  private Key key(Obstacle obstacle) {
    if (obstacle.execution < 0) {
      return new Key(obstacle.cause, null, "?", "", obstacle.cpu);
    }
    Arrival other = arrivals[obstacle.execution];
    String function = other.queueing.work().function();
    String pool = Objects.requireNonNull(pools[obstacle.execution]);
    return new Key(obstacle.cause, other.queue, function, pool, obstacle.cpu);
  }

  private @Nullable PoolLog logOf(@Nullable String pool) {
    for (PoolLog log : logs) {
      if (log.pool.name.equals(pool)) {
        return log;
      }
    }
    return null;
  }

  private String activation(int execution, Arrival arrival) {
    return "waiting for activation behind %d of queue %s"
        .formatted(ahead[execution], arrival.queue.spec.name());
  }
}
