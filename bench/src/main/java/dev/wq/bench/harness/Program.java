package dev.wq.bench.harness;

/**
 * A whole program to be measured: bursts end to end, makespans, growth, latencies.
 *
 * @param home the suite that knows it: a measuring JVM finds it there by its name
 */
public record Program(Class<? extends Suite> home, String name, String title, Body body)
    implements Subject {

  /** What the measuring JVM does. */
  @FunctionalInterface
  public interface Body {
    /** Measures in this JVM. */
    Sample run(Settings settings) throws Exception;
  }

  @Override
  public Sample sample(Settings settings) throws Exception {
    return Child.run(this, settings);
  }
}
