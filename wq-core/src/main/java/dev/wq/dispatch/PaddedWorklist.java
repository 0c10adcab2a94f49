package dev.wq.dispatch;

/** A worklist with padding behind the last field that workers write. */
final class PaddedWorklist extends Worklist {
  long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;
  int p15;
  short p16;
  byte p17;

  PaddedWorklist(int maxActive) {
    super(maxActive);
  }
}
