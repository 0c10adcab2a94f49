package dev.wq.live;

import static org.awaitility.Awaitility.await;

import dev.wq.Machine;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** A test on real threads: a machine of its own, and upper bounds for everything it waits for. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class OnLiveMachine {
  static final Duration LONG = Duration.ofSeconds(30);

  Machine machine;

  @BeforeEach
  void createMachine(TestInfo test) {
    machine = newMachine(test.getDisplayName());
  }

  /** The machine under test; another one where a test needs its own host. */
  Machine newMachine(String name) {
    return Machine.create(name);
  }

  @AfterEach
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void closeMachine() {
    machine.close();
  }

  static void eventually(String what, Callable<Boolean> condition) {
    await(what).atMost(LONG).until(condition);
  }
}
