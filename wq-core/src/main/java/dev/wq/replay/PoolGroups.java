package dev.wq.replay;

import java.util.Map;
import java.util.TreeMap;

/** Which unbound pools a recording has, for queues that would be served by one of them. */
final class PoolGroups {
  private final Map<Integer, Integer> normal = new TreeMap<>(); // executions by group
  private final Map<Integer, Integer> high = new TreeMap<>();

  private PoolGroups() {}

  static PoolGroups of(Recording recording) {
    PoolGroups groups = new PoolGroups();
    for (Execution e : recording.executions()) {
      if (e.pool().kind() == PoolName.Kind.UNBOUND) {
        boolean nice = recording.trail().isHigh(e.worker());
        groups.by(nice).merge(e.pool().id(), 1, Integer::sum);
      }
    }
    return groups;
  }

  private Map<Integer, Integer> by(boolean nice) {
    return nice ? high : normal;
  }

  /** The most used pool of that priority, else the number of a pool that is not there. */
  int usual(boolean nice) {
    return by(nice).entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(unused() + (nice ? 1 : 0));
  }

  private int unused() {
    int most = 0;
    for (int group : normal.keySet()) {
      most = Math.max(most, group + 1);
    }
    for (int group : high.keySet()) {
      most = Math.max(most, group + 1);
    }
    return most;
  }
}
