package dev.wq.examples;

/** Runs every example, one after the other. */
public final class AllExamples {
  private AllExamples() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    System.out.println("wq on Java " + Runtime.version().feature());
  }
}
