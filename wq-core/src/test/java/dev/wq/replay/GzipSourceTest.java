package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Unpacking: good files whole, broken ones up to the flaw, with its name. */
class GzipSourceTest {
  private static final byte[] TEXT = text();

  private static byte[] text() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("line ").append(i).append(' ').append(random.nextInt()).append('\n');
    }
    return text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** What was unpacked, and what was wrong. */
  private record Unpacked(byte[] bytes, String problem) {}

  private static Unpacked unpack(byte[] packed) throws IOException {
    try (GzipSource source = new GzipSource(new ByteArrayInputStream(packed))) {
      byte[] bytes = source.readAllBytes();
      return new Unpacked(bytes, source.problem());
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static void assertWhole(byte[] expected, byte[] packed) throws IOException {
    Unpacked unpacked = unpack(packed);
    assertNull(unpacked.problem());
    assertArrayEquals(expected, unpacked.bytes());
  }

  @Test
  void oneMember_isWhole() throws IOException {
    assertWhole(TEXT, Texts.gzip(TEXT));
  }

  @Test
  void members_followOneAnother() throws IOException {
    assertWhole(join(TEXT, TEXT), join(Texts.gzip(TEXT), Texts.gzip(TEXT)));
  }

  @Test
  void emptyMember_isPassedOver() throws IOException {
    assertWhole(TEXT, join(Texts.gzip(new byte[0]), Texts.gzip(TEXT)));
  }

  @Test
  void zeros_arePadding() throws IOException {
    assertWhole(TEXT, join(Texts.gzip(TEXT), new byte[512]));
  }

  @Test
  void headerFields_arePassedOver() throws IOException {
    byte[] packed = Texts.gzip(TEXT);
    packed[3] = 2 | 4 | 8 | 16;
    byte[] fields = {3, 0, 'x', 'y', 'z', 'n', 'a', 'm', 'e', 0, 'c', 0, 1, 2};
    byte[] head = Arrays.copyOf(packed, 10);
    assertWhole(TEXT, join(head, fields, Arrays.copyOfRange(packed, 10, packed.length)));
  }

  @Test
  void bytesBehindTheEnd_areAProblem() throws IOException {
    Unpacked unpacked = unpack(join(Texts.gzip(TEXT), new byte[] {'x'}));
    assertEquals(
        "bytes that are not compressed data follow the compressed ones", unpacked.problem());
    assertArrayEquals(TEXT, unpacked.bytes());
  }

  @Test
  void cutAnywhere_givesABeginningAndAProblem() throws IOException {
    byte[] packed = Texts.gzip(TEXT);
    for (int length = 2; length < packed.length; length++) {
      Unpacked unpacked = unpack(Arrays.copyOf(packed, length));
      assertEquals("the compressed data end early", unpacked.problem());
      assertArrayEquals(Arrays.copyOf(TEXT, unpacked.bytes().length), unpacked.bytes());
    }
  }

  @Test
  void changedByte_isAProblemOrChangesNothing() throws IOException {
    byte[] packed = Texts.gzip(TEXT);
    for (int place = 10; place < packed.length; place++) {
      byte[] changed = packed.clone();
      changed[place] ^= 0x55;
      assertNotNull(unpack(changed).problem(), "byte " + place);
    }
  }

  @Test
  void wrongChecksum_givesTheText() throws IOException {
    byte[] packed = Texts.gzip(TEXT);
    packed[packed.length - 8] ^= 1;
    Unpacked unpacked = unpack(packed);
    assertEquals("the checksum of the compressed data is wrong", unpacked.problem());
    assertArrayEquals(TEXT, unpacked.bytes());
  }

  @Test
  void singleBytes_areReadToo() throws IOException {
    try (GzipSource source = new GzipSource(new ByteArrayInputStream(Texts.gzip(TEXT)))) {
      assertEquals('l', source.read());
      assertTrue(source.readAllBytes().length == TEXT.length - 1);
      assertEquals(-1, source.read());
    }
  }
}
