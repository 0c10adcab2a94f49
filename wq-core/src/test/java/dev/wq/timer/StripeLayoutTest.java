package dev.wq.timer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

class StripeLayoutTest {
  private static final int LINES = 128;

  @Test
  void hotFields_areLinesAwayFromEverythingElse() {
    List<FieldLayout> hot = new ArrayList<>();
    List<FieldLayout> rest = new ArrayList<>();
    ClassLayout layout = ClassLayout.parseClass(Stripe.class);
    for (FieldLayout field : layout.fields()) {
      if (field.hostClass().endsWith("Hot")) {
        hot.add(field);
      } else if (field.hostClass().endsWith("Stripe")) {
        rest.add(field);
      }
    }
    long start = hot.stream().mapToLong(FieldLayout::offset).min().orElseThrow();
    long end = hot.stream().mapToLong(f -> f.offset() + f.size()).max().orElseThrow();
    assertTrue(start >= LINES, layout::toPrintable);
    assertTrue(rest.stream().allMatch(f -> f.offset() >= end + LINES), layout::toPrintable);
  }
}
