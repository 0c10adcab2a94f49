package dev.wq.bench.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ResidentTest {
  @Test
  void line_isFoundByItsName() {
    String status = "Name:\tjava\nVmHWM:\t    2000 kB\nVmRSS:\t    1000 kB\nThreads:\t7\n";
    assertEquals(1.024, Resident.megabytes("VmRSS", status));
    assertEquals(2.048, Resident.megabytes("VmHWM", status));
  }

  @Test
  void lineThatIsMissing_isNoNumber() {
    assertTrue(Double.isNaN(Resident.megabytes("VmRSS", "Name:\tjava\n")));
  }
}
