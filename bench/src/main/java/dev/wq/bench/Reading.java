package dev.wq.bench;

/** Which figure of a sample a measure is about, and its unit. */
enum Reading {
  NANOS("ns"),
  MILLIS("ms"),
  BYTES("B"),
  HEAP("MB"),
  CPU("% CPU");

  final String unit;

  Reading(String unit) {
    this.unit = unit;
  }

  double of(Sample sample) {
    return switch (this) {
      case NANOS, MILLIS, CPU -> sample.value();
      case BYTES -> sample.bytes();
      case HEAP -> sample.heapMb();
    };
  }
}
