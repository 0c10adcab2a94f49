package dev.wq.bench;

/** Runs the benchmarks. */
public final class Bench {
  private Bench() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    System.out.println("wq benchmarks on Java " + Runtime.version().feature());
  }
}
