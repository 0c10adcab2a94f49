package dev.wq.system;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import dev.wq.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The nine queues of a machine, by linux 1.6. */
class SystemQueuesTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static Arguments row(
      Supplier<WorkQueue> current, Function<Machine, WorkQueue> of, QueueAttrs attrs) {
    return Arguments.of(attrs.name(), current, of, attrs.permanent());
  }

  static Stream<Arguments> queues() {
    return Stream.of(
        row(SystemQueues::system, SystemQueues::system, QueueAttrs.named("events")),
        row(
            SystemQueues::systemHighpri,
            SystemQueues::systemHighpri,
            QueueAttrs.named("events_highpri").highPriority()),
        row(SystemQueues::systemLong, SystemQueues::systemLong, QueueAttrs.named("events_long")),
        row(
            SystemQueues::systemUnbound,
            SystemQueues::systemUnbound,
            QueueAttrs.named("events_unbound").unbound().maxActive(2048)),
        row(
            SystemQueues::systemFreezable,
            SystemQueues::systemFreezable,
            QueueAttrs.named("events_freezable").freezable()),
        row(
            SystemQueues::systemPowerEfficient,
            SystemQueues::systemPowerEfficient,
            QueueAttrs.named("events_power_efficient").powerEfficient()),
        row(
            SystemQueues::systemFreezablePowerEfficient,
            SystemQueues::systemFreezablePowerEfficient,
            QueueAttrs.named("events_freezable_pwr_efficient").freezable().powerEfficient()),
        row(SystemQueues::systemBh, SystemQueues::systemBh, QueueAttrs.named("events_bh").bh()),
        row(
            SystemQueues::systemBhHighpri,
            SystemQueues::systemBhHighpri,
            QueueAttrs.named("events_bh_highpri").bh().highPriority()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queues")
  void queue_hasLinuxNameAndProperties(
      String name, Supplier<WorkQueue> current, Function<Machine, WorkQueue> of, QueueAttrs attrs) {
    Simulation.withCpus(1).run(machine -> assertEquals(attrs, current.get().attrs()));
    try (Machine machine = Machine.create("named")) {
      assertEquals(attrs, of.apply(machine).attrs());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queues")
  void queue_isMadeOncePerMachine(
      String name, Supplier<WorkQueue> current, Function<Machine, WorkQueue> of, QueueAttrs attrs) {
    Simulation.withCpus(1)
        .run(machine -> {
          assertSame(current.get(), of.apply(machine));
          assertSame(machine, current.get().machine());
        });
    assertSame(current.get(), of.apply(Machine.live()));
    try (Machine other = Machine.create("other")) {
      assertSame(of.apply(other), of.apply(other));
      assertNotSame(current.get(), of.apply(other));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queues")
  void close_throwsAndNamesTheQueue(
      String name, Supplier<WorkQueue> current, Function<Machine, WorkQueue> of, QueueAttrs attrs) {
    Simulation.withCpus(1)
        .run(machine -> {
          WorkQueue queue = current.get();
          String closed = assertThrows(IllegalStateException.class, queue::close).getMessage();
          assertTrue(closed.contains("'" + name + "'"), closed);
          assertThrows(IllegalStateException.class, () -> queue.close(LONG));
          assertFalse(queue.isClosed());
          Work after = Work.of("after", () -> machine.log("after"));
          assertTrue(queue.enqueue(after));
          after.flush();
          assertEquals(1, queue.stats().completed());
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queues")
  void queue_runsWorksOnALiveMachine(
      String name, Supplier<WorkQueue> current, Function<Machine, WorkQueue> of, QueueAttrs attrs)
      throws Exception {
    try (Machine machine = Machine.create("live-" + name)) {
      List<WorkQueue> seen = new ArrayList<>();
      Work work = Work.of("look", () -> seen.add(current.get()));
      of.apply(machine).enqueue(work);
      work.flush(LONG);
      assertEquals(List.of(of.apply(machine)), seen, "a worker's current machine is its own");
    }
  }

  @Test
  void unusedQueue_doesNotExist() {
    Simulation.withCpus(1)
        .run(machine -> {
          SystemQueues.system();
          SystemQueues.systemBh();
          assertEquals(
              List.of("events", "events_bh"),
              machine.queues().stream().map(WorkQueue::name).toList());
        });
  }

  @Test
  void concurrentFirstUse_makesOneQueue() throws Exception {
    try (Machine machine = Machine.create("race")) {
      Set<WorkQueue> seen = ConcurrentHashMap.newKeySet();
      List<Thread> threads =
          Stream.generate(
                  () -> machine.thread("first", () -> seen.add(SystemQueues.systemLong(machine))))
              .limit(16)
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(Set.of(SystemQueues.systemLong(machine)), seen);
      assertEquals(1, machine.queues().size());
    }
  }

  @Test
  void machineClose_closesItsSystemQueues() {
    Machine machine = Machine.create("ending");
    WorkQueue events = SystemQueues.system(machine);
    machine.close();
    assertTrue(events.isClosed());
    assertSame(events, SystemQueues.system(machine));
    assertThrows(IllegalStateException.class, () -> SystemQueues.systemLong(machine));
  }

  @Test
  void nullMachine_throws() {
    assertAll(
        queues()
            .map(row -> row.get()[2])
            .map(of -> () -> assertThrows(NullPointerException.class, () -> apply(of))));
  }

  @SuppressWarnings("unchecked")
  private static void apply(Object of) {
    ((Function<Machine, WorkQueue>) of).apply(null);
  }

  @Test
  void sameClass_runsLiveAndSimulated() throws Exception {
    Map<String, Integer> live = new Cache().scenario();
    Simulation.withCpus(2)
        .seed(42)
        .run(machine -> {
          assertEquals(live, new Cache().scenario());
          assertEquals(Duration.ofMillis(20), machine.now());
          assertEquals(2, SystemQueues.system(machine).stats().completed());
        });
    assertEquals(Map.of("refresh", 2, "loaded", 2), live);
  }
}
