package dev.wq.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names by number: bytes of a line are looked up without making a String, and the String of a name
 * is made once. Numbers count up from 0 in order of first appearance.
 */
final class Symbols {
  private static final int FIRST_SIZE = 256;

  private String[] texts = new String[FIRST_SIZE / 2];
  private byte[][] names = new byte[FIRST_SIZE / 2][];
  private int[] hashes = new int[FIRST_SIZE / 2];
  private int count;

  /** Open addressing, linear probing, at most half full; an entry is a number plus 1. */
  private int[] slots = new int[FIRST_SIZE];

  /** The number of the name that stands in {@code bytes} from {@code from} to before {@code to}. */
  int number(byte[] bytes, int from, int to) {
    int hash = hash(bytes, from, to);
    int mask = slots.length - 1;
    for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
      int entry = slots[slot];
      if (entry == 0) {
        return add(slot, hash, Arrays.copyOfRange(bytes, from, to));
      }
      if (hashes[entry - 1] == hash && same(names[entry - 1], bytes, from, to)) {
        return entry - 1;
      }
    }
  }

  int number(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return number(bytes, 0, bytes.length);
  }

  String text(int number) {
    return texts[number];
  }

  String text(byte[] bytes, int from, int to) {
    return texts[number(bytes, from, to)];
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash ^ hash >>> 15;
  }

  private static boolean same(byte[] name, byte[] bytes, int from, int to) {
    return Arrays.equals(name, 0, name.length, bytes, from, to);
  }

  private int add(int slot, int hash, byte[] name) {
    if (count == names.length) {
      grow();
      return number(name, 0, name.length);
    }
    names[count] = name;
    texts[count] = new String(name, StandardCharsets.UTF_8);
    hashes[count] = hash;
    slots[slot] = ++count;
    return count - 1;
  }

  private void grow() {
    texts = Arrays.copyOf(texts, 2 * count);
    names = Arrays.copyOf(names, 2 * count);
    hashes = Arrays.copyOf(hashes, 2 * count);
    slots = new int[4 * count];
    for (int i = 0; i < count; i++) {
      int slot = hashes[i] & slots.length - 1;
      while (slots[slot] != 0) {
        slot = (slot + 1) & slots.length - 1;
      }
      slots[slot] = i + 1;
    }
  }
}
