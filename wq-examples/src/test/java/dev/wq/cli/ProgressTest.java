package dev.wq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** The progress bar over a clock that the test moves. */
class ProgressTest {
  private static final long MILLI = 1_000_000;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long now = 5;

  private Progress progress(boolean watched) {
    Output out = new Output(new ByteArrayOutputStream());
    PrintStream errors = new PrintStream(err, true);
    Console console =
        new Console(new ByteArrayInputStream(new byte[0]), out, errors, false, watched);
    return new Progress(console, () -> now);
  }

  private String drawn() {
    String text = err.toString();
    err.reset();
    return text;
  }

  @Test
  void firstSecond_isQuiet() {
    Progress progress = progress(true);
    progress.part(0, 1, "a");
    now += 999 * MILLI;
    progress.share(0.5);
    progress.clear();
    assertEquals("", drawn());
    now += MILLI;
    progress.share(0.5);
    assertEquals("\r[###############               ]  50 % a\u001b[K", drawn());
    progress.clear();
    assertEquals("\r\u001b[K", drawn());
  }

  @Test
  void bar_isDrawnTenTimesASecondAtMost() {
    Progress progress = progress(true);
    now += 2_000 * MILLI;
    progress.part(3, 4, "b");
    assertEquals("\r[######################        ]  75 % b\u001b[K", drawn());
    now += 99 * MILLI;
    progress.share(1);
    assertEquals("", drawn());
    now += MILLI;
    progress.share(1);
    assertEquals("\r[##############################] 100 % b\u001b[K", drawn());
  }

  @Test
  void withoutTerminal_nothingIsDrawn() {
    Progress progress = progress(false);
    now += 10_000 * MILLI;
    progress.part(0, 1, "a");
    progress.share(1);
    progress.clear();
    assertEquals("", drawn());
  }
}
