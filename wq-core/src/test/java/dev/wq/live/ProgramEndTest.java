package dev.wq.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import dev.wq.QueueAttrs;
import dev.wq.Work;
import dev.wq.WorkQueue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program of its own JVM ends when its main method does, and by awaitIdle loses no work. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProgramEndTest {
  private static final int WORKS = 500;

  /** Queues works that queue works; needs no flag of the JVM. */
  static final class Program {
    public static void main(String[] arguments) throws Exception {
      Machine machine = Machine.live();
      WorkQueue first = machine.queue(QueueAttrs.named("first").maxActive(8));
      WorkQueue second = machine.queue(QueueAttrs.named("second").ordered());
      AtomicInteger done = new AtomicInteger();
      for (int i = 0; i < WORKS; i++) {
        first.enqueue(
            Work.of(
                "first",
                () -> {
                  machine.sleep(Duration.ofMillis(1));
                  second.enqueue(Work.of("second", done::incrementAndGet));
                }));
      }
      if (arguments[0].equals("await")) {
        machine.awaitIdle(Duration.ofSeconds(60));
        System.out.println("done " + done);
      } else {
        first.enqueue(Work.of("endless", () -> machine.sleep(Duration.ofDays(1))));
        System.out.println("left");
      }
    }
  }

  private static String run(String how) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                how)
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
    return output.strip();
  }

  @Test
  void awaitIdle_losesNoWork() throws Exception {
    assertEquals("done " + WORKS, run("await"));
  }

  @Test
  void workers_doNotKeepAProgramAlive() throws Exception {
    assertEquals("left", run("leave"));
  }
}
