package dev.wq.device;

/** A list with padding behind the last field that the runner writes. */
final class PaddedLaneList extends LaneList {
  long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;
  int p15;
  short p16;
  byte p17;
}
