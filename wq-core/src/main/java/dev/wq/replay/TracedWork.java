package dev.wq.replay;

import java.util.HexFormat;

/**
 * A work of a recording. Memory that is freed and used again keeps its pointer, so a work is a
 * pointer and a function.
 *
 * @param id counts up from 0 in order of first appearance
 * @param pointer the pointer as a number, a stand-in where the kernel hid it
 * @param function the work's function, with its module in brackets if it has one
 */
public record TracedWork(int id, long pointer, String function) {
  /** The pointer in 16 hexadecimal digits. */
  public String hex() {
    return HexFormat.of().toHexDigits(pointer);
  }

  @Override
  public String toString() {
    return function + "@" + hex();
  }
}
