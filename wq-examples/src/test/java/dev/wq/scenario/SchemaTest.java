package dev.wq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.QueueAttrs;
import dev.wq.sim.KernelVersion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scenario may say, and what is said of one that says something else. */
class SchemaTest {
  private static final String REST =
      """
      queues: [{name: q}]
      works: [{name: w, queue: q, do: [run 1ms]}]
      arrivals: [{work: w, at: 0}]
      """;

  private static Scenario parse(String yaml) throws ScenarioException {
    return Scenario.parse("f.yaml", yaml);
  }

  private static List<String> problems(String yaml) {
    ScenarioException e = assertThrows(ScenarioException.class, () -> parse(yaml));
    return String.valueOf(e.getMessage()).lines().toList();
  }

  private static void assertProblem(String expected, String yaml) {
    assertEquals(List.of("f.yaml:" + expected), problems(yaml));
  }

  private static String machine(String fields) {
    return "machine: {%s}\n%s".formatted(fields, REST);
  }

  private static String queue(String fields) {
    return REST.replace("{name: q}", "{name: q, " + fields + "}");
  }

  private static String steps(String steps) {
    return REST.replace("run 1ms", steps);
  }

  private static String arrival(String fields) {
    return REST.replace("at: 0", fields);
  }

  @Test
  void everything_isRead() throws ScenarioException {
    Scenario scenario =
        parse(
            """
            machine: {cpus: 2, kernel: "7.0", hz: 1000, cpu_intensive_thresh: 20ms,
                      worker_creation: 60us, cpu_model: declared}
            queues:
              - {name: q, flags: [unbound, highpri], max_active: 4}
              - {name: o, flags: ordered}
            works:
              - {name: w, queue: q, cpu: 1, instances: 8, do: [run 2ms, sleep 1.5ms, lock m, unlock m]}
              - {name: v, queue: o, instances: unlimited, do: [delay w 5ms, mod w 5ms, flush_queue q]}
            arrivals:
              - {work: w, every: 5ms, from: 1ms, until: 50ms, times: 4, count: 2}
              - {work: v, poisson: 100/s, seed: 7}
              - {work: w, after: v}
            duration: 100ms
            """);
    assertEquals(KernelVersion.V7_0, scenario.machine().kernel());
    assertEquals(Duration.ofNanos(60_000), scenario.machine().workerCreation());
    assertEquals(
        List.of(
            QueueAttrs.named("q").maxActive(4).unbound().highPriority(),
            QueueAttrs.named("o").ordered()),
        scenario.queues());
    assertEquals(
        "[run 2ms, sleep 1.5ms, lock m, unlock m]", scenario.works().getFirst().steps().toString());
    assertEquals(
        "[delay w 5ms, mod w 5ms, flush_queue q]", scenario.works().getLast().steps().toString());
    assertEquals(3, scenario.arrivals().size());
    assertEquals(Duration.ofMillis(100), scenario.duration());
  }

  @Test
  void withoutMachine_itIsTheUsualOne() throws ScenarioException {
    Scenario.Computer machine = parse(REST).machine();
    assertEquals(1, machine.cpus());
    assertEquals(KernelVersion.DEFAULT, machine.kernel());
    assertEquals(250, machine.hz());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "{}"})
  void empty_namesWhatIsNeeded(String yaml) {
    assertEquals(
        List.of(
            "f.yaml:1:1: a scenario needs the key 'queues'",
            "f.yaml:1:1: a scenario needs the key 'works'",
            "f.yaml:1:1: a scenario needs the key 'arrivals'"),
        problems(yaml));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [b", "\t", "a: b: c", "- {", "'", "%", "&"})
  void brokenYaml_saysWhere(String yaml) {
    String problem = problems(yaml).getFirst();
    assertTrue(problem.matches("f\\.yaml:\\d+:\\d+: is no YAML: .+"), problem);
  }

  @Test
  void aBareValue_isNoScenario() {
    assertTrue(problems("hello").getFirst().startsWith("f.yaml:1:1: a scenario must be keys"));
  }

  @Test
  void unknownKeys_areNamed_withTheOneThatIsMeant() {
    assertProblem(
        "1:20: unknown key 'max_activ' in queue 'q': did you mean max_active?",
        queue("max_activ: 4"));
    assertProblem(
        "1:1: unknown key 'machin' in a scenario: did you mean machine?", "machin: {}\n" + REST);
    assertProblem(
        "1:11: unknown key 'colour' in machine; there are cpu_intensive_thresh, cpu_model, cpus,"
            + " hz, kernel, worker_creation",
        machine("colour: red"));
  }

  @Test
  void duplicates_areNamed() {
    assertProblem("1:20: key 'name' of queue 'q' is there twice", queue("name: r"));
    assertProblem(
        "1:28: there are two queues 'q'", REST.replace("{name: q}", "{name: q}, {name: q}"));
    assertProblem(
        "2:45: there are two works 'w'",
        REST.replace("[run 1ms]}", "[run 1ms]}, {name: w, queue: q}"));
  }

  @Test
  void unknownNames_areNamed() {
    assertProblem(
        "2:26: unknown queue 'p' of work 'w': did you mean q?", REST.replace(": q, d", ": p, d"));
    assertProblem(
        "3:19: unknown work 'v' of an arrival: did you mean w?",
        REST.replace("work: w", "work: v"));
    assertProblem(
        "2:34: unknown work 'other' in step 'flush other' of work 'w'; there are w",
        steps("flush other"));
    assertProblem(
        "2:34: unknown queue 'r' in step 'flush_queue r' of work 'w': did you mean q?",
        steps("flush_queue r"));
    assertProblem("3:29: unknown work 'x' of an arrival: did you mean w?", arrival("after: x"));
  }

  @ParameterizedTest
  @CsvSource({"cpus: 0", "cpus: 65", "cpus: -1", "cpus: two", "hz: 0", "hz: 10001"})
  void numbersOutOfRange_areNamed(String field) {
    String key = field.substring(0, field.indexOf(':'));
    String value = field.substring(field.indexOf(' ') + 1);
    String problem = problems(machine(field)).getFirst();
    assertTrue(problem.contains(": " + key + " of machine must be a number from 1 to "), problem);
    assertTrue(problem.endsWith(", was '" + value + "'"), problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-4ms", "4", "ms", "4 ms", "4m", "1e3ms", "4000s", "''"})
  void badDurations_areNamed(String value) {
    assertEquals(
        List.of(
            "f.yaml:1:11: duration of a scenario must be a time from 0 to 3600s with a unit"
                + " (ns, us, ms, s), was '"
                + value.replace("'", "")
                + "'"),
        problems("duration: " + value + "\n" + REST));
  }

  @Test
  void badSteps_areNamed() {
    assertProblem(
        "2:34: work 'w' has an unknown step 'slep 1ms': did you mean sleep?", steps("slep 1ms"));
    assertProblem("2:34: work 'w' has the step 'run', which must be: run TIME", steps("run"));
    assertProblem(
        "2:34: work 'w' has the step 'delay w', which must be: delay WORK TIME", steps("delay w"));
    assertProblem(
        "2:34: work 'w' has the step 'mod w 5', whose time must be from 0 to 3600s with a unit"
            + " (ns, us, ms, s)",
        steps("mod w 5"));
  }

  @Test
  void locks_haveToBeBalanced() {
    assertProblem("2:34: work 'w' ends without 'unlock m'", steps("lock m"));
    assertProblem("2:34: work 'w' unlocks 'm', which it does not hold", steps("unlock m"));
    assertEquals(
        List.of(
            "f.yaml:2:42: work 'w' locks 'm', which it holds",
            "f.yaml:2:50: work 'w' ends without 'unlock m'"),
        problems(steps("lock m, lock m, unlock m")));
  }

  @Test
  void contradictions_areNamed() {
    assertProblem(
        "1:10: queue 'q' is bh, which goes only with highPriority, not with UNBOUND",
        queue("flags: [bh, unbound]"));
    assertProblem(
        "1:28: unknown flag 'fast' of queue 'q'; there are unbound, ordered, highpri,"
            + " cpu_intensive, mem_reclaim, freezable, bh",
        queue("flags: [fast]"));
    assertProblem(
        "1:1: a scenario without new workers needs a duration: the kernel tries for ever",
        machine("worker_creation: fails"));
  }

  @Test
  void arrivals_areOfOneKind() {
    assertProblem("3:12: an arrival needs one of [at, every, poisson, after]", arrival("count: 2"));
    assertProblem(
        "3:12: an arrival needs one of [at, every, poisson, after], and has [at, every]",
        arrival("at: 0, every: 1ms"));
    assertProblem(
        "3:12: an arrival that repeats needs 'until' or 'times', or the scenario a 'duration'",
        arrival("every: 1ms"));
    assertProblem("3:29: every of an arrival must be more than 0", arrival("every: 0, times: 3"));
    assertProblem("3:35: seed of an arrival does not go with 'at'", arrival("at: 0, seed: 1"));
    assertProblem(
        "3:31: poisson of an arrival must be a rate like 100/s, was '5'",
        arrival("poisson: 5, seed: 1, times: 2"));
    assertProblem(
        "3:12: an arrival with 'poisson' needs a 'seed', so that it can be repeated",
        arrival("poisson: 5/s, times: 2"));
  }

  @Test
  void tooManyArrivals_areRefused() {
    assertProblem("1:1: more than 200000 arrivals", arrival("every: 1ns, until: 1s"));
  }

  @Test
  void allProblems_areNamedAtOnce_inTheOrderOfTheFile() {
    assertEquals(
        List.of(
            "f.yaml:1:17: cpus of machine must be a number from 1 to 64, was '0'",
            "f.yaml:2:20: unknown key 'flag' in queue 'q': did you mean flags?",
            "f.yaml:3:34: work 'w' has an unknown step 'wat': did you mean wait?",
            "f.yaml:4:26: at of an arrival must be a time from 0 to 3600s with a unit"
                + " (ns, us, ms, s), was '-1ms'"),
        problems(
            machine("cpus: 0")
                .replace("{name: q}", "{name: q, flag: bh}")
                .replace("run 1ms", "wat")
                .replace("at: 0", "at: -1ms")));
  }

  @Test
  void problems_canBeAskedFor() {
    ScenarioException e = assertThrows(ScenarioException.class, () -> parse(machine("cpus: 0")));
    assertEquals(1, e.problems().size());
    assertEquals(1, e.problems().getFirst().line());
    assertEquals(17, e.problems().getFirst().column());
  }
}
