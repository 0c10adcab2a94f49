package dev.wq.bench.harness;

/** Something that is measured in a JVM of its own, once in each round. */
public interface Subject {
  /** Its name in the raw figures; unique among all subjects. */
  String name();

  /** How the table calls it. */
  String title();

  /** Starts a JVM for it and answers what that found. */
  Sample sample(Settings settings) throws Exception;
}
