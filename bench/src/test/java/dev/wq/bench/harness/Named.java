package dev.wq.bench.harness;

/** A subject that is never sampled. */
record Named(String name) implements Subject {
  @Override
  public String title() {
    return name;
  }

  @Override
  public Sample sample(Settings settings) {
    throw new AssertionError(name + " is sampled");
  }
}
