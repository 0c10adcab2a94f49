package dev.wq.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void blankArguments_areIgnored() {
    assertEquals(new Settings(false, ""), Settings.parse(""));
  }

  @Test
  void quickAndOnly_areUnderstood() {
    assertEquals(new Settings(true, "timer"), Settings.parse("--quick", "--only=timer"));
  }

  @Test
  void unknownArgument_isNamed() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Settings.parse("--fast"));
    assertTrue(refused.getMessage().contains("--fast"));
  }

  @Test
  void only_looksAtTitlesAndSubjects() {
    Measure measure = Measure.ALL.getFirst();
    assertTrue(measure.mentions("Ordered"));
    assertTrue(measure.mentions("thread_per_task"));
    assertFalse(measure.mentions("blocking"));
  }
}
