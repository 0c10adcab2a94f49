package dev.wq.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random requests against the obvious implementation: a list that is sorted at every pass. */
class TimerWheelModelTest {
  private static final int SEEDS = 3_000;
  private static final int STEPS = 120;

  @ParameterizedTest(name = "tickShift {0}, {1} cpus")
  @CsvSource({"0, 1", "0, 4", "20, 1", "20, 4", "3, 2"})
  void wheel_doesWhatASortedListDoes(int shift, int cpus) {
    for (int seed = 0; seed < SEEDS; seed++) {
      new Run(seed, shift, cpus).go();
    }
  }

  /** One arming that the list holds. */
  private record Entry(Node node, long tick, long order, int cpu) {}

  /** Two of three may come in batches. */
  private static final class Node extends BatchedNode {
    private final Run run;
    private final int id;
    private @Nullable Entry entry;

    Node(Run run, int id) {
      this.run = run;
      this.id = id;
    }

    @Override
    protected boolean isBatched() {
      return id % 3 > 0;
    }

    @Override
    protected void expired() {
      Node behind;
      for (Node node = this; node != null; node = behind) {
        behind = (Node) node.takeNext();
        run.fired(node);
      }
    }

    @Override
    public String toString() {
      return "n" + id;
    }
  }

  private static final class Run {
    private final String what;
    private final SplittableRandom random;
    private final FakeHost host;
    private final TimerWheel wheel;
    private final long origin;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Entry> fired = new ArrayList<>();
    private long orders;

    Run(int seed, int shift, int cpus) {
      what = "seed " + seed + " shift " + shift + " cpus " + cpus;
      random = new SplittableRandom(seed);
      host = new FakeHost(shift, cpus);
      long[] origins = {0, 1, -1, 4095, 4097, 123_456_789_012L, -(1L << 50), Long.MIN_VALUE / 4};
      origin = origins[random.nextInt(origins.length)];
      host.now = origin;
      wheel = new TimerWheel(host, what);
      for (int i = 0; i < 5 + random.nextInt(40); i++) {
        nodes.add(new Node(this, i));
      }
    }

    void go() {
      for (int step = 0; step < STEPS; step++) {
        host.cpu = random.nextInt(host.cpus);
        Node node = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3, 4 -> armOrMove(node);
          case 5 -> assertEquals(forget(node), wheel.cancel(node), what);
          case 6 -> cancelSome();
          default -> pass();
        }
        assertEquals(entries().size(), wheel.armed(), what);
      }
    }

    private void armOrMove(Node node) {
      long deadline = deadline();
      Entry old = node.entry;
      assertEquals(old != null, wheel.move(node, deadline), what);
      int cpu = old != null ? old.cpu() : host.cpu;
      if (old == null) {
        wheel.arm(node, deadline);
      }
      remember(node, deadline, cpu);
    }

    private void cancelSome() {
      if (random.nextInt(4) > 0) {
        return;
      }
      int modulus = 1 + random.nextInt(4);
      List<Node> expected = nodes.stream().filter(n -> n.id % modulus == 0 && forget(n)).toList();
      List<Node> told = new ArrayList<>();
      int n = wheel.cancelAll(t -> ((Node) t).id % modulus == 0, t -> told.add((Node) t));
      assertEquals(expected.size(), n, what);
      told.sort(Comparator.comparing(t -> t.id));
      assertEquals(expected, told, what);
    }

    private void pass() {
      host.now = time();
      long to = (host.now - origin) >>> host.shift;
      List<Entry> expected = new ArrayList<>(entries());
      expected.removeIf(e -> e.tick() > to || e.tick() == Stripe.NEVER);
      fired.clear();
      wheel.turn(host.now);
      assertEquals(sorted(expected), sorted(fired), what);
      assertEquals(ticks(sorted(expected)), ticks(fired), what + ": order of ticks");
      for (int cpu = 0; cpu < host.cpus; cpu++) {
        int only = host.shift == 0 ? -1 : cpu;
        assertEquals(on(only, sorted(expected)), on(only, fired), what + ": order of arming");
      }
    }

    void fired(Node node) {
      // no assertion in here: the wheel would log it and go on
      boolean unexpected = node.entry == null || node.isArmed();
      Entry entry = unexpected ? new Entry(node, -1, -1, 0) : node.entry;
      fired.add(entry);
      node.entry = null;
      if (random.nextInt(4) == 0) {
        long deadline = random.nextBoolean() ? origin - 1 : beyond(host.now);
        wheel.arm(node, deadline);
        remember(node, deadline, host.cpu);
      }
    }

    private void remember(Node node, long deadline, int cpu) {
      assertEquals(deadline, node.deadline(), what);
      node.entry = new Entry(node, tick(deadline), orders++, cpu);
    }

    private boolean forget(Node node) {
      boolean was = node.entry != null;
      node.entry = null;
      return was;
    }

    private List<Entry> entries() {
      List<Entry> list = new ArrayList<>();
      for (Node node : nodes) {
        if (node.entry != null) {
          list.add(node.entry);
        }
      }
      return list;
    }

    private long tick(long deadline) {
      if (deadline <= origin) {
        return 0;
      }
      var tick =
          java.math.BigInteger.valueOf(deadline)
              .subtract(java.math.BigInteger.valueOf(origin))
              .add(java.math.BigInteger.valueOf((1L << host.shift) - 1));
      boolean never = deadline == Long.MAX_VALUE || tick.bitLength() > 63;
      return never ? Stripe.NEVER : tick.shiftRight(host.shift).longValueExact();
    }

    private long deadline() {
      return switch (random.nextInt(12)) {
        case 0 -> host.now - random.nextInt(100_000);
        case 1 -> host.now;
        case 2 -> boundary();
        case 3, 4 -> boundary() + random.nextInt(3) - 1;
        case 5 -> anotherDeadline();
        case 6 -> anotherDeadline() + random.nextInt(5) - 2;
        case 7 -> far();
        default -> beyond(host.now);
      };
    }

    private long far() {
      long[] far = {Long.MAX_VALUE / 2, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 55, origin};
      return far[random.nextInt(far.length)];
    }

    private long beyond(long time) {
      return time + (1L << host.shift) + (random.nextLong() >>> (10 + random.nextInt(53)));
    }

    /** The next start of a slot of some level. */
    private long boundary() {
      int bits = Math.min(54, host.shift + Level.BITS * (1 + random.nextInt(3)));
      return origin + ((((host.now - origin) >>> bits) + 1) << bits);
    }

    private long anotherDeadline() {
      long other = nodes.get(random.nextInt(nodes.size())).deadline();
      return Math.clamp(other, Long.MIN_VALUE / 2, 1L << 60);
    }

    /** Where the clock goes next, never back. */
    private long time() {
      long time =
          switch (random.nextInt(8)) {
            case 0 -> boundary() + random.nextInt(3) - 1;
            case 1, 2, 3 -> anotherDeadline() + random.nextInt(3) - 1;
            case 4 -> host.now;
            default -> host.now + (random.nextLong() >>> (14 + random.nextInt(49)));
          };
      return Math.clamp(time, host.now, Math.max(host.now, 1L << 61));
    }
  }

  private static List<Entry> sorted(List<Entry> entries) {
    return entries.stream()
        .sorted(Comparator.comparingLong(Entry::tick).thenComparingLong(Entry::order))
        .toList();
  }

  private static List<Long> ticks(List<Entry> entries) {
    return entries.stream().map(Entry::tick).toList();
  }

  private static List<Entry> on(int cpu, List<Entry> entries) {
    return entries.stream().filter(e -> cpu < 0 || e.cpu() == cpu).toList();
  }
}
