package dev.wq.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers things in the order in which they first come. */
final class Names<T> {
  private final Map<T, Integer> numbers = new HashMap<>();
  private final List<T> things = new ArrayList<>();

  int number(T thing) {
    Integer known = numbers.putIfAbsent(thing, things.size());
    if (known == null) {
      things.add(thing);
      return things.size() - 1;
    }
    return known;
  }

  List<T> all() {
    return things;
  }
}
