package dev.wq.kernel;

import org.junit.jupiter.api.Test;

class SmokeTest {
  @Test
  void a() {
    Stage s = Stage.flat();
    Workqueue q = s.bound("q");
    s.queue(q, "A");
    s.queue(q, "B");
    s.queue(q, "C");
    s.go();
    s.sleep("A");
    s.go();
    s.flush("C", "F");
    s.flush(q, "G");
    s.end("B");
    s.back("A");
    s.end("A");
    s.finishAll();
    s.expect();
  }
}
