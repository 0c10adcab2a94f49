package dev.wq.bench.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void loadThatCompilesNothing_isRunAFewTimes() {
    AtomicInteger runs = new AtomicInteger();
    WarmUp.untilCompiled(runs::incrementAndGet);
    assertTrue(runs.get() >= 2 && runs.get() <= 16, runs + " runs");
  }
}
