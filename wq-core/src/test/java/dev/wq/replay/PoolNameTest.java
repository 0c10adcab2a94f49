package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolNameTest {
  @ParameterizedTest
  @CsvSource({
    "kworker/0:1, 0, BOUND",
    "kworker/12:23H, 12H, BOUND",
    "kworker/0:1-events_highpri, 0, BOUND",
    "kworker/1:0H-kblockd, 1H, BOUND",
    "kworker/u8:3, u8, UNBOUND",
    "kworker/u9:0H+fscrypt, u9H, UNBOUND",
    "kworker/R-kblockd, R-kblockd, RESCUER",
    "kblockd, R-kblockd, RESCUER",
    "kworker/dying, ?, UNKNOWN",
    "kworker/u:1, ?, UNKNOWN",
    "kworker/99999999999:1, ?, UNKNOWN",
  })
  void worker_namesItsPool(String task, String pool, PoolName.Kind kind) {
    PoolName name = PoolName.ofTask(task);
    assertEquals(pool, name.toString());
    assertEquals(kind, name.kind());
  }

  @ParameterizedTest
  @CsvSource({
    "kworker/0:1, kworker/0:1H",
    "kworker/2:1, kworker/10:1",
    "kworker/1:1H, kworker/u4:1"
  })
  void pools_areInOrder(String first, String second) {
    assertTrue(PoolName.ofTask(first).compareTo(PoolName.ofTask(second)) < 0);
  }
}
