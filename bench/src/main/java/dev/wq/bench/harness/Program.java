package dev.wq.bench.harness;

import java.util.List;

/**
 * A whole program to be measured: bursts end to end, makespans, growth, latencies.
 *
 * @param home the suite that knows it: a measuring JVM finds it there by its name
 * @param flags of its JVM, besides those that all have
 */
public record Program(
    Class<? extends Suite> home, String name, String title, List<String> flags, Body body)
    implements Subject {

  /** What the measuring JVM does. */
  @FunctionalInterface
  public interface Body {
    /** Measures in this JVM. */
    Sample run(Settings settings) throws Exception;
  }

  /** One whose JVM is like all the others. */
  public Program(Class<? extends Suite> home, String name, String title, Body body) {
    this(home, name, title, List.of(), body);
  }

  /**
   * With a heap that has this size from the beginning, such as {@code 1g}. For programs that keep a
   * million of something: else the heap grows while they measure, for about a second.
   */
  public Program withHeap(String size) {
    return new Program(home, name, title, List.of("-Xms" + size, "-Xmx" + size), body);
  }

  @Override
  public Sample sample(Settings settings) throws Exception {
    return Child.run(this, settings);
  }
}
