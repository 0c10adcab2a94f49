package dev.wq.replay;

import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Values by a long, without boxing the key. Entries are not removed. */
final class LongTable<V> {
  private long[] keys = new long[64];
  private @Nullable Object[] values = new @Nullable Object[64];
  private int count;

  /** The value of {@code key}, or null. */
  @SuppressWarnings("unchecked") // only V is ever put in
  @Nullable V get(long key) {
    return (V) values[slot(key)];
  }

  /** The value of {@code key}, made by {@code maker} if there is none. */
  V computeIfAbsent(long key, LongFunction<V> maker) {
    V value = get(key);
    if (value == null) {
      value = maker.apply(key);
      put(key, value);
    }
    return value;
  }

  void put(long key, V value) {
    int slot = slot(key);
    if (values[slot] == null) {
      count++;
    }
    keys[slot] = key;
    values[slot] = value;
    if (2 * count > keys.length) {
      grow();
    }
  }

  @SuppressWarnings("unchecked") // only V is ever put in
  void forEach(Consumer<? super V> action) {
    for (Object value : values) {
      if (value != null) {
        action.accept((V) value);
      }
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (values[slot] != null && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new @Nullable Object[2 * oldKeys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
