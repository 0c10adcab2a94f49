package dev.wq.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/*
 * Gzip that gives what it can. The JDK's stream throws at the first flaw and stays silent about bytes
 * behind the last member, so what was lost could not be told. Here a flaw ends the stream, everything
 * that was unpacked before it has been given, and problem() has the words.
 *
 *   member = header, deflate data, CRC of the text, length of the text   RFC 1952
 *   file   = member, member, ..., zeros as padding
 */

/** Unpacks gzip members one after the other, to the end or to the first flaw. */
final class GzipSource extends InputStream {
  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  /** Of the fixed part of a header, behind the flags: time, extra flags, system. */
  private static final int HEADER_REST = 6;

  private final InputStream in;
  private final byte[] packed = new byte[1 << 14];
  private int next;
  private int limit;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean inMember;
  private boolean over;
  private @Nullable String problem;

  GzipSource(InputStream in) {
    this.in = in;
  }

  /** Whether the bytes are the beginning of a gzip file. */
  static boolean isGzip(byte[] start) {
    return start.length > 1 && (start[0] & 0xff) == MAGIC_1 && (start[1] & 0xff) == MAGIC_2;
  }

  /** What is wrong with the file, null if it has been good so far. */
  @Nullable String problem() {
    return problem;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count = 0;
    while (count == 0 && !over) {
      count = inMember ? inflate(bytes, from, length) : enterMember();
    }
    return count == 0 ? -1 : count;
  }

  private int inflate(byte[] bytes, int from, int length) throws IOException {
    if (inflater.needsInput() && !inflater.finished()) {
      if (next == limit && !fill()) {
        return end("the compressed data end early");
      }
      inflater.setInput(packed, next, limit - next);
      next = limit;
    }
    try {
      int count = inflater.inflate(bytes, from, length);
      crc.update(bytes, from, count);
      return count == 0 && inflater.finished() ? leaveMember() : count;
    } catch (DataFormatException e) {
      return end("the compressed data are broken");
    }
  }

  private int leaveMember() throws IOException {
    next = limit - inflater.getRemaining();
    inMember = false;
    long checksum = littleEndian();
    long length = littleEndian();
    if (over) {
      return 0;
    }
    boolean good =
        checksum == crc.getValue() && length == (inflater.getBytesWritten() & 0xffff_ffffL);
    return good ? 0 : end("the checksum of the compressed data is wrong");
  }

  private long littleEndian() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (long) requiredByte() << shift;
    }
    return value;
  }

  /** Reads the header of a member, or what stands behind the last one. */
  private int enterMember() throws IOException {
    int first = nextByte();
    while (first == 0) {
      first = nextByte();
    }
    if (first < 0) {
      over = true;
      return 0;
    }
    if (first != MAGIC_1 || requiredByte() != MAGIC_2 || requiredByte() != DEFLATE) {
      return end("bytes that are not compressed data follow the compressed ones");
    }
    skipHeader(requiredByte());
    inflater.reset();
    crc.reset();
    inMember = true;
    return 0;
  }

  private void skipHeader(int flags) throws IOException {
    skip(HEADER_REST);
    if ((flags & EXTRA) != 0) {
      int low = requiredByte();
      skip(low | requiredByte() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count && !over; i++) {
      requiredByte();
    }
  }

  private void skipText() throws IOException {
    while (requiredByte() != 0 && !over) {}
  }

  private int requiredByte() throws IOException {
    int value = nextByte();
    if (value < 0) {
      end("the compressed data end early");
      return 0;
    }
    return value;
  }

  /** The next packed byte, -1 at the end of the file. */
  private int nextByte() throws IOException {
    return next < limit || fill() ? packed[next++] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    next = 0;
    limit = Math.max(in.read(packed, 0, packed.length), 0);
    return limit > 0;
  }

  private int end(String why) {
    if (problem == null) {
      problem = why;
    }
    over = true;
    return 0;
  }

  /** Frees the native memory; the stream below stays open. */
  @Override
  public void close() {
    over = true;
    inflater.end();
  }
}
