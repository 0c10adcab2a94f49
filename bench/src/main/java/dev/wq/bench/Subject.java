package dev.wq.bench;

/** Something that is measured in a JVM of its own, once in each round. */
interface Subject {
  /** Its name in the raw figures. */
  String name();

  /** How the table calls it. */
  String title();

  Sample sample(Settings settings) throws Exception;
}
