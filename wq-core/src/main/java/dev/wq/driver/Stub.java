package dev.wq.driver;

/** Removed with the last method that is not written. */
final class Stub {
  private Stub() {}

  @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"})
  static <R> R todo() {
    throw new UnsupportedOperationException("to be written");
  }
}
