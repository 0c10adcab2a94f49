package dev.wq.replay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** One damaged input, made from the lines of real recordings by a seed. */
final class Mutation {
  private static final int MOST_LINES = 120;
  private static final int KINDS = 12;

  private final Random random;
  private final List<byte[]> lines = new ArrayList<>();
  private final byte[] header;
  private final int events;
  private final StringBuilder how = new StringBuilder();

  Mutation(long seed, List<List<byte[]>> recordings) {
    random = new Random(seed);
    List<byte[]> all = recordings.get(random.nextInt(recordings.size()));
    int from = random.nextInt(all.size() - 2);
    int to = from + 1 + random.nextInt(Math.min(MOST_LINES, all.size() - from));
    lines.addAll(all.subList(from, to));
    events = lines.size();
    header = text("# entries-in-buffer/entries-written: %d/%d   #P:2".formatted(events, events));
    lines.addFirst(header);
  }

  /** Whether the line that says how many events there are was left as it was. */
  boolean countsItsEvents() {
    return lines.stream().anyMatch(line -> line == header);
  }

  /** How many events there were before anything was damaged. */
  int events() {
    return events;
  }

  /** What was done. */
  @Override
  public String toString() {
    return how.toString();
  }

  byte[] bytes() {
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      mutateLines(random.nextInt(KINDS));
    }
    byte[] bytes = join();
    return switch (random.nextInt(8)) {
      case 0 -> cut(bytes);
      case 1 -> cut(Texts.gzip(bytes));
      case 2 -> flip(Texts.gzip(bytes), 1 + random.nextInt(3));
      case 3 -> Texts.gzip(bytes);
      default -> bytes;
    };
  }

  private void mutateLines(int kind) {
    how.append(kind).append(' ');
    int place = random.nextInt(lines.size());
    byte[] line = lines.get(place);
    switch (kind) {
      case 0, 1, 2 -> lines.set(place, flip(line.clone(), 1 + random.nextInt(4)));
      case 3 -> lines.set(place, cut(line));
      case 4 ->
          lines.set(place, Arrays.copyOfRange(line, random.nextInt(line.length + 1), line.length));
      case 5 -> lines.add(place, line);
      case 6 -> lines.remove(place);
      case 7 -> shuffle();
      case 8 -> lines.set(place, joined(line, lines.get(random.nextInt(lines.size()))));
      case 9 -> lines.add(place, noise());
      case 10 -> lines.add(place, text("CPU:1 [LOST " + random.nextInt(99) + " EVENTS]"));
      default -> lines.set(place, digits(line.clone()));
    }
    if (lines.isEmpty()) {
      lines.add(new byte[0]);
    }
  }

  private void shuffle() {
    int from = random.nextInt(lines.size());
    int to = from + random.nextInt(lines.size() - from + 1);
    Collections.shuffle(lines.subList(from, to), random);
  }

  private byte[] flip(byte[] bytes, int times) {
    for (int i = 0; i < times && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** Other digits, letters and signs that keep a line well-formed more often. */
  private byte[] digits(byte[] bytes) {
    byte[] likely = text("0123456789abcdef.:-= []");
    for (int i = 0; i < 3 && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] = likely[random.nextInt(likely.length)];
    }
    return bytes;
  }

  private byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private byte[] noise() {
    byte[] noise = new byte[random.nextInt(100)];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] join() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      all.writeBytes(line);
      all.write('\n');
    }
    return all.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
