package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.replay.Fidelity.InFlight;
import dev.wq.replay.Fidelity.Pair;
import dev.wq.replay.Fidelity.PoolRow;
import dev.wq.replay.Fidelity.QueueRow;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each figure on recordings of a few works, worked out by hand. */
class FidelityTest {
  private static final int US = 1_000;

  /** Three works of two queues on a pool with two workers; b and c overlap. */
  private static Recording three() throws IOException {
    return new Tape()
        .queued(0, 'a', "one")
        .woken(1, "0:1")
        .started(5, 'a', "0:1")
        .queued(6, 'b', "two")
        .queued(7, 'c', "two")
        .ended(10, 'a', "0:1")
        .started(10, 'b', "0:1")
        .woken(11, "0:2")
        .started(12, 'c', "0:2")
        .ended(20, 'b', "0:1")
        .ended(22, 'c', "0:2")
        .recording();
  }

  private static Prediction.Builder run(
      Prediction.Builder builder, int execution, int start, int end, int worker) {
    builder.started(execution, (long) start * US, "0", worker);
    builder.ended(execution, (long) end * US, (long) (end - start) * US);
    return builder;
  }

  private static Prediction.Builder model(Recording recording) {
    return new Prediction.Builder(Model.FULL, recording.executions().size());
  }

  private static Prediction asRecorded(Recording recording) {
    Prediction.Builder builder = model(recording);
    run(builder, 0, 5, 10, 1);
    run(builder, 1, 10, 20, 1);
    run(builder, 2, 12, 22, 2);
    builder.pool("0", 2, 2);
    return builder.build(Reasons.NONE);
  }

  @Test
  void exactPrediction_agreesInEverything() throws IOException {
    Recording recording = three();
    Fidelity f = Fidelity.of(recording, asRecorded(recording));
    assertEquals(3, f.counted());
    assertEquals(0, f.missing());
    assertEquals(1, f.order());
    assertEquals(1, f.neighbours());
    assertEquals(new Percentiles(0, 0, 0, 0), f.startError());
    assertEquals(f.latency().recorded(), f.latency().predicted());
    assertEquals(new Pair<>(2L, 2L), f.wakeups());
    assertEquals(new Pair<>(1, 1), f.workerChanges());
    assertEquals(1, f.sameWorker());
    assertEquals(new Pair<>(25L * US, 25L * US), f.cpu());
  }

  @Test
  void rows_tellPoolsAndQueuesApart() throws IOException {
    Recording recording = three();
    Fidelity f = Fidelity.of(recording, asRecorded(recording));
    Percentiles all = new Percentiles(5 * US, 5 * US, 5 * US, 5 * US);
    InFlight flight = new InFlight(2, (5 + 2 + 8 * 2 + 2) / 17.0);
    assertEquals(
        List.of(
            new PoolRow(
                "0", 3, same(f.latency().recorded()), same(flight), same(2L), same(2), same(1))),
        f.pools());
    Percentiles two = new Percentiles(5 * US, 5 * US, 5 * US, 5 * US);
    assertEquals(
        List.of(
            new QueueRow("two", 2, same(two), same(new InFlight(2, (2 + 8 * 2 + 2) / 12.0))),
            new QueueRow("one", 1, same(all), same(new InFlight(1, 1)))),
        f.queues());
  }

  private static <T> Pair<T> same(T both) {
    return new Pair<>(both, both);
  }

  @Test
  void order_isTheLongestPartThatCanStay() throws IOException {
    Recording recording = three();
    Prediction.Builder builder = model(recording);
    run(builder, 0, 30, 31, 1); // after both of the others
    run(builder, 1, 10, 20, 1);
    run(builder, 2, 12, 22, 2);
    Fidelity f = Fidelity.of(recording, builder.build(Reasons.NONE));
    assertEquals(2 / 3.0, f.order());
    assertEquals(1 / 2.0, f.neighbours());
    assertEquals(new Percentiles(0, 25 * US, 25 * US, 25 * US), f.startError());
  }

  @Test
  void tiesOfTheModel_areBrokenByArrival() throws IOException {
    Recording recording = three();
    Prediction.Builder builder = model(recording);
    for (int i = 2; i >= 0; i--) {
      run(builder, i, 50, 51, 1);
    }
    assertEquals(1, Fidelity.of(recording, builder.build(Reasons.NONE)).order());
  }

  @Test
  void sameWorker_asksWhetherItChanged_notWhoItIs() throws IOException {
    Recording recording = three();
    Prediction.Builder builder = model(recording);
    run(builder, 0, 5, 10, 7);
    run(builder, 1, 10, 20, 8); // the recording stays with its worker here, and changes next
    run(builder, 2, 12, 22, 9);
    builder.pool("0", 3, 3);
    Fidelity f = Fidelity.of(recording, builder.build(Reasons.NONE));
    assertEquals(new Pair<>(1, 2), f.workerChanges());
    assertEquals(1 / 2.0, f.sameWorker());
  }

  @Test
  void whatTheModelDidNotRun_isMissing_andInNoFigure() throws IOException {
    Recording recording = three();
    Prediction.Builder builder = model(recording);
    run(builder, 0, 5, 10, 1);
    Fidelity f = Fidelity.of(recording, builder.build(Reasons.NONE));
    assertEquals(3, f.counted());
    assertEquals(2, f.missing());
    assertEquals(new Percentiles(0, 0, 0, 0), f.startError());
    assertEquals(1, f.pools().getFirst().executions());
    assertEquals(new Pair<>(25L * US, 5L * US), f.cpu());
  }

  @Test
  void barriersAndRescuers_doNotCount() throws IOException {
    Recording recording =
        new Tape()
            .started(1, 'x', "wq_barrier_func", "0:1")
            .ended(2, 'x', "0:1")
            .queued(3, 'a', "one")
            .started(5, 'a', "0:1")
            .ended(10, 'a', "0:1")
            .queued(11, 'b', "one")
            .started(12, 'b', "R-one")
            .ended(13, 'b', "R-one")
            .recording();
    assertEquals(3, recording.executions().size());
    assertEquals(1, Fidelity.of(recording, Baselines.base(recording)).counted());
  }

  @Test
  void base_startsEverythingTheMedianAfterItsQueueing_andHasNoWorkers() throws IOException {
    Recording recording = three();
    Prediction base = Baselines.base(recording);
    assertEquals(List.of(5L * US, 11L * US, 12L * US), starts(base));
    Fidelity f = Fidelity.of(recording, base);
    assertEquals(new Pair<>(2L, 0L), f.wakeups());
    assertEquals(0, f.sameWorker());
    assertEquals(new InFlight(0, 0), f.pools().getFirst().inFlight().predicted());
  }

  private static List<Long> starts(Prediction prediction) {
    return List.of(prediction.startedAt(0), prediction.startedAt(1), prediction.startedAt(2));
  }

  @Test
  void executionThatIsRunTwice_isRefused() throws IOException {
    Prediction.Builder builder = model(three());
    builder.started(1, 10, "0", 1);
    assertThrows(IllegalStateException.class, () -> builder.started(1, 20, "0", 1));
  }

  @Test
  void latency_isPredictedFromTheModelsOwnQueueing() throws IOException {
    Prediction.Builder builder = model(three());
    builder.queued(0, 10);
    builder.started(0, 25, "0", 1);
    Prediction prediction = builder.build(_ -> List.of(new Because(Cause.WAKING, "asleep", 15)));
    assertEquals(15, prediction.latency(0));
    assertEquals(15, prediction.because(0).getFirst().nanos());
    assertEquals(Prediction.NONE, prediction.latency(1));
    assertEquals(List.of(), prediction.because(1));
  }
}
