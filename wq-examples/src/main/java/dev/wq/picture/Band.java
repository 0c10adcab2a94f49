package dev.wq.picture;

import dev.wq.replay.Execution;
import dev.wq.replay.PoolName;
import dev.wq.replay.Prediction;
import dev.wq.replay.Recording;
import dev.wq.replay.Stints;
import dev.wq.replay.TraceWorker;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One course of a recording's executions: the recorded one, or a predicted one. By index of the
 * execution; -1 is unknown or not predicted.
 */
final class Band {
  static final int NONE = Prediction.NONE;

  final String name;
  final @Nullable Column column; // null: the recorded one
  final long[] queuedAt;
  final long[] activatedAt;
  final long[] startedAt;
  final long[] endedAt;
  final List<Worker> workers;
  final int[] worker; // index in workers
  final Stints stints;
  final int cpus;

  private Band(
      String name,
      @Nullable Column column,
      Recording recording,
      Times times,
      IntFunction<@Nullable Worker> worker,
      Stints stints) {
    int size = recording.executions().size();
    this.name = name;
    this.column = column;
    this.queuedAt = array(size, times.queuedAt());
    this.activatedAt = array(size, times.activatedAt());
    this.startedAt = array(size, times.startedAt());
    this.endedAt = array(size, times.endedAt());
    this.stints = stints;
    this.cpus = Math.max(recording.cpus(), cpus(stints));
    @Nullable Worker[] of = new Worker[size];
    Arrays.setAll(of, worker);
    this.workers = List.copyOf(new TreeSet<>(Arrays.stream(of).filter(Objects::nonNull).toList()));
    this.worker = places(of, workers);
  }

  private record Times(
      IntToLongFunction queuedAt,
      IntToLongFunction activatedAt,
      IntToLongFunction startedAt,
      IntToLongFunction endedAt) {}

  private static long[] array(int size, IntToLongFunction value) {
    long[] values = new long[size];
    Arrays.setAll(values, value);
    return values;
  }

  private static int cpus(Stints stints) {
    return IntStream.range(0, stints.size()).map(stints::cpu).max().orElse(-1) + 1;
  }

  private static int[] places(@Nullable Worker[] of, List<Worker> workers) {
    Map<Worker, Integer> place = new HashMap<>();
    workers.forEach(worker -> place.put(worker, place.size()));
    int[] places = new int[of.length];
    Arrays.setAll(places, i -> of[i] == null ? NONE : place.getOrDefault(of[i], NONE));
    return places;
  }

  /** The recorded one, and one for each column. */
  static List<Band> of(Picture picture) {
    Recording recording = picture.recording();
    return Stream.concat(
            Stream.of(recorded(picture.source(), recording)),
            picture.columns().stream().map(column -> predicted(recording, column)))
        .toList();
  }

  private static Band recorded(String name, Recording recording) {
    List<Execution> executions = recording.executions();
    Map<Integer, String> names = new HashMap<>();
    for (TraceWorker worker : recording.workers()) {
      names.put(worker.pid(), worker.name());
    }
    return new Band(
        name,
        null,
        recording,
        new Times(
            i -> executions.get(i).queuedAt(),
            i -> executions.get(i).activatedAt(),
            i -> executions.get(i).startedAt(),
            i -> executions.get(i).endedAt()),
        i -> recorded(executions.get(i), names),
        recording.stints());
  }

  private static Worker recorded(Execution execution, Map<Integer, String> names) {
    int pid = execution.worker();
    return new Worker(execution.pool(), pid, names.getOrDefault(pid, "pid " + pid));
  }

  private static Band predicted(Recording recording, Column column) {
    Prediction prediction = column.prediction();
    return new Band(
        column.name(),
        column,
        recording,
        new Times(
            prediction::queuedAt,
            prediction::activatedAt,
            prediction::startedAt,
            prediction::endedAt),
        i -> predicted(prediction.poolOf(i), prediction.worker(i)),
        prediction.stints());
  }

  private static @Nullable Worker predicted(@Nullable PoolName pool, int number) {
    return number == NONE || pool == null
        ? null
        : new Worker(pool, number, pool + " worker " + number);
  }

  int size() {
    return startedAt.length;
  }

  /** Whether it was run from start to end. */
  boolean ran(int execution) {
    return startedAt[execution] != NONE && endedAt[execution] != NONE;
  }

  /** The pool of its worker; {@code otherwise} where that is not known. */
  PoolName pool(int execution, PoolName otherwise) {
    return worker[execution] == NONE ? otherwise : workers.get(worker[execution]).pool();
  }

  /** Whether it is known when it was queued and when it started. */
  boolean waited(int execution) {
    return queuedAt[execution] != NONE && startedAt[execution] != NONE;
  }
}
