package dev.wq.picture;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import tools.jackson.core.JsonGenerator;

/**
 * Numbers in few bytes: seven bits a byte, low ones first, the eighth says that more follow; the
 * lowest bit of a number is its sign (zigzag). In JSON as base64.
 */
final class Packed {
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;
  private static final int LONGEST = 10; // bytes of a number

  private byte[] bytes = new byte[256];
  private int size;

  void add(long number) {
    if (size + LONGEST > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    long rest = (number << 1) ^ (number >> (Long.SIZE - 1));
    while (rest >>> BITS != 0) {
      bytes[size++] = (byte) ((rest & (MORE - 1)) | MORE);
      rest >>>= BITS;
    }
    bytes[size++] = (byte) rest;
  }

  /** Numbers that are near to each other: each as the difference to the one before. */
  static Packed differences(int count, IntToLongFunction number) {
    Packed packed = new Packed();
    long before = 0;
    for (int i = 0; i < count; i++) {
      long now = number.applyAsLong(i);
      packed.add(now - before);
      before = now;
    }
    return packed;
  }

  void write(JsonGenerator json, String name) {
    json.writeName(name);
    json.writeBinary(bytes, 0, size);
  }
}
