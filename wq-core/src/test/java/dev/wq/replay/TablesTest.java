package dev.wq.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The tables that are looked up without allocating. */
class TablesTest {
  @Test
  void symbols_numberNamesInOrderOfAppearance() {
    Symbols symbols = new Symbols();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 10_000; i++) {
        byte[] line = (".name" + i + ".").getBytes(UTF_8);
        assertEquals(i, symbols.number(line, 1, line.length - 1));
        assertEquals("name" + i, symbols.text(i));
      }
    }
  }

  @Test
  void symbols_giveOneStringPerName() {
    Symbols symbols = new Symbols();
    byte[] line = "abcabc".getBytes(UTF_8);
    assertSame(symbols.text(line, 0, 3), symbols.text(line, 3, 6));
    assertEquals("", symbols.text(line, 2, 2));
  }

  @Test
  void longTable_isAMap() {
    Random random = new Random(3);
    LongTable<String> table = new LongTable<>();
    Map<Long, String> map = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      long key = random.nextInt(5_000) * 64L - 1000;
      table.put(key, "v" + i);
      map.put(key, "v" + i);
    }
    map.forEach((key, value) -> assertEquals(value, table.get(key)));
    AtomicLong seen = new AtomicLong();
    table.forEach(value -> seen.incrementAndGet());
    assertEquals(map.size(), seen.get());
    assertNull(table.get(1));
    assertEquals("new1", table.computeIfAbsent(1, key -> "new" + key));
    assertEquals("new1", table.computeIfAbsent(1, key -> "other"));
  }

  @Test
  void taskNames_tellEachChangeOnce() {
    StringBuilder told = new StringBuilder();
    TaskNames names =
        new TaskNames(
            new Symbols(),
            new TraceSink() {
              @Override
              public void named(long line, int pid, String name) {
                told.append(line).append(':').append(pid).append(name).append(' ');
              }
            });
    byte[] bytes = "a b <...>".getBytes(UTF_8);
    names.saw(1, 7, bytes, 0, 1);
    names.saw(2, 7, bytes, 0, 1);
    names.saw(3, 7, bytes, 2, 3);
    names.saw(4, 7, bytes, 4, 9);
    names.saw(5, 8, bytes, 0, 1);
    assertEquals("1:7a 3:7b 5:8a ", told.toString());
  }

  @Test
  void taskNames_areKeptForManyTasks() {
    AtomicLong told = new AtomicLong();
    TaskNames names =
        new TaskNames(
            new Symbols(),
            new TraceSink() {
              @Override
              public void named(long line, int pid, String name) {
                told.incrementAndGet();
              }
            });
    byte[] bytes = "a".getBytes(UTF_8);
    for (int round = 0; round < 2; round++) {
      for (int pid = 1; pid <= 5_000; pid++) {
        names.saw(1, pid, bytes, 0, 1);
      }
    }
    assertEquals(5_000, told.get());
  }
}
