package dev.wq.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cutting a stream into lines, however the stream comes in pieces. */
class LineSourceTest {
  /** Gives at most so many bytes per read. */
  private static ByteArrayInputStream pieces(String text, int size) {
    return new ByteArrayInputStream(text.getBytes(UTF_8)) {
      @Override
      public synchronized int read(byte[] bytes, int from, int length) {
        return super.read(bytes, from, Math.min(size, length));
      }
    };
  }

  /** Each line in brackets, long ones as a plus, with a dot behind those that have no end. */
  private static String lines(String text, int size) throws IOException {
    LineSource source = new LineSource(pieces(text, size));
    StringBuilder lines = new StringBuilder();
    while (source.advance()) {
      String line = new String(source.bytes(), source.from(), source.to() - source.from(), UTF_8);
      String shown = line.length() > 20 ? String.valueOf(line.length()) : line;
      lines.append(source.tooLong() ? "+" : "[" + shown + "]").append(source.ended() ? "" : ".");
    }
    return lines.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void linesAreWhole_howeverTheyArrive(int size) throws IOException {
    assertEquals("[a][][bcd][e].", lines("a\n\nbcd\r\ne", size));
  }

  @Test
  void emptyStream_hasNoLine() throws IOException {
    assertEquals("", lines("", 10));
  }

  @Test
  void longestLine_isRead_oneByteMoreIsNot() throws IOException {
    String longest = "x".repeat(LineSource.MAX_LINE);
    assertEquals("[a][65536][b]", lines("a\n" + longest + "\nb\n", 1000));
    assertEquals("[a]+[b]", lines("a\n" + longest + "x\nb\n", 1000));
  }

  @Test
  void veryLongLine_isPassedOver_withOrWithoutEnd() throws IOException {
    String veryLong = "x".repeat(10 * LineSource.MAX_LINE);
    assertEquals("[a]+[b]", lines("a\n" + veryLong + "\nb\n", 5000));
    assertEquals("[a]+.", lines("a\n" + veryLong, 5000));
  }
}
