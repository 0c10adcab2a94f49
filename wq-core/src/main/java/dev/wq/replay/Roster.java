package dev.wq.replay;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The workers of a recording: those that the header names, and those that the events show. */
final class Roster {
  private static final Comparator<TraceWorker> ORDER =
      Comparator.comparing(TraceWorker::pool).thenComparingInt(TraceWorker::pid);

  private Roster() {}

  static List<TraceWorker> of(TraceHeader header, Tasks tasks) {
    Map<Integer, TraceWorker> workers = new HashMap<>();
    header
        .workersBefore()
        .forEach((pid, name) -> workers.put(pid, worker(header, tasks, pid, name)));
    header
        .workersAfter()
        .forEach((pid, name) -> workers.put(pid, worker(header, tasks, pid, name)));
    tasks.forEach(task -> {
      String name = task.name;
      if (task.kworker && name != null) {
        workers.put(task.pid, worker(header, tasks, task.pid, name));
      }
    });
    return workers.values().stream().sorted(ORDER).toList();
  }

  private static TraceWorker worker(TraceHeader header, Tasks tasks, int pid, String name) {
    Task task = tasks.get(pid);
    boolean listed = !header.workersBefore().isEmpty();
    boolean before = listed ? header.workersBefore().containsKey(pid) : task.forkedAt < 0;
    boolean listedAfter = !header.workersAfter().isEmpty();
    boolean after = listedAfter ? header.workersAfter().containsKey(pid) : task.exitedAt < 0;
    return new TraceWorker(
        pid, name, PoolName.ofTask(name), before, task.forkedAt, task.exitedAt, after);
  }
}
