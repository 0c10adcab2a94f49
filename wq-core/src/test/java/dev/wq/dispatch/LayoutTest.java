package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/**
 * What producers write, the token, and what workers write lie on lines of their own, also where the
 * CPU fetches lines in pairs. Without it an item costs about twice as much.
 */
class LayoutTest {
  private static final int LINE_PAIR = 128;

  private static ClassLayout layout(Class<?> type) {
    return ClassLayout.parseClass(type);
  }

  /** Padding is a field whose name is one letter and a number. */
  private static boolean isPadding(FieldLayout field) {
    return field.name().matches("[a-z][0-9]+");
  }

  private static List<FieldLayout> fields(ClassLayout layout) {
    List<FieldLayout> real = new ArrayList<>();
    layout.fields().stream().filter(f -> !isPadding(f)).forEach(real::add);
    return real;
  }

  private static FieldLayout field(ClassLayout layout, String name) {
    return fields(layout).stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  /** Fields whose starts are a pair of lines apart never lie in the same pair. */
  private static long between(FieldLayout one, FieldLayout other) {
    return Math.abs(one.offset() - other.offset());
  }

  /** Save for {@code together}. */
  private static void assertAlone(ClassLayout layout, String name, String... together) {
    FieldLayout hot = field(layout, name);
    List<String> near = new ArrayList<>(List.of(together));
    near.add(name);
    for (FieldLayout other : fields(layout)) {
      assertTrue(
          near.contains(other.name()) || between(hot, other) >= LINE_PAIR,
          () -> name + " is near " + other.name() + "\n" + layout.toPrintable());
    }
  }

  @Test
  void inbound_isFarFromEveryOtherFieldOfTheQueue() {
    assertAlone(layout(LiveQueue.class), "inbound");
  }

  @Test
  void token_isFarFromEveryOtherFieldOfTheQueue_saveWhatItsHolderWrites() {
    ClassLayout layout = layout(LiveQueue.class);
    for (String name : List.of("token", "wakeUps", "nextReady")) {
      assertAlone(layout, name, "token", "wakeUps", "nextReady");
    }
  }

  @Test
  void bothEndsOfALineOfReadyQueues_areFarFromEachOther() {
    assertAlone(layout(ReadyLine.class), "head");
    assertAlone(layout(ReadyLine.class), "tail");
  }

  @Test
  void workersFields_areAnObjectOfTheirOwn_padded() {
    ClassLayout layout = layout(PaddedWorklist.class);
    long first = fields(layout).stream().mapToLong(FieldLayout::offset).min().orElseThrow();
    long end = fields(layout).stream().mapToLong(f -> f.offset() + f.size()).max().orElseThrow();
    assertTrue(first >= LINE_PAIR, layout::toPrintable);
    assertTrue(layout.instanceSize() - end >= LINE_PAIR, layout::toPrintable);
  }
}
