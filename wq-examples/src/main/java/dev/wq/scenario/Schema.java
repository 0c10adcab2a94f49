package dev.wq.scenario;

import dev.wq.QueueAttrs;
import dev.wq.scenario.Node.Scalar;
import dev.wq.scenario.Scenario.Computer;
import dev.wq.scenario.Scenario.Job;
import dev.wq.sim.KernelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may stand in a scenario, and what it means. */
final class Schema {
  private static final Set<String> TOP =
      Set.of("machine", "queues", "works", "arrivals", "duration");
  private static final Set<String> MACHINE =
      Set.of("cpus", "kernel", "hz", "cpu_intensive_thresh", "worker_creation", "cpu_model");
  private static final Set<String> QUEUE = Set.of("name", "flags", "max_active");
  private static final Set<String> WORK = Set.of("name", "queue", "cpu", "instances", "do");
  static final int MOST_CPUS = 64;
  static final int MOST_HZ = 10_000;
  private static final Duration THRESHOLD = Duration.ofMillis(10);

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final Names queueNames = new Names("queue", problems);
  private final Names workNames = new Names("work", problems);

  private Schema(String file) {
    this.file = file;
  }

  static Scenario read(String file, String yaml) throws ScenarioException {
    return new Schema(file).scenario(Yaml.read(file, yaml));
  }

  private Scenario scenario(Node document) throws ScenarioException {
    Entry top = new Entry("a scenario", document, TOP, problems);
    Computer machine = machine(new Entry("machine", top.node("machine"), MACHINE, problems));
    Duration duration = top.duration("duration");
    List<QueueAttrs> queues = new ArrayList<>();
    for (Node node : someOf(top, "queues")) {
      queue(new Entry(title("queue", node), node, QUEUE, problems), queues);
    }
    List<Node> works = someOf(top, "works");
    works.forEach(node -> workNames.add(nameOf(node), node.at()));
    List<Job> jobs = new ArrayList<>();
    works.forEach(
        node -> jobs.add(work(new Entry(title("work", node), node, WORK, problems), machine)));
    ArrivalSchema reader = new ArrivalSchema(workNames, duration, problems);
    List<Arrival> arrivals = new ArrayList<>();
    someOf(top, "arrivals").forEach(node -> reader.read(node, arrivals));
    if (!machine.newWorkers() && duration == null) {
      top.wrong("a scenario without new workers needs a duration: the kernel tries for ever");
    }
    if (!problems.isEmpty()) {
      throw new ScenarioException(file, problems);
    }
    Scenario scenario = new Scenario(file, machine, queues, jobs, arrivals, duration);
    checkLength(scenario, top);
    return scenario;
  }

  private void checkLength(Scenario scenario, Entry top) throws ScenarioException {
    long all = ArrivalTimes.of(scenario).stream().mapToLong(due -> due.arrival().count()).sum();
    if (all >= ArrivalTimes.MOST) {
      top.wrong("more than " + ArrivalTimes.MOST + " arrivals");
      throw new ScenarioException(file, problems);
    }
  }

  private List<Node> someOf(Entry top, String key) {
    List<Node> nodes = top.nodes(key);
    if (nodes.isEmpty()) {
      top.wrong(top.has(key) ? key + " is empty" : "a scenario needs the key '" + key + "'");
    }
    return nodes;
  }

  private static String nameOf(Node node) {
    return node instanceof Node.Fields fields
        ? fields.all().stream()
            .filter(f -> f.key().equals("name") && f.value() instanceof Scalar)
            .map(f -> ((Scalar) f.value()).text())
            .findFirst()
            .orElse("")
        : "";
  }

  /** {@code queue 'ingest'}. */
  private static String title(String kind, Node node) {
    String name = nameOf(node);
    return name.isEmpty() ? "a " + kind : kind + " '" + name + "'";
  }

  // ---- machine

  private static Computer machine(Entry entry) {
    boolean fails = entry.text("worker_creation").equals("fails");
    return new Computer(
        entry.number("cpus", 1, MOST_CPUS, 1),
        kernel(entry),
        entry.number("hz", 1, MOST_HZ, 250),
        entry.duration("cpu_intensive_thresh", THRESHOLD),
        fails ? Duration.ZERO : entry.duration("worker_creation", Duration.ZERO),
        !fails,
        isDeclared(entry));
  }

  private static KernelVersion kernel(Entry entry) {
    if (!entry.has("kernel")) {
      return KernelVersion.DEFAULT;
    }
    String wanted = entry.text("kernel");
    List<KernelVersion> all = Arrays.asList(KernelVersion.values());
    for (KernelVersion version : all) {
      if (version.toString().equals(wanted)) {
        return version;
      }
    }
    entry.wrongValue("kernel", "must be one of " + all + " in quotes, was '" + wanted + "'");
    return KernelVersion.DEFAULT;
  }

  private static boolean isDeclared(Entry entry) {
    String model = entry.text("cpu_model");
    if (entry.has("cpu_model") && !Set.of("run_to_block", "declared").contains(model)) {
      entry.wrongValue("cpu_model", "must be run_to_block or declared, was '" + model + "'");
    }
    return model.equals("declared");
  }

  // ---- queues

  private void queue(Entry entry, List<QueueAttrs> queues) {
    String name = entry.name();
    if (name.isEmpty()) {
      return;
    }
    if (name.equals("machine")) {
      entry.wrongValue("name", "must not be 'machine', which stands for the machine in changes");
    }
    queueNames.add(name, entry.at("name"));
    QueueAttrs attrs = QueueAttrs.named(name);
    try {
      if (entry.has("max_active")) {
        int most = QueueAttrs.MAX_ACTIVE_LIMIT;
        attrs = attrs.maxActive(entry.number("max_active", 1, most, attrs.maxActive()));
      }
      for (Scalar flag : entry.list("flags")) {
        attrs = flagged(entry, attrs, flag);
      }
    } catch (IllegalArgumentException e) {
      entry.wrong(String.valueOf(e.getMessage()));
    }
    queues.add(attrs);
  }

  private static QueueAttrs flagged(Entry entry, QueueAttrs attrs, Scalar flag) {
    QueueAttrs changed = QueueFlags.with(attrs, flag.text());
    if (changed == null) {
      entry.wrong(
          flag.at(),
          "unknown flag '%s' of queue '%s'%s"
              .formatted(flag.text(), attrs.name(), Text.hint(flag.text(), QueueFlags.names())));
      return attrs;
    }
    return changed;
  }

  // ---- works

  private Job work(Entry entry, Computer machine) {
    String name = entry.name();
    String queue = entry.needed("queue");
    queueNames.check(queue, entry.at("queue"), " of work '" + name + "'");
    StepSchema steps = new StepSchema(name, workNames, queueNames, problems);
    return new Job(
        name,
        queue,
        entry.number("cpu", 0, machine.cpus() - 1, -1),
        instances(entry),
        steps.read(entry.list("do")));
  }

  private static int instances(Entry entry) {
    return entry.text("instances").equals("unlimited")
        ? Job.UNLIMITED
        : entry.number("instances", 1, ArrivalTimes.MOST, 1);
  }

  /** The names of queues or works: each once, and all that are used exist. */
  static final class Names {
    private final String kind;
    private final List<Problem> problems;
    private final List<String> known = new ArrayList<>();

    Names(String kind, List<Problem> problems) {
      this.kind = kind;
      this.problems = problems;
    }

    void add(String name, Node.Place at) {
      if (name.isEmpty()) {
        return;
      }
      if (known.contains(name)) {
        problems.add(
            new Problem(at.line(), at.column(), "there are two " + kind + "s '" + name + "'"));
      }
      known.add(name);
    }

    void check(@Nullable String name, Node.Place at, String where) {
      if (name != null && !name.isEmpty() && !known.contains(name)) {
        problems.add(
            new Problem(
                at.line(),
                at.column(),
                "unknown " + kind + " '" + name + "'" + where + Text.hint(name, known)));
      }
    }
  }
}
