package dev.wq.poll;

import java.util.Objects;

/** What one call of a pipe moves. */
final class Transfer {
  final byte[] bytes; // I
  final int start; // I
  final int end; // I
  final boolean whole; // I: whether a part is not enough
  int next; // L while in line, then the thread's

  Transfer(byte[] bytes, int start, int length, boolean whole) {
    Objects.checkFromIndexSize(start, length, bytes.length);
    this.bytes = bytes;
    this.start = start;
    this.end = start + length;
    this.whole = whole;
    this.next = start;
  }

  int moved() {
    return next - start;
  }

  boolean isDone() {
    return next == end || (!whole && next > start);
  }
}
