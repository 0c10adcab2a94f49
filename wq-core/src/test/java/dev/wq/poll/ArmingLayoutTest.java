package dev.wq.poll;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;

class ArmingLayoutTest {
  @Test
  @DisplayName("ours: a work armed with two triggers takes 150 bytes at most")
  void workArmedWithTwoTriggers_isSmall() {
    long bytes =
        size(TriggeredWork.class) + size(WorkArming.class) + size(Registration.Further.class);
    assertTrue(bytes <= 150, () -> bytes + " bytes");
  }

  private static long size(Class<?> type) {
    return ClassLayout.parseClass(type).instanceSize();
  }
}
